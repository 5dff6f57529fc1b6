package io.mediagate.provider.minimax;

import io.mediagate.egress.HttpAnswer;
import io.mediagate.provider.ResultFile;
import io.mediagate.provider.http.JsonAnswer;
import io.mediagate.provider.http.Unreadable;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/// What both generations of the API answer, as far as we read it.
final class MinimaxWire {
    private MinimaxWire() {}

    /// Whether a yes of HTTP holds a no. Every answer of the first generation has a code of its own; zero is
    /// yes. The second has none.
    static boolean isNo(HttpAnswer answer) {
        return !JsonAnswer.of(answer).json().at("/base_resp/status_code").asString("0").equals("0");
    }

    /// Of an accepted video. A task without one cannot be followed, whatever the code says.
    static String taskId(HttpAnswer answer) {
        return JsonAnswer.of(answer).need("/task_id");
    }

    /// Where a task stands, in their words.
    static String state(HttpAnswer answer) {
        var json = JsonAnswer.of(answer);
        return json.has("/task") ? json.text("/task/status") : json.text("/status");
    }

    /// What a finished task of the first generation made; a link to it is asked for by this.
    static String fileId(HttpAnswer answer) {
        return JsonAnswer.of(answer).need("/file_id");
    }

    static String downloadUrl(HttpAnswer answer) {
        return JsonAnswer.of(answer).need("/file/download_url");
    }

    /// What a finished task of the second generation made.
    static String videoUrl(HttpAnswer answer) {
        return JsonAnswer.of(answer).need("/task/content/url");
    }

    /// Speech or pictures that came by links.
    static List<String> links(HttpAnswer answer) {
        var json = JsonAnswer.of(answer);
        var audio = json.text("/data/audio");
        return audio.startsWith("http") ? List.of(audio) : json.texts("/data/image_urls", "");
    }

    /// Speech in hexadecimal, or pictures in base64.
    static List<ResultFile> files(HttpAnswer answer) {
        var json = JsonAnswer.of(answer);
        try {
            var audio = json.text("/data/audio");
            if (!audio.isBlank()) {
                return List.of(new ResultFile.Bytes(HexFormat.of().parseHex(audio)));
            }
            return json.texts("/data/image_base64", "").stream()
                    .<ResultFile>map(it -> new ResultFile.Bytes(Base64.getDecoder().decode(it)))
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new Unreadable("media that is neither hexadecimal nor base64");
        }
    }

    /// Pictures that its own check of the content kept back, although the code says yes.
    static boolean hasHeldBack(HttpAnswer answer) {
        return JsonAnswer.of(answer).json().at("/metadata/failed_count").asInt(0) > 0;
    }
}
