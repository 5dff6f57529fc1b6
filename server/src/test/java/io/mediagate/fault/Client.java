package io.mediagate.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A caller of one gateway, as applications are.
final class Client implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// An answer that came whole.
    record Answer(HttpResponse<String> http) {
        int status() {
            return http.statusCode();
        }

        JsonNode json() {
            return JsonMapper.shared().readTree(http.body());
        }

        String id() {
            return json().path("id").stringValue("");
        }
    }

    /// One frame of a stream.
    record Frame(long sequence, JsonNode generation) {}

    private final HttpClient http;
    private final URI gateway;
    private final String key;
    private final Duration patience;

    Client(URI gateway, String key) {
        this(gateway, key, PATIENCE);
    }

    /// @param patience with an answer's head
    Client(URI gateway, String key, Duration patience) {
        this.gateway = gateway;
        this.key = key;
        this.patience = patience;
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(patience)
                        .build();
    }

    /// Any call with a body.
    Answer post(String path, String json, String... headers)
            throws IOException, InterruptedException {
        var request = request(path).POST(HttpRequest.BodyPublishers.ofString(json));
        request.header("Content-Type", "application/json");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return new Answer(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    }

    Answer create(Order order, String... headers) throws IOException, InterruptedException {
        return post("/api/v1/generation/" + order.model(), order.json(), headers);
    }

    Answer cancel(String id) throws IOException, InterruptedException {
        return post("/api/v1/generation/" + id + "/cancel", "{}");
    }

    Answer get(String path) throws IOException, InterruptedException {
        return new Answer(http.send(request(path).build(), HttpResponse.BodyHandlers.ofString()));
    }

    Answer delete(String path) throws IOException, InterruptedException {
        var request = request(path).DELETE().build();
        return new Answer(http.send(request, HttpResponse.BodyHandlers.ofString()));
    }

    Answer read(String id) throws IOException, InterruptedException {
        return get("/api/v1/generation/" + id);
    }

    /// How many bytes lie behind a link; -1 when it does not answer 200.
    long size(String link) {
        try {
            var request = HttpRequest.newBuilder(URI.create(link)).timeout(PATIENCE).build();
            var answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return answer.statusCode() == 200 ? answer.body().length : -1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// Follows a generation after the given frame, until the stream ends.
    void follow(String id, long after, Consumer<Frame> frames)
            throws IOException, InterruptedException {
        var request =
                request("/api/v1/generation/" + id + "/events")
                        .header("Last-Event-ID", Long.toString(after));
        var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofLines());
        try (var lines = answer.body()) {
            if (answer.statusCode() != 200) {
                return;
            }
            long sequence = 0;
            for (var line : (Iterable<String>) lines::iterator) {
                if (line.startsWith("id: ")) {
                    sequence = Long.parseLong(line.substring("id: ".length()));
                } else if (line.startsWith("data: ")) {
                    var data = JsonMapper.shared().readTree(line.substring("data: ".length()));
                    frames.accept(new Frame(sequence, data));
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(gateway.resolve(path))
                .timeout(patience)
                .header("Authorization", "Bearer " + key);
    }

    /// Ends all of its calls.
    @Override
    public void close() {
        http.shutdownNow();
    }
}
