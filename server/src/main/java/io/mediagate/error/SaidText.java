package io.mediagate.error;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/// Finds the sentence that is meant for a person in the body of a failure: JSON of any of the shapes that
/// vendors use, JSON inside JSON, or a stream of events. What it finds is still [Untrusted].
public final class SaidText {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final int MAX_LENGTH = 65_536;
    private static final int MAX_DEPTH = 8;
    private static final int MAX_ITEMS = 4;

    /// Where vendors put it, the most telling first.
    private static final List<String> MEMBERS =
            List.of(
                    "issues",
                    "errors",
                    "error",
                    "detail",
                    "details",
                    "base_resp",
                    "output",
                    "data",
                    "message",
                    "msg",
                    "status_msg",
                    "task_status_msg",
                    "ErrMsg",
                    "err_msg",
                    "error_message",
                    "errorMessage",
                    "error_description",
                    "failure",
                    "failure_reason",
                    "raiMediaFilteredReasons",
                    "raiFilteredReason",
                    "reason",
                    "response",
                    "generateVideoResponse",
                    "description",
                    "title");

    private SaidText() {}

    /// The sentence, if there is one. Text that is no JSON is not looked into.
    public static Optional<Untrusted> of(Untrusted body) {
        return in(body.text(), 0).map(Untrusted::new);
    }

    /// Whether the text holds JSON, so that only [#of] may speak for it.
    static boolean isStructured(String text) {
        var start = text.stripLeading();
        return start.startsWith("{")
                || start.startsWith("[")
                || start.startsWith("data:")
                || start.startsWith("event:")
                || text.contains("{\"")
                || text.contains("[\"")
                || text.contains("{\\\"");
    }

    private static Optional<String> in(String text, int depth) {
        if (depth > MAX_DEPTH || text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        var start = text.stripLeading();
        if (start.startsWith("data:") || start.startsWith("event:")) {
            return inEvents(start, depth);
        }
        return parsed(text).flatMap(node -> in(node, depth + 1));
    }

    private static Optional<String> inEvents(String text, int depth) {
        return text.lines()
                .filter(line -> line.startsWith("data:"))
                .limit(MAX_ITEMS * 4L)
                .flatMap(line -> parsed(line).flatMap(node -> in(node, depth + 1)).stream())
                .findFirst();
    }

    private static Optional<JsonNode> parsed(String text) {
        int object = text.indexOf('{');
        int array = text.indexOf('[');
        int from = object < 0 || (array >= 0 && array < object) ? array : object;
        int to = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']')) + 1;
        if (from < 0 || to <= from) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(text.substring(from, to)));
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }

    private static Optional<String> in(JsonNode node, int depth) {
        if (depth > MAX_DEPTH) {
            return Optional.empty();
        }
        if (node.isString()) {
            return inString(node.stringValue(), depth);
        }
        if (node.isArray()) {
            return inArray(node, depth);
        }
        return node.isObject() ? inObject(node, depth) : Optional.empty();
    }

    private static Optional<String> inString(String text, int depth) {
        if (isStructured(text)) {
            return in(text, depth + 1);
        }
        return text.strip().indexOf(' ') > 0 ? Optional.of(text.strip()) : Optional.empty();
    }

    private static Optional<String> inArray(JsonNode array, int depth) {
        var found = new ArrayList<String>();
        for (int i = 0; i < Math.min(array.size(), MAX_ITEMS) && found.isEmpty(); i++) {
            in(array.get(i), depth + 1).ifPresent(found::add);
        }
        return found.stream().findFirst();
    }

    private static Optional<String> inObject(JsonNode object, int depth) {
        for (var name : MEMBERS) {
            var member = object.get(name);
            if (member != null) {
                var found = in(member, depth + 1);
                if (found.isPresent()) {
                    return found.map(text -> field(object) + text);
                }
            }
        }
        return Optional.empty();
    }

    /// The last name in the `loc` of a validation fault, which says what the sentence is about.
    private static String field(JsonNode object) {
        var place = object.get("loc");
        if (place == null || !place.isArray() || place.isEmpty()) {
            return "";
        }
        var last = place.get(place.size() - 1);
        return last.isString() && !last.stringValue().isEmpty() ? last.stringValue() + ": " : "";
    }
}
