package io.mediagate.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator.ExecutionStatus;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FirstLogTest {
    private static final String FILE = "logback.configurationFile";

    private final String file = System.getProperty(FILE, "");
    private final LoggerContext context = new LoggerContext();

    @AfterEach
    void setBack() {
        System.setProperty(FILE, file);
        context.stop();
    }

    @Test
    void writesLinesOfTextToTheStandardError() {
        System.clearProperty(FILE);

        assertThat(new FirstLog().configure(context))
                .isEqualTo(ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY);

        var appender =
                (ConsoleAppender<ILoggingEvent>) context.getLogger("ROOT").getAppender("stderr");
        assertThat(appender.getTarget()).isEqualTo("System.err");
        assertThat(line(appender, Map.of()))
                .isEqualTo("2026-11-28T22:30:00.123Z WARN  io.mediagate.log.Some what\n");
        assertThat(line(appender, Map.of("node", "7"))).endsWith(" what [node=7]\n");
    }

    @Test
    void isOursAtInfoAndOfOthersWarnings() {
        System.clearProperty(FILE);

        new FirstLog().configure(context);

        assertThat(context.getLogger("io.mediagate.Gateway").getEffectiveLevel())
                .isEqualTo(Level.INFO);
        assertThat(context.getLogger("com.zaxxer").getEffectiveLevel()).isEqualTo(Level.WARN);
        assertThat(context.getLogger("io.helidon.webserver.LoomServer").getEffectiveLevel())
                .isEqualTo(Level.OFF);
    }

    @Test
    void leavesItToTheFileThatTheOperatorNames() {
        System.setProperty(FILE, "his.xml");

        assertThat(new FirstLog().configure(context)).isEqualTo(ExecutionStatus.INVOKE_NEXT_IF_ANY);

        assertThat(context.getLogger("ROOT").iteratorForAppenders()).isExhausted();
    }

    private String line(ConsoleAppender<ILoggingEvent> appender, Map<String, String> marks) {
        var event = new LoggingEvent();
        event.setLoggerName("io.mediagate.log.Some");
        event.setLoggerContext(context);
        event.setLevel(Level.WARN);
        event.setMessage("what");
        event.setInstant(Instant.parse("2026-11-28T22:30:00.123Z"));
        event.setMDCPropertyMap(marks);
        return new String(appender.getEncoder().encode(event), StandardCharsets.UTF_8);
    }
}
