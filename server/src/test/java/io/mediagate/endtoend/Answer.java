package io.mediagate.endtoend;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What came back for a request.
///
/// @param path with the query, as it was asked for
/// @param headers by their names in lower case
/// @param body as text; empty for downloads, whose bytes go to a file
record Answer(
        String method, String path, int status, Map<String, List<String>> headers, String body) {

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name)).map(List::getFirst);
    }

    JsonNode json() {
        return JsonMapper.shared().readTree(body);
    }

    String text(String pointer) {
        return json().at(pointer).asString();
    }

    String id() {
        return text("/id");
    }

    String state() {
        return text("/status");
    }

    @Override
    public String toString() {
        return "%s %s -> %d %s %s".formatted(method, path, status, headers, body);
    }
}
