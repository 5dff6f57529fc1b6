package io.mediagate.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import io.mediagate.config.TelemetryConfig;
import org.slf4j.LoggerFactory;

/// The process's one log, set as the operator wants it. [FirstLog] is what holds until then, and for
/// every command but `serve`.
public final class Logs {

    static final String OURS = "io.mediagate";

    private Logs() {}

    /// From now on the lines look like this.
    public static void apply(TelemetryConfig.Log config) {
        ours().setLevel(level(config.level()));
        switch (config.format()) {
            case TEXT -> {}
            case JSON ->
                    context()
                            .getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)
                            .iteratorForAppenders()
                            .forEachRemaining(appender -> {
                                if (appender
                                        instanceof OutputStreamAppender<ILoggingEvent> stream) {
                                    stream.setEncoder(json());
                                }
                            });
        }
    }

    /// From now on each line names this node.
    ///
    /// @param id its number among those that work on the same database
    public static void node(long id) {
        context().putProperty(Marks.NODE, Long.toString(id));
    }

    static Encoder<ILoggingEvent> json() {
        var lines = new JsonLines();
        lines.setContext(context());
        lines.start();
        return lines;
    }

    private static Level level(TelemetryConfig.Level level) {
        return switch (level) {
            case ERROR -> Level.ERROR;
            case WARN -> Level.WARN;
            case INFO -> Level.INFO;
            case DEBUG -> Level.DEBUG;
        };
    }

    private static Logger ours() {
        return context().getLogger(OURS);
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }
}
