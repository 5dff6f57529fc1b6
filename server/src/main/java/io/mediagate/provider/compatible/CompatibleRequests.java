package io.mediagate.provider.compatible;

import io.mediagate.provider.Submission;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Says in the words of the common routes what any model's input says. A model of such a server can stand
/// behind any of our paths, so the input comes as the caller gave it and not as a route has mapped it; what the
/// common routes have no word for is left out.
final class CompatibleRequests {
    private static final List<String> IMAGES =
            List.of("image_url", "image_urls", "reference_image_url", "reference_image_urls");
    private static final Set<String> FORMATS = Set.of("mp3", "opus", "aac", "flac", "wav", "pcm");
    private static final Pattern SIZE = Pattern.compile("[1-9][0-9]{1,4}x[1-9][0-9]{1,4}");
    private static final Pattern RATIO = Pattern.compile("([1-9][0-9]?):([1-9][0-9]?)");

    /// What such servers give whoever names no voice.
    private static final String USUAL_VOICE = "alloy";

    /// Pictures of about so many pixels each way, in steps that every such model can make.
    private static final int EDGE = 1024;

    private static final int STEP = 64;

    private CompatibleRequests() {}

    /// The body for pictures; `image` and `mask` in it are links.
    static ObjectNode pictures(Submission submission) {
        var input = submission.input();
        var body = JsonNodeFactory.instance.objectNode();
        body.put("model", submission.model());
        body.put("prompt", input.path("prompt").asString(""));
        body.put("response_format", "b64_json");
        size(input).ifPresent(size -> body.put("size", size));
        copy(input, "negative_prompt", body, "negative_prompt");
        copy(input, "seed", body, "seed");
        if (input.path("num_images").asInt(1) > 1) {
            body.set("n", input.path("num_images"));
        }
        images(input, body);
        copy(input, "mask_url", body, "mask");
        return body;
    }

    private static void images(ObjectNode input, ObjectNode body) {
        var images = body.arrayNode();
        for (var name : IMAGES) {
            var given = input.path(name);
            if (given.isString()) {
                images.add(given);
            }
            given.valueStream().filter(JsonNode::isString).forEach(images::add);
        }
        if (!images.isEmpty()) {
            body.set("image", images);
        }
    }

    /// Empty where the caller did not care.
    static Optional<String> size(ObjectNode input) {
        var size = input.path("image_size").asString(input.path("size").asString(""));
        if (SIZE.matcher(size).matches()) {
            return Optional.of(size);
        }
        var ratio = RATIO.matcher(input.path("aspect_ratio").asString(""));
        if (!ratio.matches()) {
            return Optional.empty();
        }
        double wide =
                Math.sqrt(Double.parseDouble(ratio.group(1)) / Integer.parseInt(ratio.group(2)));
        int edge = EDGE * times(input.path("resolution").asString(""));
        return Optional.of(inSteps(edge * wide) + "x" + inSteps(edge / wide));
    }

    private static int times(String resolution) {
        return switch (resolution) {
            case "2K", "2k" -> 2;
            case "4K", "4k" -> 4;
            default -> 1;
        };
    }

    private static long inSteps(double pixels) {
        return Math.round(pixels / STEP) * STEP;
    }

    /// The body for speech.
    static ObjectNode speech(Submission submission) {
        var input = submission.input();
        var body = JsonNodeFactory.instance.objectNode();
        body.put("model", submission.model());
        body.put("input", input.path("text").asString(input.path("prompt").asString("")));
        body.put("voice", first(input, "voice", "voice_id").orElse(USUAL_VOICE));
        body.put("response_format", format(input));
        copy(input, "speed", body, "speed");
        copy(input, "instructions", body, "instructions");
        return body;
    }

    /// Some models' formats are longer words, such as `mp3_44100_128`.
    private static String format(ObjectNode input) {
        return first(input, "output_format", "format")
                .map(format -> format.replaceAll("_.*", ""))
                .filter(FORMATS::contains)
                .orElse("mp3");
    }

    private static Optional<String> first(ObjectNode input, String... names) {
        return List.of(names).stream()
                .map(name -> input.path(name).asString(""))
                .filter(value -> !value.isBlank())
                .findFirst();
    }

    private static void copy(ObjectNode input, String ours, ObjectNode body, String theirs) {
        if (input.hasNonNull(ours)) {
            body.set(theirs, input.get(ours));
        }
    }
}
