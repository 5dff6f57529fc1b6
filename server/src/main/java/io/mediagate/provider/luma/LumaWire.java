package io.mediagate.provider.luma;

import io.mediagate.egress.HttpAnswer;
import io.mediagate.provider.http.JsonAnswer;
import java.util.List;

/// What generations answer.
record LumaWire(JsonAnswer json) {
    static LumaWire of(HttpAnswer answer) {
        return new LumaWire(JsonAnswer.of(answer));
    }

    String id() {
        return json.need("/id");
    }

    String state() {
        return json.need("/state");
    }

    List<String> links() {
        return json.texts("/output", "/url");
    }
}
