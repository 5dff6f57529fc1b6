package io.mediagate.api;

import static io.mediagate.api.Front.IMAGE;
import static io.mediagate.api.Front.VIDEO;
import static io.mediagate.api.Front.assertError;
import static io.mediagate.api.Front.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseTest {

    private Front front;

    @BeforeEach
    void start(@TempDir Path folder) {
        front = new Front(folder, Duration.ofSeconds(20), Duration.ofMillis(50));
    }

    @AfterEach
    void stop() {
        front.close();
    }

    private String create(String prompt) {
        var answer = front.post("/generation/" + IMAGE, "{\"prompt\":\"" + prompt + "\"}");
        return json(answer).get("id").stringValue();
    }

    /// The frames' lines, without heartbeats.
    private static List<String> lines(String stream) {
        return stream.lines().filter(line -> !line.isEmpty() && !line.startsWith(":")).toList();
    }

    private static List<String> statuses(String stream) {
        return lines(stream).stream()
                .filter(line -> line.startsWith("data: "))
                .map(line ->
                        JsonBodies.MAPPER.readTree(line.substring(6)).get("status").stringValue())
                .toList();
    }

    @Test
    void streamsALifeFromItsCreationToItsOneEnd() {
        var answer = front.post("/api/v1/generation/sse/" + VIDEO, "{\"prompt\":\"x\"}");

        var headers = answer.headers();
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(headers.firstValue("Content-Type")).contains("text/event-stream; charset=utf-8");
        assertThat(headers.firstValue("Cache-Control")).contains("no-cache, no-transform");
        assertThat(headers.firstValue("X-Accel-Buffering")).contains("no");
        assertThat(headers.firstValue("X-Generation-Id").orElse("")).startsWith("gen_");
        assertThat(statuses(answer.body())).containsExactly("IN_QUEUE", "IN_PROGRESS", "COMPLETED");
        assertThat(lines(answer.body()))
                .hasSize(6)
                .allMatch(line ->
                        line.matches("id: \\d+") || line.startsWith("data: {\"id\":\"gen_"));
        assertThat(answer.body()).startsWith("id: 1\ndata: ").endsWith("}\n\n");
    }

    @Test
    void endsWithTheFailureWhenItFails() {
        var answer =
                front.post("/generation/sse/" + IMAGE, "{\"prompt\":\"ends:CONTENT_REJECTED\"}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(statuses(answer.body())).containsExactly("IN_QUEUE", "IN_PROGRESS", "FAILED");
        assertThat(answer.body()).contains("\"code\":\"IMAGE_GENERATION_CONTENT_REJECTED\"");
    }

    @Test
    void answersBeforeTheFirstByteWithAnOrdinaryError() {
        assertError(
                front.post("/generation/sse/" + IMAGE, "{"), 400, "IMAGE_GENERATION_INVALID_INPUT");
        assertError(front.get("/generation/gen_none/events"), 404, "NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/generation/%s/events", "/api/v1/predictions/%s/subscribe"})
    void beginsWithWhatIsNow(String path) {
        var answer = front.get(path.formatted(create("x")));

        assertThat(statuses(answer.body())).containsExactly("COMPLETED");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void resumesWithoutGapOrRepetition(int seen) {
        var id = create("x");

        var byHeader = front.get("/generation/" + id + "/events", "Last-Event-ID", "" + seen);
        var byQuery = front.get("/generation/" + id + "/events?after=" + seen);

        var rest = Stream.of("IN_QUEUE", "IN_PROGRESS", "COMPLETED").skip(seen).toList();
        assertThat(statuses(byHeader.body())).isEqualTo(rest);
        assertThat(byQuery.body()).isEqualTo(byHeader.body());
        assertThat(byHeader.body()).startsWith("id: " + (seen + 1) + "\n");
    }

    @Test
    void hasNothingMoreToSayAfterTheLastFrame() {
        var answer = front.get("/generation/" + create("x") + "/events", "Last-Event-ID", "3");

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "-1", "1.5", "99999999999999999999"})
    void refusesAnIdThatIsNoFrames(String id) {
        var events = "/generation/" + create("x") + "/events";

        assertError(front.get(events, "Last-Event-ID", id), 400, "INVALID_REQUEST");
    }

    @Test
    void beatsWhileNothingHappensThenTellsAndCloses() throws IOException {
        var id = create("waits");
        try (var stream = open("/generation/" + id + "/events")) {
            assertThat(stream.until("\"status\":\"IN_QUEUE\"")).isNotEmpty();
            assertThat(stream.until(": hb")).isNotEmpty();

            front.generations.start(id);
            assertThat(stream.until("\"status\":\"IN_PROGRESS\"")).isNotEmpty();
            front.generations.end(id, "");

            assertThat(stream.until("\"status\":\"COMPLETED\"")).isNotEmpty();
            assertThat(stream.rest()).doesNotContain("data:");
        }
    }

    @Test
    void sendsTheFirstByteAtOnceEvenWhenThereIsNothingNew(@TempDir Path folder) throws IOException {
        try (var slow = new Front(folder);
                var stream = createAndFollow(slow)) {
            assertThat(stream.until(": hb")).isNotEmpty();
        }
    }

    private static Lines createAndFollow(Front front) throws IOException {
        var created = front.post("/generation/" + IMAGE, "{\"prompt\":\"waits\"}");
        var id = json(created).get("id").stringValue();
        return new Lines(front, "/generation/" + id + "/events?after=1");
    }

    @Test
    void letsGoWhenTheClientLeavesAndTheGenerationGoesOn() throws Exception {
        var id = create("waits");
        try (var stream = open("/generation/" + id + "/events")) {
            stream.until("IN_QUEUE");
            assertThat(front.generations.followings.get()).isEqualTo(1);
        }

        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (front.generations.followings.get() > 0 && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(front.generations.followings.get()).isZero();
        assertThat(json(front.get("/generation/" + id)).get("status").stringValue())
                .isEqualTo("IN_QUEUE");
    }

    @Test
    void asksClientsToComeBackWhenItDrains(@TempDir Path folder) throws Exception {
        try (var quiet = new Front(folder)) {
            var created = quiet.post("/generation/" + IMAGE, "{\"prompt\":\"waits\"}");
            var id = json(created).get("id").stringValue();
            try (var stream = new Lines(quiet, "/generation/" + id + "/events")) {
                stream.until("IN_QUEUE");

                long startedAt = System.nanoTime();
                quiet.api.stop(Duration.ZERO);

                assertThat(stream.rest()).contains("retry: 1000").doesNotContain("COMPLETED");
                assertThat(Duration.ofNanos(System.nanoTime() - startedAt))
                        .isLessThan(Duration.ofSeconds(5));
            }
        }
    }

    @Test
    void streamsToManyAtOnce() throws Exception {
        var id = create("waits");
        var request = front.request("/generation/" + id + "/events").GET().build();
        try (var pool = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
            var streams =
                    Stream.generate(() ->
                                    pool.submit(() -> front.send(request, BodyHandlers.ofString())))
                            .limit(200)
                            .toList();
            while (front.generations.followings.get() < 200) {
                Thread.onSpinWait();
            }

            front.generations.end(id, "");

            for (var stream : streams) {
                assertThat(statuses(stream.get().body())).containsExactly("IN_QUEUE", "COMPLETED");
            }
        }
    }

    @Test
    void pricesWithoutAStreamInADryRun() {
        var answer =
                front.send(
                        front.request("/generation/sse/" + IMAGE + "?dry_run=true")
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString("{\"prompt\":\"x\"}"))
                                .build());

        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(json(answer).propertyNames()).containsExactly("model", "input", "usage");
    }

    private Lines open(String path) throws IOException {
        return new Lines(front, path);
    }

    /// A stream read line by line as it comes over the wire.
    private static final class Lines implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader in;

        Lines(Front front, String path) throws IOException {
            socket = front.socket();
            socket.getOutputStream()
                    .write(
                            ("GET "
                                            + path
                                            + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer mine\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            in =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        String until(String text) throws IOException {
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                if (line.contains(text)) {
                    return line;
                }
            }
            return "";
        }

        String rest() {
            var all = new StringBuilder();
            in.lines().forEach(line -> all.append(line).append('\n'));
            return all.toString();
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
