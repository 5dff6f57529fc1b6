package io.mediagate.api;

import io.helidon.http.HeaderNames;
import io.mediagate.idempotency.KeptAnswer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Optional;

/// A successful answer in JSON that is made before it is sent.
///
/// @param location where what was made can be read
record Reply(int status, Optional<String> location, String json) {

    static Reply of(int status, CharSequence json) {
        return new Reply(status, Optional.empty(), json.toString());
    }

    Reply at(String location) {
        return new Reply(status, Optional.of(location), json);
    }

    /// The same for whoever repeats the request.
    KeptAnswer kept() {
        var headers = new LinkedHashMap<String, String>();
        headers.put(Headers.JSON.name(), Headers.JSON.get());
        location.ifPresent(it -> headers.put(HeaderNames.LOCATION.defaultCase(), it));
        return new KeptAnswer(status, headers, json.getBytes(StandardCharsets.UTF_8));
    }
}
