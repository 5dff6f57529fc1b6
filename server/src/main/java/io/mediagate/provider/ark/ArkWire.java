package io.mediagate.provider.ark;

import io.mediagate.egress.HttpAnswer;
import io.mediagate.provider.ResultFile;
import io.mediagate.provider.http.Call;
import io.mediagate.provider.http.JsonAnswer;
import io.mediagate.provider.http.Unreadable;
import java.util.Base64;
import java.util.List;
import tools.jackson.core.JacksonException;

/// What pictures and tasks answer, as far as we read it.
final class ArkWire {
    static final String PICTURES = "/images/generations";
    static final String TASKS = "/contents/generations/tasks";

    private ArkWire() {}

    /// Whether something of what was asked for was refused, the whole or one of several pictures.
    static boolean hasError(HttpAnswer answer) {
        var json = JsonAnswer.of(answer);
        return json.has("/error")
                || json.json().at("/data").valueStream().anyMatch(it -> it.hasNonNull("error"));
    }

    /// Pictures by links.
    static List<String> links(HttpAnswer answer) {
        return JsonAnswer.of(answer).texts("/data", "/url");
    }

    /// Pictures in the answer itself.
    static List<ResultFile> files(HttpAnswer answer) {
        try {
            return JsonAnswer.of(answer).texts("/data", "/b64_json").stream()
                    .<ResultFile>map(it -> new ResultFile.Bytes(Base64.getDecoder().decode(it)))
                    .toList();
        } catch (IllegalArgumentException _) {
            throw new Unreadable("a picture that is not base64");
        }
    }

    /// Where a task that was accepted is asked after.
    static String task(HttpAnswer answer) {
        return TASKS + "/" + Call.encoded(JsonAnswer.of(answer).need("/id"));
    }

    static String state(HttpAnswer answer) {
        return JsonAnswer.of(answer).text("/status");
    }

    /// Whether it certainly waits still; what cannot be read does not say so.
    static boolean isQueued(HttpAnswer answer) {
        try {
            return state(answer).equals("queued");
        } catch (Unreadable | JacksonException _) {
            return false;
        }
    }

    static String video(HttpAnswer answer) {
        return JsonAnswer.of(answer).need("/content/video_url");
    }
}
