package io.mediagate.provider.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// What a vendor said, as it came over the wire. Every vendor wraps its words differently; this finds
/// them.
///
/// @param ending of `sandbox:<ending>`, for which it is kept
/// @param headers with lower-case names
record SandboxAnswer(
        SandboxScript.Ending ending, int status, Map<String, String> headers, String body) {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final List<String> SENTENCES =
            List.of(
                    "/error/message",
                    "/output/message",
                    "/data/task_status_msg",
                    "/base_resp/status_msg",
                    "/detail/0/msg",
                    "/detail/message",
                    "/issues/0/message",
                    "/errors/0",
                    "/response/generateVideoResponse/raiMediaFilteredReasons/0",
                    "/failure",
                    "/failure_reason",
                    "/detail",
                    "/error",
                    "/message");
    private static final List<String> CODES =
            List.of(
                    "/error/code",
                    "/error/type",
                    "/error/status",
                    "/output/code",
                    "/detail/0/type",
                    "/detail/type",
                    "/failureCode",
                    "/base_resp/status_code",
                    "/name",
                    "/code");

    /// The sentence meant for people; the whole body where there is no JSON to look into.
    String sentence() {
        var json = json();
        for (var pointer : SENTENCES) {
            var value = json.at(pointer);
            if (value.isString() && !value.stringValue().isBlank()) {
                return value.stringValue();
            }
        }
        return body;
    }

    /// The words meant for programs.
    String codes() {
        var json = json();
        var found = new ArrayList<String>();
        for (var pointer : CODES) {
            var value = json.at(pointer);
            if (value.isString() || value.isNumber()) {
                found.add(value.asString());
            }
        }
        return String.join(" ", found);
    }

    private JsonNode json() {
        if (!body.startsWith("{")) {
            return MissingNode.getInstance();
        }
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            return MissingNode.getInstance();
        }
    }
}
