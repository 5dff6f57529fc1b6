package io.mediagate.provider.fal;

import io.mediagate.egress.HttpAnswer;
import io.mediagate.provider.http.Unreadable;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the queue answers, as far as we read it.
final class FalWire {
    /// Where models put their files, the plural first.
    private static final List<String> PLACES =
            List.of("images", "videos", "audios", "image", "video", "audio", "audio_file");

    private FalWire() {}

    /// An accepted request. The links are the vendor's: sub-paths of the model are not in them.
    record Accepted(String statusUrl, String responseUrl, String cancelUrl) {}

    static Accepted accepted(HttpAnswer answer) {
        var json = json(answer);
        return new Accepted(
                text(json, "status_url"), text(json, "response_url"), text(json, "cancel_url"));
    }

    static boolean isCompleted(HttpAnswer answer) {
        return json(answer).path("status").asString("").equals("COMPLETED");
    }

    static boolean hasError(HttpAnswer answer) {
        var json = json(answer);
        return json.hasNonNull("error") || json.hasNonNull("error_type");
    }

    /// Whether its own checker blackened everything that was made.
    static boolean isAllNsfw(HttpAnswer answer) {
        var flags = json(answer).path("has_nsfw_concepts");
        return flags.isArray()
                && !flags.isEmpty()
                && flags.valueStream().allMatch(flag -> flag.asBoolean(false));
    }

    static List<String> links(HttpAnswer answer) {
        var json = json(answer);
        var links = new ArrayList<String>();
        for (var place : PLACES) {
            var found = json.path(place);
            if (links.isEmpty() && found.isArray()) {
                found.forEach(file -> add(links, file));
            } else if (links.isEmpty()) {
                add(links, found);
            }
        }
        if (links.isEmpty() && json.path("audio_url").isString()) {
            links.add(json.path("audio_url").stringValue());
        }
        return links;
    }

    private static void add(List<String> links, JsonNode file) {
        var url = file.isString() ? file : file.path("url");
        if (url.isString() && !url.stringValue().isBlank()) {
            links.add(url.stringValue());
        }
    }

    /// The prompt as a model rewrote it, where it says so.
    static String prompt(HttpAnswer answer) {
        var json = json(answer);
        return json.path("actual_prompt").asString(json.path("revised_prompt").asString(""));
    }

    static boolean isStopped(HttpAnswer answer) {
        return answer.status() == 200 && json(answer).path("status").asString("").equals("OK");
    }

    /// Whether it is neither JSON nor a line of text.
    static boolean isPage(HttpAnswer answer) {
        var text = answer.text().stripLeading();
        return text.isEmpty() || text.startsWith("<");
    }

    private static JsonNode json(HttpAnswer answer) {
        return JsonMapper.shared().readTree(answer.body());
    }

    private static String text(JsonNode json, String member) {
        var value = json.path(member);
        if (!value.isString() || value.stringValue().isBlank()) {
            throw new Unreadable("an accepted request without " + member);
        }
        return value.stringValue();
    }
}
