package io.mediagate.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.Until;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Somebody who calls a gateway, with a key or without.
final class Client {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Duration PATIENCE = Until.LONG;

    /// What a workspace has, in one mode.
    record Purse(long total, long subscription, long permanent, long held) {}

    private final RunningGateway gateway;
    private final Optional<String> key;

    Client(RunningGateway gateway, Optional<String> key) {
        this.gateway = gateway;
        this.key = key;
    }

    Optional<String> key() {
        return key;
    }

    /// The same caller at another gateway.
    Client at(RunningGateway other) {
        return new Client(other, key);
    }

    /// Headers are name and value by turns.
    Answer get(String path, String... headers) {
        return send("GET", path, BodyPublishers.noBody(), headers);
    }

    Answer post(String path, String body, String... headers) {
        var all = new ArrayList<>(List.of("Content-Type", "application/json"));
        all.addAll(List.of(headers));
        return send("POST", path, BodyPublishers.ofString(body), all.toArray(String[]::new));
    }

    Answer send(String method, String path, BodyPublisher body, String... headers) {
        var request = request(gateway.uri(path), headers).method(method, body).build();
        return seen(request, path, exchange(request, BodyHandlers.ofString()), String::valueOf);
    }

    /// Fetches a link as it stands, without a key.
    Answer download(String link, Path to, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(link)).timeout(PATIENCE);
        set(request, headers);
        var built = request.GET().build();
        return seen(built, link, exchange(built, BodyHandlers.ofFile(to)), _ -> "");
    }

    private HttpRequest.Builder request(URI uri, String... headers) {
        var request = HttpRequest.newBuilder(uri).timeout(PATIENCE);
        key.ifPresent(text -> request.header("Authorization", "Bearer " + text));
        set(request, headers);
        return request;
    }

    private static void set(HttpRequest.Builder request, String... headers) {
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
    }

    private static <T> HttpResponse<T> exchange(
            HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return HTTP.send(request, handler);
        } catch (IOException e) {
            throw new UncheckedIOException(request + " failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static <T> Answer seen(
            HttpRequest request,
            String path,
            HttpResponse<T> answer,
            java.util.function.Function<T, String> text) {
        return Answers.seen(
                new Answer(
                        request.method(),
                        path,
                        answer.statusCode(),
                        Answers.lowerCase(answer.headers().map()),
                        text.apply(answer.body())));
    }

    /// Creates, and returns what was accepted.
    Answer create(Sample sample, String prompt) {
        var answer = post(sample.path(), sample.input(prompt));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
        return answer;
    }

    Answer read(String id) {
        return get("/api/v1/generation/" + id);
    }

    Answer cancel(String id) {
        return post("/api/v1/generation/" + id + "/cancel", "");
    }

    /// Waits until a generation has ended, and reads it.
    Answer ended(String id) {
        try (var stream = follow(id)) {
            stream.rest();
        }
        var answer = read(id);
        assertThat(answer.state()).isIn("COMPLETED", "FAILED", "CANCELED");
        return answer;
    }

    Purse credits() {
        var json = get("/api/v1/credits").json();
        return new Purse(
                json.get("total").asLong(),
                json.get("subscription").asLong(),
                json.get("permanent").asLong(),
                json.get("held").asLong());
    }

    /// Follows a generation from now on.
    EventStream follow(String id) {
        return stream("GET", events(id), "");
    }

    /// Goes on where a stream was left.
    EventStream followAfter(String id, long lastSeen) {
        return stream("GET", events(id), "", "Last-Event-ID", Long.toString(lastSeen));
    }

    static String events(String id) {
        return "/api/v1/generation/" + id + "/events";
    }

    /// Creates and follows.
    EventStream createStream(Sample sample, String prompt) {
        return stream("POST", sample.streamPath(), sample.input(prompt));
    }

    /// Asks for a stream on a connection of its own.
    EventStream stream(String method, String path, String body, String... headers) {
        var wire = open(method, path, body, headers);
        var head = wire.head();
        assertThat(head.status()).as(head.toString()).isEqualTo(200);
        assertThat(head.header("content-type")).contains("text/event-stream; charset=utf-8");
        assertThat(head.header("cache-control")).contains("no-cache, no-transform");
        assertThat(head.header("x-accel-buffering")).contains("no");
        assertThat(head.headers()).doesNotContainKeys("content-encoding", "content-length");
        return new EventStream(wire, head);
    }

    /// Sends a request on a connection of its own, whose answer is to be read from there.
    Wire open(String method, String path, String body, String... headers) {
        var all = new ArrayList<String>();
        key.ifPresent(text -> all.add("Authorization: Bearer " + text));
        if (!body.isEmpty()) {
            all.add("Content-Type: application/json");
            all.add(
                    "Content-Length: "
                            + body.getBytes(java.nio.charset.StandardCharsets.UTF_8).length);
        }
        for (int i = 0; i < headers.length; i += 2) {
            all.add(headers[i] + ": " + headers[i + 1]);
        }
        return new Wire(gateway).ask(method + " " + path, all, body);
    }
}
