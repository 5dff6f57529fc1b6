package io.mediagate.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.Until;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// More than there is room for.
class CapacityTest {

    private static final String PICTURE = "/api/v1/generation/" + Front.IMAGE;

    @TempDir private Path folder;

    @Test
    void refusesFurtherRequestsUntilOneIsDone() {
        try (var front = new Front(folder, new ApiSettings.Most(100, 4, 1 << 20))) {
            var waiting = new ArrayList<CompletableFuture<HttpResponse<String>>>();
            for (int i = 0; i < 4; i++) {
                waiting.add(
                        CompletableFuture.supplyAsync(
                                () ->
                                        front.post(
                                                PICTURE,
                                                "{\"prompt\":\"waits\"}",
                                                "Prefer",
                                                "wait=30"),
                                Thread::startVirtualThread));
            }
            front.generations.awaitMany(4);

            Front.assertError(front.get("/api/v1/models"), 503, "SERVICE_UNAVAILABLE");
            Front.assertError(front.post(PICTURE, "{}"), 503, "SERVICE_UNAVAILABLE");
            assertThat(front.get("/healthz").statusCode()).isEqualTo(200);
            assertThat(front.get("/metrics").statusCode()).isEqualTo(200);

            front.generations.endAll();
            waiting.forEach(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
            assertThat(front.get("/api/v1/models").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void countsNoOpenStreams() throws IOException {
        try (var front = new Front(folder, new ApiSettings.Most(100, 2, 1 << 20))) {
            var streams = new ArrayList<InputStream>();
            for (int i = 0; i < 6; i++) {
                var body = HttpRequest.BodyPublishers.ofString("{\"prompt\":\"waits\"}");
                var request =
                        front.request("/api/v1/generation/sse/" + Front.IMAGE)
                                .header("Content-Type", "application/json")
                                .POST(body)
                                .build();
                var answer = front.send(request, BodyHandlers.ofInputStream());
                assertThat(answer.statusCode()).isEqualTo(200);
                // The first frame is out, so that it counts as a stream.
                assertThat(answer.body().read()).isPositive();
                streams.add(answer.body());
            }

            assertThat(front.get("/api/v1/models").statusCode()).isEqualTo(200);
            for (var stream : streams) {
                stream.close();
            }
        }
    }

    @Test
    void setsMemoryAsideForBodiesBeforeTheyCome() throws IOException {
        try (var front = new Front(folder, new ApiSettings.Most(100, 100, 1_000_000))) {
            // The first answer is looked at for seconds: longer than a body may take to come.
            untilAccepted(front);
            try (var slow = occupy(front)) {
                Front.assertError(large(front), 503, "SERVICE_UNAVAILABLE");
                assertThat(front.post(PICTURE, "{\"prompt\":\"a cat\"}").statusCode())
                        .isEqualTo(202);
                assertThat(slow.getInputStream().available()).as("it is not answered").isZero();
            }

            untilAccepted(front);
        }
    }

    @Test
    void needsNoMemoryForTheBodyOfAStream() throws IOException {
        try (var front = new Front(folder, new ApiSettings.Most(100, 100, 1_000_000))) {
            var body = "{\"prompt\":\"waits\"" + " ".repeat(300_000) + "}";
            var streams = new ArrayList<InputStream>();

            for (int i = 0; i < 8; i++) {
                var request =
                        front.request("/api/v1/generation/sse/" + Front.IMAGE)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build();
                var answer = front.send(request, BodyHandlers.ofInputStream());
                assertThat(answer.statusCode()).isEqualTo(200);
                streams.add(answer.body());
            }

            for (var stream : streams) {
                stream.close();
            }
        }
    }

    /// Announces a large body and sends nothing of it, until there is room for it and others are refused:
    /// the room of the body before is given back a moment after its answer.
    private static Socket occupy(Front front) throws IOException {
        var slow = new AtomicReference<>(announce(front, 900_000));
        Until.holds(
                "others are refused",
                () -> {
                    if (large(front).statusCode() == 503) {
                        return true;
                    }
                    if (slow.get().getInputStream().available() > 0) {
                        slow.getAndSet(announce(front, 900_000)).close();
                    }
                    return false;
                });
        return slow.get();
    }

    private static Socket announce(Front front, int length) throws IOException {
        var socket = front.socket();
        var head =
                """
                POST %s HTTP/1.1
                Host: a
                Authorization: Bearer mine
                Content-Type: application/json
                Content-Length: %d

                {\
                """
                        .replace("\n", "\r\n")
                        .formatted(PICTURE, length);
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        return socket;
    }

    private static HttpResponse<String> large(Front front) {
        return front.post(PICTURE, "{\"prompt\":\"%s\"}".formatted("x".repeat(200_000)));
    }

    private static void untilAccepted(Front front) {
        Until.holds("it is accepted", () -> large(front).statusCode() != 503);
    }
}
