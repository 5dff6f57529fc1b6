package io.mediagate.egress;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// A whole answer.
///
/// @param status of HTTP, 100 to 599
/// @param headers with names in lower case; of a repeated one the first
/// @param body not to be modified
@SuppressWarnings(
        "ArrayRecordComponent") // Compared nowhere; a copy of megabytes would serve nobody.
public record HttpAnswer(int status, Map<String, String> headers, byte[] body) {
    public HttpAnswer {
        headers = Map.copyOf(headers);
    }

    /// A header by its name in lower case.
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /// The body read as UTF-8; what is none becomes replacement characters.
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "[HTTP %d, %d bytes]".formatted(status, body.length);
    }
}
