package io.mediagate.provider.dashscope;

import io.mediagate.egress.HttpAnswer;
import io.mediagate.provider.http.Call;
import io.mediagate.provider.http.JsonAnswer;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// What calls and tasks answer, as far as we read it.
final class DashscopeWire {
    private static final String STORE = ".aliyuncs.com/";

    private DashscopeWire() {}

    /// Whether something was refused: the whole, or one of several results of what is called a success.
    static boolean hasError(HttpAnswer answer) {
        var json = JsonAnswer.of(answer);
        return !json.text("/code").isBlank() || !json.texts("/output/results", "/code").isEmpty();
    }

    /// Where a task that was accepted is asked after.
    static String task(HttpAnswer answer) {
        return "/tasks/" + Call.encoded(JsonAnswer.of(answer).need("/output/task_id"));
    }

    static String state(HttpAnswer answer) {
        return JsonAnswer.of(answer).need("/output/task_status");
    }

    /// What was made, wherever this model puts it.
    static List<String> links(HttpAnswer answer) {
        var json = JsonAnswer.of(answer);
        var links = new ArrayList<String>();
        add(links, json.json().at("/output/video_url"));
        add(links, json.json().at("/output/audio/url"));
        json.texts("/output/results", "/url").forEach(links::add);
        for (var choice : json.json().at("/output/choices")) {
            for (var part : choice.at("/message/content")) {
                add(links, part.path("image"));
            }
        }
        return links.stream().map(DashscopeWire::secure).toList();
    }

    private static void add(List<String> links, JsonNode link) {
        if (!link.asString("").isBlank()) {
            links.add(link.asString());
        }
    }

    /// Their store answers to both; some models still give links without TLS, which we never follow.
    private static String secure(String link) {
        boolean bare = link.startsWith("http://") && link.contains(STORE);
        return bare ? "https://" + link.substring("http://".length()) : link;
    }

    /// The prompt as their optimiser rewrote it; empty where it did not.
    static String actualPrompt(HttpAnswer answer) {
        var json = JsonAnswer.of(answer);
        return json.has("/output/actual_prompt")
                ? json.text("/output/actual_prompt")
                : json.text("/output/results/0/actual_prompt");
    }
}
