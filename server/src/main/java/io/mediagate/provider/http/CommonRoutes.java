package io.mediagate.provider.http;

import io.mediagate.egress.HttpAnswer;
import io.mediagate.provider.ResultFile;
import io.mediagate.provider.SubmissionAnswer;
import io.mediagate.provider.SubmissionAnswer.Output;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The image and speech routes that one vendor introduced and many servers have copied: how they are asked,
/// and how their answers read. All of them answer at once.
public final class CommonRoutes {
    private static final String IMAGE = "image";
    private static final String MASK = "mask";
    private static final String LISTED = "image[]";

    private final VendorHttp http;

    public CommonRoutes(VendorHttp http) {
        this.http = http;
    }

    /// Asks for pictures: of nothing but words, or changed ones where the body has `image`, a link or a list
    /// of links, with a `mask` beside it or without. A mask alone masks nothing.
    public Call pictures(ObjectNode body) throws InterruptedException {
        return links(body.path(IMAGE)).isEmpty()
                ? Call.post("/images/generations", body.deepCopy().without(List.of(IMAGE, MASK)))
                : Call.post("/images/edits", form(body));
    }

    private Multipart form(ObjectNode body) throws InterruptedException {
        var form = new Multipart();
        for (var member : body.properties()) {
            if (!member.getKey().equals(IMAGE) && !member.getKey().equals(MASK)) {
                form.text(member.getKey(), member.getValue().asString());
            }
        }
        var images = links(body.path(IMAGE));
        for (var link : images) {
            form.file(images.size() == 1 ? IMAGE : LISTED, http.input(link));
        }
        for (var link : links(body.path(MASK))) {
            form.file(MASK, http.input(link));
        }
        return form;
    }

    private static List<String> links(JsonNode given) {
        return given.isArray()
                ? given.valueStream().map(JsonNode::asString).toList()
                : given.isString() ? List.of(given.stringValue()) : List.of();
    }

    /// Asks for a sound of a text.
    public Call speech(ObjectNode body) {
        return Call.post("/audio/speech", body);
    }

    /// Reads pictures, as bytes or as links, which a poll fetches. None at all is a no.
    public SubmissionAnswer madePictures(Key key, HttpAnswer answer) {
        var json = JsonAnswer.of(answer);
        if (!json.json().path("data").isArray()) {
            throw new Unreadable("an answer without data");
        }
        var files = new ArrayList<ResultFile>();
        for (var base64 : json.texts("/data", "/b64_json")) {
            files.add(new ResultFile.Bytes(bytes(base64)));
        }
        if (!files.isEmpty()) {
            return new SubmissionAnswer.Finished(
                    new Output(files, json.text("/data/0/revised_prompt")));
        }
        var links = json.texts("/data", "/url");
        return links.isEmpty()
                ? http.rejected(answer)
                : new SubmissionAnswer.Accepted(VendorHandle.of(key).withLinks(links).stored());
    }

    /// Some put the prefix of a `data:` URI before it.
    private static byte[] bytes(String base64) {
        try {
            return Base64.getDecoder().decode(base64.substring(base64.indexOf(',') + 1));
        } catch (IllegalArgumentException _) {
            throw new Unreadable("a picture that is no base64");
        }
    }

    /// Reads a sound. What is said in JSON or as a page is none.
    public static SubmissionAnswer madeSpeech(HttpAnswer answer) {
        var type = answer.header("content-type").orElse("").toLowerCase(Locale.ROOT);
        boolean sound = type.startsWith("audio/") || type.contains("octet-stream");
        if (!sound || answer.body().length == 0) {
            throw new Unreadable("an answer without a sound");
        }
        return new SubmissionAnswer.Finished(
                new Output(List.of(new ResultFile.Bytes(answer.body())), ""));
    }
}
