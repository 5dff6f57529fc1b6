package io.mediagate.api;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The header names and values that are sent with most answers, made once.
final class Headers {
    static final HeaderName REQUEST_ID = HeaderNames.create("X-Request-Id");
    static final HeaderName GENERATION_ID = HeaderNames.create("X-Generation-Id");
    static final HeaderName TRACEPARENT = HeaderNames.create("traceparent");
    static final HeaderName PREFER = HeaderNames.create("Prefer");
    static final HeaderName PREFERENCE_APPLIED = HeaderNames.create("Preference-Applied");
    static final HeaderName IDEMPOTENCY_KEY = HeaderNames.create("Idempotency-Key");
    static final HeaderName REPLAYED = HeaderNames.create("Idempotent-Replayed");
    static final HeaderName RATE_LIMIT_POLICY = HeaderNames.create("RateLimit-Policy");
    static final HeaderName RATE_LIMIT = HeaderNames.create("RateLimit");
    static final HeaderName X_RATE_LIMIT_LIMIT = HeaderNames.create("X-RateLimit-Limit");
    static final HeaderName X_RATE_LIMIT_REMAINING = HeaderNames.create("X-RateLimit-Remaining");
    static final HeaderName X_RATE_LIMIT_RESET = HeaderNames.create("X-RateLimit-Reset");
    static final HeaderName LAST_EVENT_ID = HeaderNames.create("Last-Event-ID");

    static final Header JSON = HeaderValues.createCached("Content-Type", "application/json");
    static final Header PROBLEM =
            HeaderValues.createCached("Content-Type", ErrorBodies.PROBLEM_TYPE);
    static final Header NO_STORE = HeaderValues.createCached("Cache-Control", "no-store");
    static final Header NOSNIFF = HeaderValues.createCached("X-Content-Type-Options", "nosniff");

    /// Those that belong to an answer's content.
    private static final List<HeaderName> OF_CONTENT =
            List.of(
                    HeaderNames.CONTENT_TYPE,
                    HeaderNames.LOCATION,
                    HeaderNames.ETAG,
                    HeaderNames.RETRY_AFTER,
                    GENERATION_ID);

    private Headers() {}

    /// What of an answer's headers is given again to who repeats the request.
    static Map<String, String> kept(ServerResponseHeaders headers) {
        return OF_CONTENT.stream()
                .filter(headers::contains)
                .collect(
                        Collectors.toMap(HeaderName::defaultCase, name -> headers.get(name).get()));
    }
}
