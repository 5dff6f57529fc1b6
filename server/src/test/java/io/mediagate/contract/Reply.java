package io.mediagate.contract;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/// What a vendor on loopback does with a request.
public sealed interface Reply {
    /// Answers.
    @SuppressWarnings("ArrayRecordComponent") // Compared nowhere.
    record Whole(int status, Map<String, String> headers, byte[] body) implements Reply {
        public Whole {
            headers = Map.copyOf(headers);
        }
    }

    /// Reads the request and closes the connection hard.
    record Reset() implements Reply {}

    /// Begins an answer and breaks off in it.
    record Truncated(Whole whole) implements Reply {}

    /// Answers later.
    record Slow(Duration by, Whole whole) implements Reply {}

    /// An answer in JSON.
    static Whole json(int status, String body) {
        return new Whole(
                status,
                Map.of("content-type", "application/json"),
                body.getBytes(StandardCharsets.UTF_8));
    }

    /// What proxies answer with.
    static Whole html(int status) {
        var page = "<html><head><title>Error</title></head><body><h1>Error</h1></body></html>";
        return new Whole(
                status, Map.of("content-type", "text/html"), page.getBytes(StandardCharsets.UTF_8));
    }
}
