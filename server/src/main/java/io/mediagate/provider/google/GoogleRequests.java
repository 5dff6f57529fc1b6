package io.mediagate.provider.google;

import io.mediagate.provider.Submission;
import io.mediagate.provider.http.Call;
import io.mediagate.provider.http.InputFile;
import io.mediagate.provider.http.VendorHttp;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Puts the files of a caller into the requests; everything else a route has written already.
final class GoogleRequests {
    private static final String PROMPT = "prompt";
    private static final String IMAGES = "image_urls";
    private static final String REFERENCES = "referenceImages";

    private final VendorHttp http;

    GoogleRequests(VendorHttp http) {
        this.http = http;
    }

    /// The route's input: `prompt`, `image_urls`, and members of their request as they are.
    Call picture(Submission submission) throws InterruptedException {
        var body = submission.input().deepCopy();
        var parts = JsonNodeFactory.instance.arrayNode();
        parts.addObject().put("text", body.path(PROMPT).asString(""));
        for (var link : body.path(IMAGES)) {
            var file = http.input(link.asString());
            parts.addObject()
                    .putObject("inlineData")
                    .put("mimeType", file.contentType())
                    .put("data", file.base64());
        }
        body.remove(PROMPT);
        body.remove(IMAGES);
        body.putArray("contents").addObject().put("role", "user").set("parts", parts);
        return Call.post("/models/%s:generateContent".formatted(submission.model()), body);
    }

    /// The route's input: `instance`, in it `image`, `lastFrame` and `referenceImages` as links, and
    /// `parameters`.
    Call video(Submission submission) throws InterruptedException {
        var input = submission.input();
        var instance = input.path("instance").deepCopy();
        if (instance instanceof ObjectNode members) {
            replace(members, "image");
            replace(members, "lastFrame");
            replaceReferences(members);
        }
        var body = JsonNodeFactory.instance.objectNode();
        body.putArray("instances").add(instance);
        body.set("parameters", parameters(input));
        return Call.post("/models/%s:predictLongRunning".formatted(submission.model()), body);
    }

    private static JsonNode parameters(ObjectNode input) {
        return input.path("parameters").isObject()
                ? input.path("parameters")
                : JsonNodeFactory.instance.objectNode();
    }

    private void replace(ObjectNode instance, String member) throws InterruptedException {
        if (instance.path(member).isString()) {
            instance.set(member, image(instance.path(member).stringValue()));
        }
    }

    private void replaceReferences(ObjectNode instance) throws InterruptedException {
        var links = instance.remove(REFERENCES);
        if (links == null || links.isEmpty()) {
            return;
        }
        var references = instance.putArray(REFERENCES);
        for (var link : links) {
            references
                    .addObject()
                    .put("referenceType", "asset")
                    .set("image", image(link.asString()));
        }
    }

    /// In the form of Vertex, which this one method of theirs keeps.
    private ObjectNode image(String link) throws InterruptedException {
        InputFile file = http.input(link);
        return JsonNodeFactory.instance
                .objectNode()
                .put("bytesBase64Encoded", file.base64())
                .put("mimeType", file.contentType());
    }
}
