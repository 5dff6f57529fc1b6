package io.mediagate.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import io.mediagate.config.TelemetryConfig;
import io.mediagate.config.TelemetryConfig.Format;
import io.mediagate.config.TelemetryConfig.Level;
import io.mediagate.log.Logs;
import io.mediagate.webhook.HttpReceiver;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The log of a gateway that is called, fails and has trouble with a vendor, at its most talkative, as
/// JSON.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LogTest {
    private static final String PROMPT = "a lighthouse that nobody may read of";
    private static final String VENDOR_KEY = "sk-our-own-account-at-the-vendor";
    private static final String VENDOR_SAYS = "these are the words of a vendor";

    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private final Logger ours = (Logger) LoggerFactory.getLogger("io.mediagate");
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
    private final Map<OutputStreamAppender<ILoggingEvent>, Encoder<ILoggingEvent>> before =
            new LinkedHashMap<>();

    private final HttpReceiver vendor =
            new HttpReceiver((_, exchange) -> {
                var body = (VENDOR_SAYS + " about: " + PROMPT).getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(401, body.length);
                exchange.getResponseBody().write(body);
            });
    private final RunningGateway gateway =
            RunningGateway.with(
                    Map.of(
                            "sandbox.pace",
                            "instant",
                            "openai_compatible.base_url",
                            "http://127.0.0.1:" + vendor.port() + "/v1",
                            "openai_compatible.key",
                            VENDOR_KEY,
                            "openai_compatible.models",
                            Sample.PICTURE.model() + "=sdxl"));

    @BeforeAll
    void listen() {
        root.iteratorForAppenders()
                .forEachRemaining(one -> {
                    if (one instanceof OutputStreamAppender<ILoggingEvent> stream) {
                        before.put(stream, stream.getEncoder());
                    }
                });
        appender.setContext(root.getLoggerContext());
        appender.setEncoder(before.values().iterator().next());
        appender.setOutputStream(written);
        appender.start();
        root.addAppender(appender);
        Logs.apply(new TelemetryConfig.Log(Format.JSON, Level.DEBUG));
    }

    @AfterAll
    void close() {
        root.detachAppender(appender);
        before.forEach(OutputStreamAppender::setEncoder);
        ours.setLevel(null);
        gateway.close();
        vendor.close();
    }

    private List<JsonNode> lines() {
        return written.toString(StandardCharsets.UTF_8)
                .lines()
                .map(JsonMapper.shared()::readTree)
                .toList();
    }

    private JsonNode line(Predicate<JsonNode> which) {
        return lines().stream().filter(which).findFirst().orElseThrow();
    }

    private static boolean says(JsonNode line, String text) {
        return line.path("message").asString().contains(text);
    }

    @Test
    void namesRequestGenerationAndNodeAndNeverWhatIsNotForTheLog() {
        var caller = gateway.liveTenantWith(1000);
        var key = caller.key().orElseThrow();
        var made = caller.create(Sample.PICTURE, PROMPT);
        caller.ended(made.id());
        caller.post(Sample.PICTURE.path(), "{\"prompt\": " + PROMPT);
        gateway.client("mg_live_0000" + PROMPT.replace(' ', 'x')).get("/api/v1/credits");
        gateway.execute(
                "ALTER TABLE generation ADD CONSTRAINT refuses CHECK (family <> 'IMAGE') NOT VALID");
        var failed =
                gateway.tenant()
                        .post(Sample.PICTURE.path(), Sample.PICTURE.input(PROMPT), "X-Own", PROMPT);
        assertThat(failed.status()).isEqualTo(500);

        var access = line(it -> says(it, "POST /generation/") && says(it, " 202 "));
        assertThat(access.get("request_id").asString())
                .isEqualTo(made.header("x-request-id").orElseThrow());
        assertThat(access.get("generation_id").asString()).isEqualTo(made.id());
        assertThat(access.get("node").asString()).matches("\\d+");
        var fault = line(it -> says(it, "operator: provider compatible"));
        assertThat(fault.get("generation_id").asString()).isEqualTo(made.id());
        var bug = line(it -> says(it, "POST /generation/") && says(it, " failed"));
        assertThat(bug.get("level").asString()).isEqualTo("ERROR");
        assertThat(bug.get("request_id").asString())
                .isEqualTo(failed.header("x-request-id").orElseThrow());
        assertThat(bug.get("thrown").asString()).contains("refuses").contains("\tat ");
        assertThat(lines()).allSatisfy(it -> assertThat(it.path("time").asString()).endsWith("Z"));
        assertThat(written.toString(StandardCharsets.UTF_8))
                .doesNotContain(PROMPT)
                .doesNotContain(PROMPT.replace(' ', 'x'))
                .doesNotContain(VENDOR_KEY)
                .doesNotContain(VENDOR_SAYS)
                .doesNotContain(key)
                .doesNotContain("Bearer");
    }
}
