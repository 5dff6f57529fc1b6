package io.mediagate.provider.xai;

import io.mediagate.provider.Submission;
import io.mediagate.provider.http.Call;
import tools.jackson.databind.node.ObjectNode;

/// Which of its paths an input goes to. The rest a route has written already.
final class XaiRequests {
    /// A route's word for how many pictures are wanted, of which it makes up to ten a call.
    private static final String COUNT = "count";

    /// A model's word for what is to be done with a video.
    private static final String FEATURE = "feature";

    private XaiRequests() {}

    static Call pictures(Submission submission) {
        var body = body(submission);
        var count = body.remove(COUNT);
        if (count != null) {
            body.set("n", count);
        }
        return Call.post(body.has("image") ? "/images/edits" : "/images/generations", body);
    }

    static Call video(Submission submission) {
        var body = body(submission);
        var feature = body.remove(FEATURE);
        var path =
                switch (feature == null ? "" : feature.asString("")) {
                    case "edit-video" -> "/videos/edits";
                    case "extend-video" -> "/videos/extensions";
                    default -> "/videos/generations";
                };
        return Call.post(path, body);
    }

    private static ObjectNode body(Submission submission) {
        return submission.input().deepCopy().put("model", submission.model());
    }
}
