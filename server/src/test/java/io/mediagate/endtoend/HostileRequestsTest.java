package io.mediagate.endtoend;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.error.Family;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Requests as no well-meaning client sends them. Each gets one answer in the shape of all errors
/// (`Answers` holds every one to it), accepts nothing, and leaves the gateway as it was.
@ExtendWith(SharedGateway.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HostileRequestsTest {

    private static final int MEBIBYTE = 1 << 20;
    private static final String JSON = "Content-Type: application/json";
    private static final String GZIP = "Content-Encoding: gzip";
    private static final String CHUNKED = "Transfer-Encoding: chunked";

    /// A body that comes to a create.
    ///
    /// @param status with which it is refused, as `INVALID_INPUT`
    record Body(String name, String text, int status) {
        @Override
        public String toString() {
            return name;
        }
    }

    private final RunningGateway gateway;
    private final Client client;

    HostileRequestsTest(RunningGateway gateway) {
        this.gateway = gateway;
        this.client = gateway.tenant();
    }

    @AfterAll
    void nothingWasAccepted() {
        assertThat(client.credits().total()).isEqualTo(10_000);
        assertThat(client.get("/api/v1/generations").json().get("data")).isEmpty();
        assertThat(gateway.stranger().get("/healthz").status()).isEqualTo(200);
    }

    static Stream<Body> bodies() {
        var quoted = "\"prompt\":\"a cat\"";
        return Stream.of(
                bad("nothing", ""),
                bad("blank", " \r\n\t "),
                bad("cut off", "{\"prompt\":\"a c"),
                bad("unquoted name", "{prompt:\"a cat\"}"),
                bad("single quotes", "{'prompt':'a cat'}"),
                bad("comment", "{/* hi */" + quoted + "}"),
                bad("trailing comma", "{" + quoted + ",}"),
                bad("trailing garbage", "{" + quoted + "} x"),
                bad("two documents", "{" + quoted + "}{" + quoted + "}"),
                bad("array", "[{" + quoted + "}]"),
                bad("string", "\"a cat\""),
                bad("number", "7"),
                bad("null", "null"),
                bad("NaN", "{" + quoted + ",\"n\":NaN}"),
                bad("same name twice", "{" + quoted + "," + quoted + "}"),
                bad("number for a string", "{\"prompt\":5}"),
                bad("null for a string", "{\"prompt\":null}"),
                bad("object for a string", "{\"prompt\":{\"a\":1}}"),
                bad("string for a number", "{" + quoted + ",\"n\":\"1\"}"),
                bad("broken number", "{" + quoted + ",\"n\":1.5}"),
                bad("negative number", "{" + quoted + ",\"n\":-1}"),
                bad("too many", "{" + quoted + ",\"n\":5}"),
                bad("beyond double", "{" + quoted + ",\"n\":1e999}"),
                bad("beyond long", "{" + quoted + ",\"n\":99999999999999999999}"),
                bad("thousand digits", "{" + quoted + ",\"n\":" + "9".repeat(1000) + "}"),
                bad("huge exponent", "{" + quoted + ",\"n\":1E+2147483647}"),
                bad("no prompt", "{\"n\":1}"),
                bad("unknown field", "{" + quoted + ",\"promt\":\"x\"}"),
                bad("unknown choice", "{" + quoted + ",\"quality\":\"best\"}"),
                bad("10,000 unknown fields", unknownFields()),
                bad("deep arrays", "{\"prompt\":" + "[".repeat(100_000)),
                bad("deep objects", "{\"a\":".repeat(50_000) + "1" + "}".repeat(50_000)),
                bad("NUL escaped", "{\"prompt\":\"a\\u0000b\"}"),
                bad("NUL raw", "{\"prompt\":\"a\0b\"}"),
                bad("NUL in a name", "{" + quoted + ",\"a\\u0000\":1}"),
                bad("lone high surrogate", "{\"prompt\":\"a\\ud800b\"}"),
                bad("lone low surrogate", "{\"prompt\":\"a\\udc00b\"}"),
                bad("line break in a string", "{\"prompt\":\"a\nb\"}"),
                bad("form", "prompt=a+cat"),
                bad("xml", "<prompt>a cat</prompt>"),
                new Body("2 MiB", "{\"prompt\":\"" + "a".repeat(2 * MEBIBYTE) + "\"}", 413));
    }

    private static Body bad(String name, String text) {
        return new Body(name, text, 400);
    }

    private static String unknownFields() {
        return IntStream.range(0, 10_000)
                .mapToObj(number -> "\"field_%d\":%d".formatted(number, number))
                .collect(Collectors.joining(",", "{", "}"));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void refusesABodyOnEveryRouteThatCreates(Body body) {
        for (var family : Family.values()) {
            var sample = Sample.of(family);
            refuse(family, body.status(), client.post(sample.path(), body.text()));
            refuse(family, body.status(), client.post(sample.streamPath(), body.text()));
        }
        refuse(Family.TTS, body.status(), client.post("/api/ai/tts/generate", body.text()));
    }

    private static void refuse(Family family, int status, Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.text("/code")).isEqualTo(family + "_GENERATION_INVALID_INPUT");
        // However many faults there are: an answer is for a person to read.
        assertThat(answer.body()).hasSizeLessThan(10_000);
    }

    static Stream<List<Object>> encodings() {
        var body = "{\"prompt\":\"a cat\"}";
        var bytes = body.getBytes(UTF_8);
        return Stream.of(
                List.of("not UTF-8", "{\"prompt\":\"\u00e9\"}".getBytes(ISO_8859_1), 400, JSON),
                List.of("UTF-16", body.getBytes(UTF_16LE), 400, JSON),
                List.of("overlong NUL", bytes("{\"prompt\":\"", 0xc0, 0x80, "\"}"), 400, JSON),
                List.of(
                        "a surrogate's bytes",
                        bytes("{\"prompt\":\"", 0xed, 0xa0, "\"}"),
                        400,
                        JSON),
                List.of("gzip", zipped(bytes), 415, JSON, GZIP),
                List.of("gzip bomb", zipped(new byte[64 * MEBIBYTE]), 415, JSON, GZIP),
                List.of("gzip unsaid", zipped(bytes), 400, JSON),
                List.of("deflate", bytes, 415, JSON, "Content-Encoding: deflate"),
                List.of("no type", bytes, 415),
                List.of("text", bytes, 415, "Content-Type: text/plain"),
                List.of("form", bytes, 415, "Content-Type: application/x-www-form-urlencoded"),
                List.of("no form", bytes, 400, "Content-Type: multipart/form-data; boundary=x"),
                List.of("multipart", bytes, 415, "Content-Type: multipart/mixed; boundary=x"),
                List.of("odd type", bytes, 415, "Content-Type: ///;;;=,"));
    }

    private static byte[] bytes(String before, int first, int second, String after) {
        var text = before + (char) first + (char) second + after;
        return text.getBytes(ISO_8859_1);
    }

    private static byte[] zipped(byte[] bytes) {
        var zipped = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(zipped)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zipped.toByteArray();
    }

    @ParameterizedTest
    @MethodSource("encodings")
    void refusesWhatIsNotJsonInUtf8(List<Object> row) {
        var body = (byte[]) row.get(1);
        var headers = new ArrayList<>(List.of("Content-Length: " + body.length));
        row.subList(3, row.size()).forEach(header -> headers.add((String) header));
        try (var wire = ask("POST " + Sample.PICTURE.path(), headers)) {
            wire.trySend(body);

            refuse(Family.IMAGE, (int) row.get(2), wire.answer());
        }
    }

    private Wire ask(String line, List<String> headers) {
        return client.open(line.split(" ", -1)[0], line.split(" ", -1)[1], "", pairs(headers));
    }

    private static String[] pairs(List<String> headers) {
        return headers.stream()
                .flatMap(header -> Stream.of(header.split(": ", 2)))
                .toArray(String[]::new);
    }

    @Test
    void refusesALongBodyWithoutALengthAsSoonAsItIsTooLong() {
        try (var wire = ask("POST " + Sample.FILM.path(), List.of(JSON, CHUNKED))) {
            var chunk = ("10000\r\n" + "a".repeat(0x10000) + "\r\n").getBytes(UTF_8);
            boolean open = wire.trySend("c\r\n{\"prompt\":\"a\r\n".getBytes(UTF_8));
            for (int i = 0; i < 32 && open; i++) {
                open = wire.trySend(chunk);
            }

            refuse(Family.VIDEO, 413, wire.answer());
        }
    }

    @Test
    void refusesAnAnnouncedLengthBeforeItIsSent() {
        var headers = List.of(JSON, "Content-Length: 104857600", "Expect: 100-continue");
        try (var wire = ask("POST " + Sample.FILM.path(), headers)) {
            refuse(Family.VIDEO, 413, wire.answer());
        }
    }

    @Test
    void takesUnicodeAsItIs() {
        var prompt = "\ud83d\udc08 \u202e caf\u00e9 \u0301 \uffff \\ \" </script>";
        var answer =
                client.post(Sample.PICTURE.path() + "?dry_run=true", Sample.PICTURE.input(prompt));

        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.text("/input/prompt")).isEqualTo(prompt);
    }

    static Stream<List<String>> lines() {
        var create = "POST " + Sample.PICTURE.path();
        var body = "Content-Length: 2";
        return Stream.of(
                List.of("not HTTP", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\r\n\r\n"),
                List.of("one word", "GET\r\n\r\n"),
                List.of("no version", "GET /healthz\r\n\r\n"),
                List.of("version 3", "GET /healthz HTTP/3.0\r\n\r\n"),
                List.of("no host", "GET /healthz HTTP/1.1\r\n\r\n"),
                List.of("two hosts", "GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
                List.of("no colon", request("GET /healthz", "nonsense")),
                List.of("space in a name", request("GET /healthz", "a b: c")),
                List.of("NUL in a value", request("GET /healthz", "a: b\0c")),
                List.of("length in words", request(create, "Content-Length: two")),
                List.of("negative length", request(create, "Content-Length: -2")),
                List.of("two lengths", request(create, body, "Content-Length: 3") + "{}"),
                List.of("length and chunks", request(create, JSON, body, CHUNKED) + "0\r\n\r\n"),
                List.of("odd coding", request(create, JSON, "Transfer-Encoding: zip") + "{}"),
                List.of("broken chunk", request(create, JSON, CHUNKED) + "zz\r\n{}\r\n0\r\n\r\n"),
                List.of("long address", "GET /" + "a".repeat(20_000) + " HTTP/1.1\r\n\r\n"),
                List.of("long header", request("GET /healthz", "a: " + "b".repeat(50_000))),
                List.of("header flood", request("GET /healthz", flood())),
                List.of("bad escape", request("GET /api/v1/generation/%zz")));
    }

    private static String request(String line, String... headers) {
        return line
                + " HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                + Stream.of(headers).map(header -> header + "\r\n").collect(Collectors.joining())
                + "\r\n";
    }

    private static String[] flood() {
        return IntStream.range(0, 5_000)
                .mapToObj(number -> "X-Flood-%d: %d".formatted(number, number))
                .toArray(String[]::new);
    }

    @ParameterizedTest
    @MethodSource("lines")
    void answersWhatIsNotHttpInTheSameShape(List<String> row) {
        try (var wire = new Wire(gateway)) {
            wire.trySend(row.get(1).getBytes(ISO_8859_1));

            var answer = wire.answer();

            assertThat(answer.status()).as(answer.toString()).isBetween(400, 404);
            assertThat(answer.text("/code")).isNotEqualTo("INTERNAL_ERROR");
            assertThat(answer.body()).hasSizeLessThan(500);
        }
    }
}
