package io.mediagate.provider.runway;

import io.mediagate.egress.HttpAnswer;
import io.mediagate.provider.http.JsonAnswer;
import java.util.List;
import java.util.OptionalInt;

/// What tasks answer.
record RunwayWire(JsonAnswer json) {
    static RunwayWire of(HttpAnswer answer) {
        return new RunwayWire(JsonAnswer.of(answer));
    }

    String id() {
        return json.need("/id");
    }

    String status() {
        return json.need("/status");
    }

    /// Theirs is a part of 1.
    OptionalInt percent() {
        return json.percent("/progress");
    }

    List<String> links() {
        return json.texts("/output", "");
    }
}
