package io.mediagate.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ClassifyCommandTest {
    private final Console out = new Console();
    private final Console err = new Console();

    private int run(String... lines) {
        var in = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        var shell = new Shell(new FakeProgram(), Map.of(), out.writer(), err.writer());
        return new CommandLine(new ClassifyCommand(shell, new ByteArrayInputStream(in))).execute();
    }

    @Test
    void saysWhatTheCallerWouldHaveRead() {
        assertThat(
                        run(
                                """
                                {"id":"a","vendor":"unheard-of","family":"IMAGE","phase":"submit",\
                                "http_status":429,"headers":{"Retry-After":"7"},\
                                "body":"{\\"error\\":\\"Too many requests\\"}"}\
                                """,
                                "",
                                "{\"id\":\"b\",\"vendor\":\"acme\",\"family\":\"TTS\",\"body\":\"x\"}"))
                .isZero();

        assertThat(out.rest())
                .containsExactly(
                        "{\"id\":\"a\",\"code\":\"IMAGE_GENERATION_RATE_LIMITED\",\"http_status\":429,"
                                + "\"message\":\"Rate limit exceeded. Please retry later.\","
                                + "\"retryable\":true,\"operator_fault\":false,\"retry_after\":7}",
                        "{\"id\":\"b\",\"code\":\"TTS_GENERATION_PROVIDER_UNAVAILABLE\","
                                + "\"http_status\":503,\"message\":\"The provider is temporarily"
                                + " unavailable. Please retry later.\",\"retryable\":false,"
                                + "\"operator_fault\":true,\"retry_after\":null}");
        assertThat(err.rest()).isEmpty();
    }

    @Test
    void goesOnAfterALineThatIsNoSampleAndSaysSoInTheEnd() {
        assertThat(
                        run(
                                "no json",
                                "{\"id\":\"odd\",\"family\":\"SMELL\"}",
                                "{\"id\":\"good\",\"http_status\":503}"))
                .isEqualTo(1);

        assertThat(out.rest())
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("{\"id\":null,\"error\":\"not JSON\"}"),
                        line -> assertThat(line).startsWith("{\"id\":\"odd\",\"error\":\"family"),
                        line -> assertThat(line).startsWith("{\"id\":\"good\",\"code\":\"VIDEO_"));
    }

    @Test
    void answersEachOfThousandsOfLines() {
        var padding = "and some more words ".repeat(80);
        var line =
                "{\"id\":\"x\",\"http_status\":400,\"body\":\"The prompt was flagged by moderation "
                        + padding
                        + "\"}";
        var lines = java.util.Collections.nCopies(4_000, line);

        assertThat(run(lines.toArray(String[]::new))).isZero();

        assertThat(out.rest()).hasSize(lines.size());
    }
}
