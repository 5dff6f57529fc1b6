package io.mediagate.provider.pixverse;

import io.mediagate.egress.HttpAnswer;
import io.mediagate.provider.http.JsonAnswer;
import io.mediagate.provider.http.Unreadable;
import java.util.List;

/// What everything answers: `{ErrCode, ErrMsg, Resp}`.
record PixverseWire(JsonAnswer json) {
    static PixverseWire of(HttpAnswer answer) {
        return new PixverseWire(JsonAnswer.of(answer));
    }

    /// Whatever the status of HTTP says.
    boolean isYes() {
        return json.need("/ErrCode").equals("0");
    }

    /// A number of that name, such as `img_id`.
    long id(String name) {
        var id = json.json().path("Resp").path(name);
        if (!id.isIntegralNumber()) {
            throw new Unreadable("an answer without " + name);
        }
        return id.longValue();
    }

    String status() {
        return json.need("/Resp/status");
    }

    List<String> links() {
        return List.of(json.need("/Resp/url"));
    }
}
