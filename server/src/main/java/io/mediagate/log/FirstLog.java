package io.mediagate.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;

/// The log as it is before anybody has said how it should be: lines of text on the standard error. What
/// `logback.xml` usually holds, as Java: every command waits for it, and reading XML took 0.1 s.
///
/// Logback finds it by the service file. With `-Dlogback.configurationFile=…` that file holds instead.
public final class FirstLog extends ContextAwareBase implements Configurator {
    private static final String FILE = "logback.configurationFile";
    private static final String PATTERN =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX, UTC} %-5level %logger{24}"
                    + " %msg%replace( [%mdc]){' \\[\\]', ''}%n";

    /// Says with a stack trace what the command says in one line: that the port is taken.
    private static final String OF_THE_PORT = "io.helidon.webserver.LoomServer";

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (System.getProperty(FILE) != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(standardError(context));
        context.getLogger(Logs.OURS).setLevel(Level.INFO);
        context.getLogger(OF_THE_PORT).setLevel(Level.OFF);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static ConsoleAppender<ILoggingEvent> standardError(LoggerContext context) {
        var text = new PatternLayoutEncoder();
        text.setContext(context);
        text.setPattern(PATTERN);
        text.start();
        var appender = new ConsoleAppender<ILoggingEvent>();
        appender.setName("stderr");
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(text);
        appender.start();
        return appender;
    }
}
