package io.mediagate.provider.kling;

import io.mediagate.provider.Submission;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// What a task is asked for with.
final class KlingRequests {
    /// How many pictures one task is to make: theirs is called `n`, as is the number of tasks to make.
    private static final String COUNT = "count";

    private static final Pattern CITATION = Pattern.compile("@Image(\\d{1,2})\\b");
    private static final String BASE64 = ";base64,";

    private KlingRequests() {}

    /// Where tasks of this kind are, such as `/v1/videos/text2video`.
    static String path(Submission submission) {
        return "/v1/" + submission.model();
    }

    /// Our id of the task, once in an account.
    static String id(Submission submission) {
        return submission.generationId() + "-" + submission.attempt();
    }

    static ObjectNode body(Submission submission) {
        var body = (ObjectNode) bare(submission.input());
        if (body.has(COUNT)) {
            body.set("n", body.remove(COUNT));
        }
        if (body.has("image_list")) {
            body.put("prompt", cited(body.path("prompt").asString("")));
        }
        return body.put("external_task_id", id(submission));
    }

    /// Callers cite the second picture as `@Image2`, Kling as `<<<image_2>>>`.
    private static String cited(String prompt) {
        return CITATION.matcher(prompt).replaceAll("<<<image_$1>>>");
    }

    /// Files inside the request come without the `data:` that says what they are: with it they are
    /// refused as "not in a valid base64 format".
    private static JsonNode bare(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> {
                var copy = object.objectNode();
                object.properties().stream()
                        .filter(member -> !isEmptyList(member.getValue()))
                        .forEach(member -> copy.set(member.getKey(), bare(member.getValue())));
                yield copy;
            }
            case ArrayNode array -> {
                var copy = array.arrayNode();
                array.forEach(value -> copy.add(bare(value)));
                yield copy;
            }
            case StringNode text when text.stringValue().startsWith("data:") ->
                    StringNode.valueOf(withoutHead(text.stringValue()));
            default -> node;
        };
    }

    /// A route gathers pictures from several places, and may find none.
    private static boolean isEmptyList(JsonNode value) {
        return value.isArray() && value.isEmpty();
    }

    private static String withoutHead(String uri) {
        int at = uri.indexOf(BASE64);
        return at < 0 ? uri : uri.substring(at + BASE64.length());
    }
}
