package io.mediagate.provider.stability;

import io.mediagate.egress.HttpAnswer;
import io.mediagate.provider.ResultFile;
import io.mediagate.provider.http.JsonAnswer;
import io.mediagate.provider.http.Unreadable;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// What it answers, as far as we read it.
final class StabilityWire {
    private static final int ACCEPTED = 202;

    /// Where results stand: of pictures, of sound, and of jobs.
    private static final List<String> PLACES = List.of("/image", "/audio", "/result");

    private StabilityWire() {}

    /// Whether it will make it later; while it works, a poll is answered in the same way.
    static boolean isForLater(HttpAnswer answer) {
        return answer.status() == ACCEPTED;
    }

    static String id(HttpAnswer answer) {
        return JsonAnswer.of(answer).need("/id");
    }

    /// A filtered result is a yes with a blurred picture.
    static boolean isFiltered(HttpAnswer answer) {
        var json = JsonAnswer.of(answer);
        return json.text("/finish_reason").equals("CONTENT_FILTERED")
                || answer.header("finish-reason").orElse("").equals("CONTENT_FILTERED");
    }

    static List<ResultFile> files(HttpAnswer answer) {
        var json = JsonAnswer.of(answer);
        var files = new ArrayList<ResultFile>();
        for (var place : PLACES) {
            if (json.has(place)) {
                files.add(new ResultFile.Bytes(bytes(json.text(place))));
            }
        }
        if (files.isEmpty()) {
            throw new Unreadable("a yes without anything made");
        }
        return files;
    }

    private static byte[] bytes(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException _) {
            throw new Unreadable("a result that is no base64");
        }
    }
}
