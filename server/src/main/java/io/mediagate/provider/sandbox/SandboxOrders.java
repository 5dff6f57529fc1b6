package io.mediagate.provider.sandbox;

import io.mediagate.provider.Submission;
import io.mediagate.provider.sandbox.render.Order;
import io.mediagate.provider.sandbox.render.Order.Background;
import io.mediagate.provider.sandbox.render.Order.Film;
import io.mediagate.provider.sandbox.render.Order.Picture;
import io.mediagate.provider.sandbox.render.Order.PictureFormat;
import io.mediagate.provider.sandbox.render.Order.Sound;
import io.mediagate.provider.sandbox.render.Order.Speech;
import io.mediagate.provider.sandbox.render.Order.SpeechFormat;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// From the input of any model of the catalogue to an order. The schema has already been checked by the
/// gateway, so what is odd here is not refused: it gets the usual value.
final class SandboxOrders {

    private static final int MOST_RESULTS = 10;
    private static final double USUAL_FILM_SECONDS = 5;
    private static final double LONGEST_FILM_SECONDS = 60;
    private static final int SHOWN = 400;

    private SandboxOrders() {}

    static Order of(Submission submission) {
        var input = submission.input();
        var seed = seed(submission);
        return switch (submission.family()) {
            case IMAGE -> picture(input, seed, submission);
            case VIDEO -> film(input, seed, submission);
            case TTS ->
                    new Speech(
                            seed,
                            SandboxScript.without(text(input)),
                            speechFormat(input),
                            speed(input));
        };
    }

    /// What the input says it should be about.
    static String text(ObjectNode input) {
        for (var field : new String[] {"prompt", "text", "input", "script"}) {
            var value = input.get(field);
            if (value != null && value.isString() && !value.stringValue().isBlank()) {
                return value.stringValue();
            }
        }
        return "";
    }

    private static Picture picture(ObjectNode input, long seed, Submission submission) {
        var transparent = "transparent".equals(word(input, "background"));
        return new Picture(
                seed,
                count(input),
                caption(input),
                SandboxSizes.of(input, submission.family()),
                pictureFormat(input),
                transparent ? Background.TRANSPARENT : Background.OPAQUE);
    }

    private static Film film(ObjectNode input, long seed, Submission submission) {
        return new Film(
                seed,
                count(input),
                caption(input),
                SandboxSizes.of(input, submission.family()),
                seconds(input),
                Math.clamp(Math.round(amount(input, 24, "fps", "frame_rate")), 1, 60),
                sound(input));
    }

    private static String caption(ObjectNode input) {
        var text = SandboxScript.without(text(input));
        var points = Math.min(SHOWN, text.codePointCount(0, text.length()));
        return text.substring(0, text.offsetByCodePoints(0, points));
    }

    private static int count(ObjectNode input) {
        var asked = amount(input, 1, "n", "num_images", "num_outputs", "num_videos");
        return Math.clamp(Math.round(asked), 1, MOST_RESULTS);
    }

    private static double seconds(ObjectNode input) {
        var asked = amount(input, USUAL_FILM_SECONDS, "duration", "seconds");
        // Some models take -1 for "as long as fits".
        return asked > 0 ? Math.clamp(asked, 0.2, LONGEST_FILM_SECONDS) : USUAL_FILM_SECONDS;
    }

    private static Sound sound(ObjectNode input) {
        for (var field : new String[] {"generate_audio", "audio", "with_audio", "sound"}) {
            var value = input.get(field);
            if (value != null && value.isBoolean() && !value.booleanValue()) {
                return Sound.NONE;
            }
        }
        return Sound.AMBIENT;
    }

    private static PictureFormat pictureFormat(ObjectNode input) {
        return switch (firstWord(input, "output_format", "format")) {
            case "jpeg", "jpg" -> PictureFormat.JPEG;
            case "webp" -> PictureFormat.WEBP;
            default -> PictureFormat.PNG;
        };
    }

    /// Raw `pcm` has no header that would say what it is, so it comes as WAV. Names such as
    /// `mp3_44100_128` mean their first part.
    private static SpeechFormat speechFormat(ObjectNode input) {
        var asked = firstWord(input, "output_format", "response_format", "audio_format", "format");
        var name = asked.contains("_") ? asked.substring(0, asked.indexOf('_')) : asked;
        return switch (name) {
            case "wav", "pcm" -> SpeechFormat.WAV;
            case "flac" -> SpeechFormat.FLAC;
            case "opus", "ogg" -> SpeechFormat.OPUS;
            case "aac" -> SpeechFormat.AAC;
            default -> SpeechFormat.MP3;
        };
    }

    private static double speed(ObjectNode input) {
        return Math.clamp(amount(input, 1, "speed"), 0.25, 4);
    }

    /// A number, or a text that begins with one, such as `5s`.
    private static double amount(ObjectNode input, double usual, String... fields) {
        for (var field : fields) {
            var value = input.get(field);
            if (value != null && value.isNumber()) {
                return value.doubleValue();
            }
            var digits = word(input, field).replaceFirst("[^0-9.].*$", "");
            if (digits.matches("\\d{1,9}(\\.\\d{1,9})?")) {
                return Double.parseDouble(digits);
            }
        }
        return usual;
    }

    private static String firstWord(ObjectNode input, String... fields) {
        for (var field : fields) {
            var word = word(input, field);
            if (!word.isEmpty()) {
                return word;
            }
        }
        return "";
    }

    private static String word(ObjectNode input, String field) {
        var value = input.get(field);
        return value != null && value.isString()
                ? value.stringValue().strip().toLowerCase(Locale.ROOT)
                : "";
    }

    /// The same for the same model and input, whatever the order of its fields.
    static long seed(Submission submission) {
        var said = submission.model() + '\n' + sorted(submission.input());
        try {
            var hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(said.getBytes(StandardCharsets.UTF_8));
            var seed = 0L;
            for (int i = 0; i < Long.BYTES; i++) {
                seed = seed << 8 | (hash[i] & 255);
            }
            return seed;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String sorted(JsonNode node) {
        if (!node.isObject()) {
            return node.toString();
        }
        var fields = new TreeMap<String, String>();
        node.properties().forEach(e -> fields.put(e.getKey(), sorted(e.getValue())));
        return fields.toString();
    }
}
