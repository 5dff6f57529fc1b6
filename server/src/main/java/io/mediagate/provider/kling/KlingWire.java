package io.mediagate.provider.kling;

import io.mediagate.egress.HttpAnswer;
import io.mediagate.provider.http.JsonAnswer;
import java.util.ArrayList;
import java.util.List;

/// What tasks answer: `{code, message, data}`.
///
/// @param code "0" is a yes, whatever the status of HTTP
record KlingWire(String code, JsonAnswer json) {
    static KlingWire of(HttpAnswer answer) {
        var json = JsonAnswer.of(answer);
        return new KlingWire(json.need("/code"), json);
    }

    boolean isYes() {
        return code.equals("0");
    }

    /// No such task, model or path.
    boolean isUnknown() {
        return code.equals("1203");
    }

    String id() {
        return json.need("/data/task_id");
    }

    String status() {
        return json.need("/data/task_status");
    }

    List<String> links() {
        var links = new ArrayList<String>();
        for (var list : List.of("videos", "images", "series_images")) {
            links.addAll(json.texts("/data/task_result/" + list, "/url"));
        }
        return links;
    }
}
