package io.mediagate.provider.luma;

import io.mediagate.provider.Submission;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a generation is asked for with.
final class LumaRequests {
    /// `data:image/png;base64,…`
    private static final Pattern DATA =
            Pattern.compile("data:([^;,]*);base64,(.*)", Pattern.DOTALL);

    private LumaRequests() {}

    static ObjectNode body(Submission submission) {
        var body = submission.input().deepCopy().put("model", submission.model());
        unpack(body);
        return body;
    }

    /// Files inside the request stand beside their type, and not in a link.
    private static void unpack(JsonNode node) {
        if (node instanceof ObjectNode reference && reference.path("url").isString()) {
            var data = DATA.matcher(reference.path("url").stringValue());
            if (data.matches()) {
                reference.remove("url");
                reference.put("media_type", data.group(1)).put("data", data.group(2));
            }
        }
        node.forEach(LumaRequests::unpack);
    }
}
