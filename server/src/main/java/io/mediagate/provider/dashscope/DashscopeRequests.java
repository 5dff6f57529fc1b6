package io.mediagate.provider.dashscope;

import io.mediagate.error.Family;
import io.mediagate.provider.Submission;
import io.mediagate.provider.http.Call;

/// What the route mapped, as the API takes it: `input` and `parameters` are the route's work.
final class DashscopeRequests {
    private static final String SEED = "seed";
    private static final String PARAMETERS = "parameters";
    private static final String SERVICES = "/services/aigc/";

    private DashscopeRequests() {}

    static Call call(Submission submission) {
        var body = submission.input().deepCopy();
        // What an open schema lets through beside them belongs nowhere.
        body.retain("input", PARAMETERS, SEED);
        body.put("model", submission.model());
        // It comes beside the others, where it is counted up when several are wanted.
        var seed = body.remove(SEED);
        if (seed != null) {
            body.withObject("/" + PARAMETERS).set(SEED, seed);
        }
        var call = Call.post(SERVICES + service(submission), body);
        return isTask(submission) ? call.header("X-DashScope-Async", "enable") : call;
    }

    /// Whether it is answered with a task to follow. What takes long is; wan refuses to be waited for.
    static boolean isTask(Submission submission) {
        return submission.family() == Family.VIDEO
                || (submission.family() == Family.IMAGE
                        && (submission.model().startsWith("wan") || !hasMessages(submission)));
    }

    private static String service(Submission submission) {
        return switch (submission.family()) {
            case VIDEO -> "video-generation/video-synthesis";
            case TTS -> "multimodal-generation/generation";
            case IMAGE ->
                    !hasMessages(submission)
                            ? "text2image/image-synthesis"
                            : isTask(submission)
                                    ? "image-generation/generation"
                                    : "multimodal-generation/generation";
        };
    }

    /// The newer way to ask for pictures; the older takes a prompt.
    private static boolean hasMessages(Submission submission) {
        return submission.input().path("input").has("messages");
    }
}
