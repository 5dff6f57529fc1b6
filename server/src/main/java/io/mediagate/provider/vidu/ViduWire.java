package io.mediagate.provider.vidu;

import io.mediagate.egress.HttpAnswer;
import io.mediagate.provider.http.JsonAnswer;
import java.util.List;

/// What tasks answer.
record ViduWire(JsonAnswer json) {
    static ViduWire of(HttpAnswer answer) {
        return new ViduWire(JsonAnswer.of(answer));
    }

    String id() {
        return json.need("/task_id");
    }

    String state() {
        return json.need("/state");
    }

    List<String> links() {
        return json.texts("/creations", "/url");
    }
}
