package io.mediagate.provider.bfl;

import io.mediagate.egress.HttpAnswer;
import io.mediagate.provider.http.JsonAnswer;
import java.util.OptionalInt;

/// What acceptances and results answer, as far as we read it.
final class BflWire {
    static final String READY = "Ready";
    static final String REQUEST_MODERATED = "Request Moderated";
    static final String CONTENT_MODERATED = "Content Moderated";
    static final String NOT_FOUND = "Task not found";

    private BflWire() {}

    /// Where it is asked after; another region does not know it.
    static String pollingUrl(HttpAnswer answer) {
        return JsonAnswer.of(answer).need("/polling_url");
    }

    static String status(HttpAnswer answer) {
        return JsonAnswer.of(answer).need("/status");
    }

    /// The picture; empty where it says that it is ready and gives none.
    static String sample(HttpAnswer answer) {
        return JsonAnswer.of(answer).text("/result/sample");
    }

    /// Of a hundred; given as a part of one, by some models.
    static OptionalInt percent(HttpAnswer answer) {
        return JsonAnswer.of(answer).percent("/progress");
    }
}
