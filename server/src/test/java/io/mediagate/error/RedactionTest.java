package io.mediagate.error;

import static io.mediagate.error.ErrorCode.CONTENT_REJECTED;
import static io.mediagate.error.ErrorCode.FAILED;
import static io.mediagate.error.ErrorCode.INVALID_INPUT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    private static final Redaction REDACTION = Redaction.bundled();
    private static final List<ErrorCode> CARRYING =
            List.of(FAILED, INVALID_INPUT, CONTENT_REJECTED);
    private static final int CORPUS_SIZE = 274;

    @Test
    void leaksNothingOfTheRealFailures() {
        var samples = Corpus.load().samples();
        assertThat(samples).hasSize(CORPUS_SIZE);

        var softly = new SoftAssertions();
        for (var sample : samples) {
            for (var text : sample.texts()) {
                for (var code : CARRYING) {
                    var message = REDACTION.message(code, new Untrusted(text));
                    softly.assertThat(Leaks.in(message)).as(sample.id() + ": " + message).isEmpty();
                    softly.assertThat(secretsIn(message, sample.mustNotLeak()))
                            .as(sample.id() + ": " + message)
                            .isEmpty();
                }
            }
        }
        softly.assertAll();
    }

    private static List<String> secretsIn(String message, List<String> secrets) {
        var lower = message.toLowerCase(Locale.ROOT);
        return secrets.stream().filter(it -> lower.contains(it.toLowerCase(Locale.ROOT))).toList();
    }

    @Test
    void keepsWhatHelpsInTheRealFailures() {
        var kept =
                Corpus.load().samples().stream()
                        .map(sample -> REDACTION.message(FAILED, new Untrusted(sample.body())))
                        .filter(message -> !message.equals(FAILED.message()))
                        .distinct()
                        .toList();

        assertThat(kept).hasSizeGreaterThan(90);
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorCode.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"FAILED", "INVALID_INPUT", "CONTENT_REJECTED"})
    void answersWithTheTableWhereTheWordsDoNotHelp(ErrorCode code) {
        var message = REDACTION.message(code, new Untrusted("The prompt is too long for it."));

        assertThat(message).isEqualTo(code.message());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Image must be at least 300x300 pixels.",
                "The prompt is too long: 5000 characters, at most 4096.",
                "Duration must be 5 or 10.",
                "The aspect ratio 16:9 is not supported; use 1:1 or 4:3.",
                "The file must not be larger than 10,485,760 bytes.",
                "At most 4 images are allowed, but 6 were given.",
                "Speed must be between 0.25 and 4.",
                "The image format 'image/tiff' is not supported.",
                "The prompt contains words that are not allowed.",
                "Resolution 1080p is only available for clips of 5 or 8 seconds.",
                "The input image could not be downloaded. Please check that the link works.",
                "Sample rate must be one of 16000, 22050 or 44100.",
                "Stability must be between 0 and 1.",
                "The voice does not support this language.",
                "Lips and voice are out of sync.",
                "Value 1024 is too small, it must be at least 2048.",
                "Seed must be a number from 0 to 65535 in steps of 1."
            })
    void leavesOrdinarySentencesAlone(String sentence) {
        assertThat(REDACTION.message(INVALID_INPUT, new Untrusted(sentence))).isEqualTo(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400: prompt not allowed because moderation failed|Prompt not allowed because moderation"
                        + " failed.",
                "Error code: 422 - the image is too small|The image is too small.",
                "- the image is too small|The image is too small.",
                "Error while reading the image|Error while reading the image.",
                "400 characters are the most that fit|400 characters are the most that fit."
            })
    void dropsTheNumberThatStandsBeforeTheWords(String said, String told) {
        assertThat(REDACTION.message(INVALID_INPUT, new Untrusted(said))).isEqualTo(told);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The OpenAI prompt filter",
                "the 0p3nai prompt filter",
                "the o p e n a i prompt filter",
                "the OPEN-AI prompt filter",
                "an openai_error was raised here",
                "the оpеnаi prompt filter",
                "the o\u200Bpen\u00ADai prompt filter",
                "the ｏｐｅｎａｉ prompt filter",
                "the 𝓸𝓹𝓮𝓷𝓪𝓲 prompt filter",
                "the ⓞⓟⓔⓝⓐⓘ prompt filter",
                "the 🄾🄿🄴🄽🄰🄸 prompt filter",
                "the ópénäi prompt filter",
                "the o.p.e.n.a.i filter said no",
                "the OpEnAi's prompt filter",
                "MyOpenAIClient said no to this",
                "k l i n g said no to it",
                "KlingAiError was raised by it",
                "the el3v3n_l4bs voice is gone",
                "mini max said no to it",
                "the R3pl1c@te queue is full",
                "the run-way task has failed",
                "the vidu-q3 model has failed",
                "the fal queue is full",
                "the x.ai queue is full",
                "the nano-banana model has failed",
                "the Stability service has failed",
                "stability.ai said no to it",
                "the ray2 model has failed",
                "the GEMINI model has failed",
                "black_forest_labs said no to it",
                "the B.F.L queue is full",
                "the cloudflare edge has failed",
                "the wan2.6 model has failed"
            })
    void findsNamesInAnySpelling(String said) {
        var message = REDACTION.message(FAILED, new Untrusted(said));

        assertThat(message.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", ""))
                .doesNotContain(
                        "openai",
                        "kling",
                        "eleven",
                        "minimax",
                        "replicat",
                        "runway",
                        "vidu",
                        "fal",
                        "banana",
                        "stability",
                        "ray",
                        "gemini",
                        "forest",
                        "bfl",
                        "cloud",
                        "xai",
                        "wan");
        assertThat(message).isASCII();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\n",
                "null",
                "404 page not found",
                "error code: 1010",
                "{",
                "{\"error\":",
                "[]",
                "{}",
                "\uD800\uDC00\uD800",
                "\u0000\u0000",
                "....",
                "((((",
                "\"\"\"",
                "'",
                "INVALID PROMPT",
                "提示词包含敏感内容",
                "a b",
                "x",
                "!!! ??? ...",
                "panic: runtime error: index out of range\n\ngoroutine 1 [running]:",
                "java.lang.NullPointerException: it\n\tat com.acme.Main.run(Main.java:12)",
                "Traceback (most recent call last):\n  File \"app.py\", line 3, in run",
                "&lt;p&gt;The prompt is too long&lt;/p&gt;",
                "10.0.0.12 refused the connection",
                "dial tcp [fe80::1]:443 failed for it",
                "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ is not valid"
            })
    void answersWithTheTableWhenNoSentenceIsLeft(String said) {
        assertThat(REDACTION.message(FAILED, new Untrusted(said))).isEqualTo(FAILED.message());
    }

    @Test
    void keepsToTwoSentencesAndThreeHundredCharacters() {
        var said = "The prompt is too long for this. ".repeat(40);

        var message = REDACTION.message(FAILED, new Untrusted(said));

        assertThat(message)
                .isEqualTo("The prompt is too long for this. The prompt is too long for this.");
        assertThat(REDACTION.message(FAILED, new Untrusted("word ".repeat(100))))
                .isEqualTo(FAILED.message());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "o p e n a i ",
                "((",
                "\"a ",
                "ray ",
                "{\"",
                "[",
                "1.",
                "x,",
                "оаі",
                "\u0301",
                "ab_",
                "task id "
            })
    void staysFastWhateverIsSent(String piece) {
        var said = new Untrusted(piece.repeat(1_000_000 / piece.length()));
        REDACTION.message(FAILED, said);

        var start = System.nanoTime();
        REDACTION.message(FAILED, said);
        var spent = Duration.ofNanos(System.nanoTime() - start);

        assertThat(spent).isLessThan(Duration.ofMillis(250));
    }
}
