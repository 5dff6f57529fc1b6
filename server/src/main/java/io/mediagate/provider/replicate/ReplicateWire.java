package io.mediagate.provider.replicate;

import io.mediagate.egress.HttpAnswer;
import io.mediagate.provider.http.Unreadable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A prediction, as far as we read it (replicate.com/docs/reference/http).
///
/// @param id becomes a part of paths, so it is checked to be nothing else
/// @param status one of those documented, or one to come
/// @param links of the files that were made; empty before the end, and an hour after it
record ReplicateWire(String id, String status, List<String> links) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Set<String> FAILED = Set.of("failed", "canceled", "aborted");

    static ReplicateWire prediction(HttpAnswer answer) {
        var json = JsonMapper.shared().readTree(answer.body());
        var id = json.path("id").asString("");
        if (!ID.matcher(id).matches()) {
            throw new Unreadable("a prediction without an id");
        }
        var links = new ArrayList<String>();
        gather(json.path("output"), links);
        return new ReplicateWire(id, json.path("status").asString(""), List.copyOf(links));
    }

    boolean hasSucceeded() {
        return status.equals("succeeded");
    }

    boolean hasFailed() {
        return FAILED.contains(status);
    }

    boolean isStopped() {
        return status.equals("canceled") || status.equals("aborted");
    }

    /// A link, a list of them, or an object of which one member is the result: the first that holds any.
    private static void gather(JsonNode output, List<String> links) {
        if (output.isString()) {
            if (output.stringValue().startsWith("http")) {
                links.add(output.stringValue());
            }
        } else if (output.isArray()) {
            output.forEach(each -> gather(each, links));
        } else if (output.isObject()) {
            int before = links.size();
            output.valueStream()
                    .takeWhile(_ -> links.size() == before)
                    .forEach(member -> gather(member, links));
        }
    }

    /// The request: the vendor's own models go by their name, all others by a version.
    static ObjectNode request(String model, ObjectNode input) {
        var request = JsonMapper.shared().createObjectNode();
        int colon = model.indexOf(':');
        if (colon >= 0) {
            request.put("version", model.substring(colon + 1));
        }
        return request.set("input", input);
    }

    static String path(String model) {
        return model.contains(":") ? "/predictions" : "/models/" + model + "/predictions";
    }
}
