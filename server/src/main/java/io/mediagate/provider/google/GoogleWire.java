package io.mediagate.provider.google;

import io.mediagate.egress.HttpAnswer;
import io.mediagate.provider.ResultFile;
import io.mediagate.provider.http.Unreadable;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the Gemini API answers, as far as we read it.
final class GoogleWire {
    /// `models/…/operations/…`; it becomes a part of an address.
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*");

    private GoogleWire() {}

    /// The name of an operation that was started.
    static String operation(HttpAnswer answer) {
        var name = json(answer).path("name").asString("");
        if (!NAME.matcher(name).matches() || name.contains("..")) {
            throw new Unreadable("an operation without a name");
        }
        return name;
    }

    static boolean isDone(HttpAnswer answer) {
        return json(answer).path("done").asBoolean(false);
    }

    /// Where the videos of a finished operation are; empty for each of its three other endings: an error,
    /// filtered, and nothing at all.
    static List<String> links(HttpAnswer answer) {
        var links = new ArrayList<String>();
        json(answer)
                .path("response")
                .path("generateVideoResponse")
                .path("generatedSamples")
                .forEach(sample -> add(links, sample.path("video").path("uri")));
        return links;
    }

    private static void add(List<String> links, JsonNode uri) {
        if (uri.isString() && !uri.stringValue().isBlank()) {
            links.add(uri.stringValue());
        }
    }

    /// Whether this is an answer of `generateContent` at all.
    static boolean isAboutContent(HttpAnswer answer) {
        var json = json(answer);
        return json.isObject()
                && (json.isEmpty() || json.has("candidates") || json.has("promptFeedback"));
    }

    /// The pictures in an answer; those that the model made while it was still thinking are none.
    static List<ResultFile> pictures(HttpAnswer answer) {
        var files = new ArrayList<ResultFile>();
        for (var candidate : json(answer).path("candidates")) {
            for (var part : candidate.path("content").path("parts")) {
                var data = part.path("inlineData").path("data").asString("");
                if (!data.isEmpty() && !part.path("thought").asBoolean(false)) {
                    files.add(new ResultFile.Bytes(bytes(data)));
                }
            }
        }
        return files;
    }

    private static byte[] bytes(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException _) {
            throw new Unreadable("a picture that is no base64");
        }
    }

    private static JsonNode json(HttpAnswer answer) {
        return JsonMapper.shared().readTree(answer.body());
    }
}
