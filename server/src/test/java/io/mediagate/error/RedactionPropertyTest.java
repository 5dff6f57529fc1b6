package io.mediagate.error;

import static io.mediagate.error.ErrorCode.INVALID_INPUT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Plants what must not leak into ordinary sentences.
class RedactionPropertyTest {
    private static final Redaction REDACTION = Redaction.bundled();
    private static final List<String> NAMES =
            List.of(
                    "openai",
                    "replicate",
                    "elevenlabs",
                    "minimax",
                    "runway",
                    "ideogram",
                    "pixverse",
                    "alibaba",
                    "dashscope",
                    "bytedance",
                    "seedance",
                    "seedream",
                    "hailuo",
                    "gemini",
                    "google",
                    "imagen",
                    "midjourney",
                    "huggingface",
                    "cloudflare",
                    "volcengine");

    @Property(tries = 2000)
    void neverShowsAName(
            @ForAll("names") String name,
            @ForAll("spellings") int spelling,
            @ForAll("frames") Frame frame) {
        var planted = frame.around(spelled(name, spelling));

        var message = REDACTION.message(INVALID_INPUT, new Untrusted(planted));

        assertThat(flattened(message)).as(planted).doesNotContain(flattened(name));
    }

    @Property(tries = 2000)
    void neverShowsWhatIdentifiesOrLocates(
            @ForAll("secrets") String secret, @ForAll("frames") Frame frame) {
        var planted = frame.around(secret);

        var message = REDACTION.message(INVALID_INPUT, new Untrusted(planted));

        assertThat(message).as(planted).doesNotContain(secret);
        assertThat(Leaks.in(message)).as(planted + " -> " + message).isEmpty();
    }

    @Property(tries = 1000)
    void leavesOrdinarySentencesAlone(@ForAll("ordinary") String sentence) {
        assertThat(REDACTION.message(INVALID_INPUT, new Untrusted(sentence))).isEqualTo(sentence);
    }

    @Property(tries = 1000)
    void findsOrdinarySentencesInJson(@ForAll("ordinary") String sentence) {
        var inner = "{\"error\":{\"code\":1201,\"message\":\"" + sentence + "\"}}";
        var outer = "{\"detail\":\"" + inner.replace("\"", "\\\"") + "\",\"id\":\"req_01\"}";

        assertThat(REDACTION.message(INVALID_INPUT, new Untrusted(inner))).isEqualTo(sentence);
        assertThat(REDACTION.message(INVALID_INPUT, new Untrusted(outer))).isEqualTo(sentence);
    }

    @Property(tries = 2000)
    void neverThrowsAndAlwaysAnswersASentence(@ForAll String said) {
        var message = REDACTION.message(INVALID_INPUT, new Untrusted(said));

        assertThat(message).matches("[\\x20-\\x7E]{3,300}").endsWith(".");
    }

    /// A sentence with a place in it.
    record Frame(String before, String after) {
        String around(String planted) {
            return before + planted + after;
        }
    }

    @Provide
    Arbitrary<Frame> frames() {
        return Arbitraries.of(
                new Frame("The image was rejected by ", " for some reason."),
                new Frame("", " says that the prompt is too long."),
                new Frame("The prompt is too long, see ", "."),
                new Frame("The size is not valid: ", ""),
                new Frame("The size is not valid (", ") for this model."),
                new Frame("Please use a smaller image. Ask '", "' for more."),
                new Frame("Width must be 5 or 10; ", "; try again."),
                new Frame("[", "] The prompt is too long."),
                new Frame("The prompt is too long.\n", ""),
                new Frame("{\"error\":{\"message\":\"The image of ", " is too large\"}}"),
                new Frame(
                        "{\"detail\":[{\"loc\":[\"body\",\"",
                        "\"],\"msg\":\"field is required here\"}]}"),
                new Frame("<p>The image of ", " is too large</p>"),
                new Frame("An error_", "_failed was raised for this prompt."),
                new Frame("The request failed with x-", "-y in it."));
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.of(NAMES);
    }

    @Provide
    Arbitrary<Integer> spellings() {
        return Arbitraries.integers().between(0, 13);
    }

    private static String spelled(String name, int way) {
        return switch (way) {
            case 0 -> name;
            case 1 -> name.toUpperCase(Locale.ROOT);
            case 2 -> String.join(" ", name.split(""));
            case 3 -> String.join(".", name.split(""));
            case 4 -> String.join("-", name.split(""));
            case 5 -> String.join("_", name.split(""));
            case 6 -> String.join("\u200B", name.split(""));
            case 7 -> name.replace('o', '0').replace('e', '3').replace('i', '1').replace('a', '4');
            case 8 -> name.replace('a', 'а').replace('e', 'е').replace('o', 'о').replace('i', 'і');
            case 9 -> shifted(name, 0xFF41);
            case 10 -> shifted(name, 0x1D4EA);
            case 11 -> shifted(name, 0x24D0);
            case 12 -> name + "'s";
            case 13 ->
                    "My"
                            + name.substring(0, 1).toUpperCase(Locale.ROOT)
                            + name.substring(1)
                            + "Error";
            default -> throw new IllegalArgumentException("no spelling " + way);
        };
    }

    private static String shifted(String name, int smallA) {
        var text = new StringBuilder();
        name.chars().forEach(c -> text.appendCodePoint(smallA + c - 'a'));
        return text.toString();
    }

    private static String flattened(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    }

    @Provide
    Arbitrary<String> secrets() {
        var hex =
                Arbitraries.strings().withChars("0123456789abcdef").ofMinLength(16).ofMaxLength(64);
        var digits = Arbitraries.strings().withChars("0123456789").ofMinLength(11).ofMaxLength(20);
        var base62 =
                Arbitraries.strings()
                        .withCharRange('a', 'z')
                        .withCharRange('A', 'Z')
                        .withCharRange('0', '9')
                        .ofMinLength(20)
                        .ofMaxLength(60);
        var label = Arbitraries.strings().withCharRange('a', 'z').ofMinLength(2).ofMaxLength(10);
        var ending = Arbitraries.of("com", "ai", "io", "net", "cn", "dev", "run");
        var host = Combinators.combine(label, ending).as((name, end) -> name + "." + end);
        return Arbitraries.oneOf(
                hex.filter(it -> it.chars().anyMatch(Character::isDigit)),
                digits,
                base62.filter(it -> it.chars().anyMatch(Character::isDigit)),
                host,
                host.map(it -> "https://" + it + "/v1/videos?key=abc"),
                host.map(it -> "api." + it + ":8443/x"),
                host.map(it -> "support@" + it),
                Arbitraries.of("sk-", "ep-", "org-", "req_", "proj_")
                        .flatMap(p -> hex.map(it -> p + it)),
                Arbitraries.integers().between(1, 255).map(n -> "10." + n + ".0." + n),
                Arbitraries.of(
                        "sk-proj-****abcd", "gs***UQ", "$5.00", "E005", "{\"a\":1}", "['a', 'b']"),
                Arbitraries.create(() -> java.util.UUID.randomUUID().toString()),
                Arbitraries.strings()
                        .ofMinLength(40)
                        .ofMaxLength(200)
                        .map(it -> Base64.getEncoder().encodeToString(it.getBytes(UTF_8))));
    }

    @Provide
    Arbitrary<String> ordinary() {
        var subject =
                Arbitraries.of(
                        "The prompt",
                        "The image",
                        "Width",
                        "Height",
                        "The duration",
                        "The audio file",
                        "The input video",
                        "The negative prompt",
                        "The mask",
                        "The aspect ratio");
        var verb =
                Arbitraries.of(
                        "must be at least",
                        "must not exceed",
                        "cannot be more than",
                        "is limited to",
                        "has to be between 1 and",
                        "should be a multiple of");
        var amount =
                Arbitraries.integers()
                        .between(0, 99_999)
                        .flatMap(n ->
                                Arbitraries.of(
                                                "",
                                                " pixels",
                                                " seconds",
                                                " characters",
                                                " MB",
                                                "x300")
                                        .map(unit -> n + unit));
        var end =
                Arbitraries.of(
                        ".", ", but 7 was given.", " for this model.", "; please try again.");
        return Combinators.combine(subject, verb, amount, end)
                .as((a, b, c, d) -> a + " " + b + " " + c + d);
    }
}
