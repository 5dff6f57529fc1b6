package io.mediagate.api;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;

/// The header names and values that are sent with most answers, made once.
final class Headers {
    static final HeaderName REQUEST_ID = HeaderNames.create("X-Request-Id");
    static final HeaderName GENERATION_ID = HeaderNames.create("X-Generation-Id");
    static final HeaderName PREFER = HeaderNames.create("Prefer");
    static final HeaderName PREFERENCE_APPLIED = HeaderNames.create("Preference-Applied");
    static final HeaderName LAST_EVENT_ID = HeaderNames.create("Last-Event-ID");

    static final Header JSON = HeaderValues.createCached("Content-Type", "application/json");
    static final Header PROBLEM =
            HeaderValues.createCached("Content-Type", ErrorBodies.PROBLEM_TYPE);
    static final Header NO_STORE = HeaderValues.createCached("Cache-Control", "no-store");
    static final Header NOSNIFF = HeaderValues.createCached("X-Content-Type-Options", "nosniff");

    private Headers() {}
}
