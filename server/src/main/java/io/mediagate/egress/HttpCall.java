package io.mediagate.egress;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/// One request.
///
/// @param method upper case
/// @param headers as they are sent; keys of accounts stand here, so it is never printed
/// @param body sent as it is; empty for none
/// @param limit from the connection to the last byte of the answer
/// @param maxBytes a larger answer is `TOO_LARGE`
@SuppressWarnings(
        "ArrayRecordComponent") // Compared nowhere; a copy of megabytes would serve nobody.
public record HttpCall(
        String method,
        URI uri,
        Map<String, String> headers,
        byte[] body,
        Duration limit,
        long maxBytes) {
    public HttpCall {
        headers = Map.copyOf(headers);
    }

    @Override
    public String toString() {
        return "[%s %s]".formatted(method, uri.getHost());
    }
}
