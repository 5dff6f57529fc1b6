package io.mediagate.provider.xai;

import io.mediagate.egress.HttpAnswer;
import io.mediagate.provider.http.JsonAnswer;
import java.util.OptionalInt;

/// What it answers, as far as we read it.
final class XaiWire {
    private static final int ACCEPTED = 202;

    private XaiWire() {}

    static String requestId(HttpAnswer answer) {
        return JsonAnswer.of(answer).need("/request_id");
    }

    /// Whether moderation kept one of the pictures.
    static boolean hasHeldBack(HttpAnswer answer) {
        return JsonAnswer.of(answer)
                .json()
                .path("data")
                .valueStream()
                .anyMatch(item -> !item.path("respect_moderation").asBoolean(true));
    }

    /// While it works it answers 202, at times without a word.
    static boolean isPending(HttpAnswer answer) {
        return answer.status() == ACCEPTED || answer.body().length == 0;
    }

    static OptionalInt percent(HttpAnswer answer) {
        if (answer.body().length == 0) {
            return OptionalInt.empty();
        }
        var progress = JsonAnswer.of(answer).json().path("progress");
        return progress.isNumber() ? OptionalInt.of(progress.intValue()) : OptionalInt.empty();
    }

    /// An answer with a video may come without a state.
    static String state(HttpAnswer answer) {
        var json = JsonAnswer.of(answer);
        return json.has("/status") ? json.text("/status") : json.has("/video/url") ? "done" : "";
    }

    /// Empty where none came, or moderation kept it.
    static String videoUrl(HttpAnswer answer) {
        var json = JsonAnswer.of(answer);
        return json.json().at("/video/respect_moderation").asBoolean(true)
                ? json.text("/video/url")
                : "";
    }
}
