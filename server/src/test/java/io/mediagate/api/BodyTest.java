package io.mediagate.api;

import static io.mediagate.api.Front.IMAGE;
import static io.mediagate.api.Front.assertError;
import static io.mediagate.api.Front.assertErrorBody;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyTest {

    private static final String CREATE = "/api/v1/generation/" + IMAGE;
    private static final String INVALID = "IMAGE_GENERATION_INVALID_INPUT";
    private static final int TWO_MEBIBYTES = 2 << 20;

    private static Front front;

    @BeforeAll
    static void start(@TempDir Path folder) {
        front = new Front(folder, Duration.ofMillis(400), Duration.ofSeconds(15));
    }

    @AfterAll
    static void stop() {
        front.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "}",
                "[]",
                "null",
                "3",
                "\"text\"",
                "{\"prompt\":\"x\"} {}",
                "{\"prompt\":\"x\",}",
                "{'prompt':'x'}",
                "{\"prompt\":\"x\",\"prompt\":\"y\"}",
                "{\"prompt\":7}",
                "{\"prompt\":\"x\",\"n\":1e999}",
                "{\"prompt\":\"x\",\"n\":\"1\"}",
                "{\"prompt\":\"\\u0000\"}",
                "{\"prompt\":\"\\ud800\"}",
                "{\"\\ud800\":1}",
                "{\"prompt\":\"x\",\"\\u0000\":1}",
                "\uFEFF{\"prompt\":\"x\"}",
                "{\"prompt\":NaN}",
            })
    void refusesWhatIsNotAnInput(String body) {
        assertError(front.post(CREATE, body), 400, INVALID);
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        var broken = "{\"prompt\":\"\u00e4\"}".getBytes(StandardCharsets.ISO_8859_1);

        var answer = front.send(json(CREATE).POST(BodyPublishers.ofByteArray(broken)).build());

        assertError(answer, 400, INVALID);
        assertThat(answer.body()).contains("UTF-8");
    }

    @Test
    void takesAReplacementCharacterThatWasReallySent() {
        assertThat(front.post(CREATE, "{\"prompt\":\"\uFFFD\"}").statusCode()).isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(ints = {65, 1_000, 100_000})
    void refusesWhatIsNestedDeeply(int levels) {
        var answer = front.post(CREATE, "{\"a\":".repeat(levels) + "1" + "}".repeat(levels));

        assertError(answer, 400, INVALID);
    }

    @Test
    void answersTenThousandUnknownFieldsBriefly() {
        var fields =
                IntStream.range(0, 10_000)
                        .mapToObj(i -> "\"field" + i + "\":1")
                        .collect(Collectors.joining(",", "{", "}"));

        var answer = front.post(CREATE, fields);

        assertError(answer, 400, INVALID);
        assertThat(answer.body().length()).isLessThan(20_000);
    }

    @Test
    void refusesALongBodyWhetherAnnouncedOrInChunks() {
        var long_ = new byte[TWO_MEBIBYTES];

        assertError(
                front.send(json(CREATE).POST(BodyPublishers.ofByteArray(long_)).build()),
                413,
                INVALID);
        assertError(
                front.send(
                        json(CREATE)
                                .POST(
                                        BodyPublishers.ofInputStream(
                                                () -> new ByteArrayInputStream(long_)))
                                .build()),
                413,
                INVALID);
    }

    @Test
    void refusesAnEndlessBodyByItsAnnouncedLength() {
        var endless = head("Content-Length: 9999999999", "Content-Type: application/json");
        var speech = endless.replace(CREATE, "/api/ai/tts/generate");

        assertErrorBody(bodyOf(front.raw(endless)), INVALID);
        assertErrorBody(bodyOf(front.raw(speech)), "TTS_GENERATION_INVALID_INPUT");
        assertThat(front.raw(endless)).startsWith("HTTP/1.1 413 ");
        assertErrorBody(
                bodyOf(front.raw(endless.replace("Bearer mine", "Bearer wrong"))), "UNAUTHORIZED");
        assertErrorBody(
                bodyOf(front.raw(endless.replace(CREATE, "/api/v1/nothing"))), "PAYLOAD_TOO_LARGE");
    }

    @Test
    void refusesOneHugeChunkWithoutReadingIt() {
        var answer =
                front.raw(
                        head("Transfer-Encoding: chunked", "Content-Type: application/json")
                                + "7fffffff\r\n{");

        assertThat(answer).startsWith("HTTP/1.1 413 ");
        assertErrorBody(bodyOf(answer), INVALID);
    }

    @Test
    void refusesChunksThatAreNone() {
        var answer =
                front.raw(
                        head("Transfer-Encoding: chunked", "Content-Type: application/json")
                                + "zz\r\n{}\r\n0\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400 ");
        assertErrorBody(bodyOf(answer), INVALID);
    }

    @Test
    void neverInflates() throws IOException {
        var zipped = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(zipped)) {
            gzip.write(new byte[TWO_MEBIBYTES * 8]);
        }

        var answer =
                front.send(
                        json(CREATE, "Content-Encoding", "gzip")
                                .POST(BodyPublishers.ofByteArray(zipped.toByteArray()))
                                .build());

        assertError(answer, 415, INVALID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/mixed; boundary=x",
                "application/jsonp",
                "",
            })
    void refusesOtherMediaTypes(String type) {
        var request = front.request(CREATE).POST(BodyPublishers.ofString("{\"prompt\":\"x\"}"));
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }

        assertError(front.send(request.build()), 415, INVALID);
    }

    @Test
    void answersABodyThatComesTooSlowlyAndCloses() {
        var answer =
                front.raw(head("Content-Length: 20", "Content-Type: application/json") + "{\"pro");

        assertThat(answer).startsWith("HTTP/1.1 400 ").containsIgnoringCase("connection: close");
        assertErrorBody(bodyOf(answer), INVALID);
    }

    @Test
    void closesOnHeadersThatNeverEnd() {
        assertThat(front.raw("POST " + CREATE + " HTTP/1.1\r\nHost: a\r\nX-Slow: ")).isEmpty();
    }

    @Test
    void keepsTheConnectionWhenABodyWasNotRead() {
        var refused = head("Content-Length: 5").replace("Bearer mine", "Bearer wrong") + "12345";
        var next = "GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

        var answers = front.raw(refused + next);

        assertThat(answers).startsWith("HTTP/1.1 401 ").contains("HTTP/1.1 200 OK");
    }

    @Test
    void asksForABodyOnlyWhenItWantsOne() {
        var asked =
                head(
                        "Content-Length: 14",
                        "Content-Type: application/json",
                        "Expect: 100-continue");
        var refused = asked.replace("Bearer mine", "Bearer wrong");

        assertThat(front.raw(asked)).startsWith("HTTP/1.1 100 ");
        assertThat(front.raw(refused)).startsWith("HTTP/1.1 401 ");
    }

    private static String head(String... headers) {
        return "POST "
                + CREATE
                + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer mine\r\n"
                + String.join("\r\n", headers)
                + "\r\n\r\n";
    }

    static String bodyOf(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    private static HttpRequest.Builder json(String path, String... headers) {
        return front.request(path, headers).header("Content-Type", "application/json");
    }
}
