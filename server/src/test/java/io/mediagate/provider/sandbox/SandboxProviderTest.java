package io.mediagate.provider.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mediagate.artifact.MediaProbe;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Family;
import io.mediagate.provider.Cancellation;
import io.mediagate.provider.InputSource;
import io.mediagate.provider.Progress;
import io.mediagate.provider.Progress.Failed;
import io.mediagate.provider.Progress.Running;
import io.mediagate.provider.Progress.Succeeded;
import io.mediagate.provider.ProviderFailure;
import io.mediagate.provider.ProviderHandle;
import io.mediagate.provider.ResultFile;
import io.mediagate.provider.Submission;
import io.mediagate.provider.SubmissionAnswer;
import io.mediagate.provider.SubmissionAnswer.Accepted;
import io.mediagate.provider.SubmissionAnswer.Finished;
import io.mediagate.provider.SubmissionAnswer.Output;
import io.mediagate.provider.SubmissionAnswer.Rejected;
import io.mediagate.provider.SubmissionAnswer.Unknown;
import io.mediagate.provider.sandbox.SandboxSettings.Pace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class SandboxProviderTest {

    private static final Instant START = Instant.parse("2026-11-23T08:00:00Z");

    @TempDir Path folder;
    private final ArrayList<SandboxProvider> opened = new ArrayList<>();
    private volatile Instant now = START;
    private SandboxProvider provider;

    @BeforeEach
    void open() {
        provider = provider(Pace.LIFELIKE, Optional.empty());
    }

    @AfterEach
    void close() {
        opened.forEach(SandboxProvider::close);
    }

    private SandboxProvider provider(Pace pace, Optional<Path> log) {
        var opening =
                new SandboxProvider(
                        new SandboxSettings(folder.resolve("work"), 1, pace, log),
                        _ -> new InputSource.Loaded.Unusable("could not be fetched"),
                        () -> now);
        opened.add(opening);
        return opening;
    }

    @ParameterizedTest
    @CsvSource({
        "rate-limited, RATE_LIMITED",
        "provider-unavailable, PROVIDER_UNAVAILABLE",
        "unsupported-model, UNSUPPORTED_MODEL",
        "invalid-input, INVALID_INPUT"
    })
    void refusesAtTheDoorInEveryFamily(String ending, ErrorCode code) throws Exception {
        for (var family : Family.values()) {
            var failure = refusal(submit(family, "a cat sandbox:" + ending));

            assertThat(failure.code()).isEqualTo(code);
            assertThat(failure.detail().text()).isNotBlank();
        }
    }

    @ParameterizedTest
    @CsvSource({"failed, FAILED", "timeout, TIMEOUT"})
    void failsAfterItHasAccepted(String ending, ErrorCode code) throws Exception {
        for (var family : Family.values()) {
            var handle = accepted(submit(family, "a cat sandbox:" + ending));
            assertThat(provider.poll(handle)).isInstanceOf(Running.class);
            now = now.plusSeconds(1);

            assertThat(failure(provider.poll(handle)).code()).isEqualTo(code);
        }
    }

    @Test
    void rejectsContentAtTheDoorOrForFilmsWhenTheyAreMade() throws Exception {
        assertThat(refusal(submit(Family.IMAGE, "sandbox:content-rejected")).code())
                .isEqualTo(ErrorCode.CONTENT_REJECTED);
        assertThat(refusal(submit(Family.TTS, "sandbox:content-rejected")).code())
                .isEqualTo(ErrorCode.CONTENT_REJECTED);
        var handle = accepted(submit(Family.VIDEO, "sandbox:content-rejected"));
        now = now.plusSeconds(1);

        assertThat(failure(provider.poll(handle)).code()).isEqualTo(ErrorCode.CONTENT_REJECTED);
    }

    @Test
    void hintsWhenToComeBackAfterTooManyRequests() throws Exception {
        var failure = refusal(submit(Family.IMAGE, "sandbox:rate-limited"));

        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(1));
        assertThat(failure.retryable()).isTrue();
    }

    @Test
    void failsInManyTonguesAndForOnePromptAlwaysInTheSame() throws Exception {
        var said = new ArrayList<String>();
        for (int i = 0; i < 40; i++) {
            said.add(refusal(submit(Family.IMAGE, i + " sandbox:invalid-input")).detail().text());
        }

        assertThat(said.stream().distinct().count()).isGreaterThan(3);
        assertThat(refusal(submit(Family.IMAGE, "0 sandbox:invalid-input")).detail().text())
                .isEqualTo(said.getFirst());
    }

    @Test
    void takesItsTimeWithProgressWhenAskedTo() throws Exception {
        var handle = accepted(submit(Family.IMAGE, "a slow cat sandbox:slow=8s"));

        var percents = new ArrayList<Integer>();
        for (int second = 0; second < 8; second++) {
            var running = (Running) provider.poll(handle);
            percents.add(running.percent().orElseThrow());
            assertThat(running.again()).isPositive();
            now = now.plusSeconds(1);
        }

        assertThat(percents).containsExactly(0, 12, 25, 37, 50, 62, 75, 87);
        assertThat(provider.poll(handle)).isInstanceOf(Succeeded.class);
    }

    @Test
    void inventsNoProgressOtherwise() throws Exception {
        var handle = accepted(submit(Family.IMAGE, "a cat"));

        assertThat(((Running) provider.poll(handle)).percent()).isEmpty();
    }

    @Test
    void neverEndsWhenStuck() throws Exception {
        var handle = accepted(submit(Family.VIDEO, "sandbox:stuck"));
        now = now.plus(Duration.ofDays(2));

        assertThat(provider.poll(handle)).isInstanceOf(Running.class);
        assertThat(provider.cancel(handle)).isEqualTo(Cancellation.STOPPED);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void losesTheAnswerWhenAsked(Family family) throws Exception {
        var answer = submit(family, "sandbox:lost");

        assertThat(answer).isInstanceOf(Unknown.class);
        assertThat(((Unknown) answer).failure().retryable()).isFalse();
    }

    @Test
    void isFlakyForAsManyAttemptsAsAsked() throws Exception {
        var text = "I did it. sandbox:flaky=2";

        var first = refusal(provider.submit(submission(Family.TTS, text, 1)));
        var second = refusal(provider.submit(submission(Family.TTS, text, 2)));
        var third = provider.submit(submission(Family.TTS, text, 3));

        assertThat(first.retryable()).isTrue();
        assertThat(second.retryable()).isTrue();
        assertThat(third).isInstanceOf(Finished.class);
    }

    @Test
    void completesAfterACancellationWhenLate() throws Exception {
        var handle = accepted(submit(Family.IMAGE, "sandbox:late"));
        assertThat(provider.poll(handle)).isInstanceOf(Running.class);

        assertThat(provider.cancel(handle)).isEqualTo(Cancellation.GOES_ON);

        now = now.plusSeconds(2);
        assertThat(provider.poll(handle)).isInstanceOf(Succeeded.class);
    }

    @Test
    void makesTheRequestAnywayThatOnlyPricingRefuses() throws Exception {
        var input = input(Family.IMAGE, "sandbox:insufficient-credits");

        assertThat(SandboxScript.asksForInsufficientCredits(input)).isTrue();
        assertThat(SandboxScript.asksForInsufficientCredits(input(Family.IMAGE, "a cat")))
                .isFalse();
        assertThat(submit(Family.IMAGE, "sandbox:insufficient-credits"))
                .isInstanceOf(Accepted.class);
    }

    @Test
    void drawsWhatTheInputAsksFor() throws Exception {
        var input =
                json(
                        """
                        {"prompt":"A cat","n":2,"output_format":"webp",
                        "aspect_ratio":"16:9","resolution":"1K"}
                        """);

        var output = made(Family.IMAGE, input);

        assertThat(output.files()).hasSize(2);
        assertThat(output.actualPrompt()).isEqualTo("A cat");
        for (var file : output.files()) {
            assertThat(Measured.byIdentify(path(file))).isEqualTo("WEBP 1366 768");
        }
        assertThat(Files.mismatch(path(output.files().get(0)), path(output.files().get(1))))
                .isNotEqualTo(-1);
    }

    @Test
    void filmsWhatTheInputAsksFor() throws Exception {
        var input =
                json(
                        """
                        {"prompt":"A cat","duration":"2s","resolution":"480p",
                        "aspect_ratio":"9:16","generate_audio":false}
                        """);

        var file = path(made(Family.VIDEO, input).files().getFirst());

        assertThat(Measured.byFfprobe(file))
                .contains("width=480", "height=854")
                .doesNotContain("codec_type=audio");
        assertThat(Measured.seconds(file)).isCloseTo(2, within(0.1));
    }

    @Test
    void speaksAtOnce() throws Exception {
        var answer = submit(Family.TTS, "Hello there, how are you today?");

        var output = ((Finished) answer).output();
        var media = new MediaProbe().probe(path(output.files().getFirst())).orElseThrow();
        assertThat(media.contentType()).isEqualTo("audio/mpeg");
        assertThat(media.durationSeconds().orElseThrow()).isBetween(1.5, 3.5);
    }

    @Test
    void neitherShowsNorSpeaksTheScript() throws Exception {
        var plain = make(submission(Family.TTS, "Good morning.", 3));
        var scripted = make(submission(Family.TTS, "Good sandbox:flaky=1 morning.", 3));

        assertThat(scripted.actualPrompt()).isEqualTo("Good morning.");
        assertThat(path(scripted.files().getFirst()))
                .hasSameBinaryContentAs(path(plain.files().getFirst()));
    }

    @Test
    void makesTheSameBytesFromTheSameInputInAnyOrderOfItsFields() throws Exception {
        var one = made(Family.IMAGE, json("{\"prompt\":\"A cat\",\"image_size\":\"64x64\"}"));
        var other = made(Family.IMAGE, json("{\"image_size\":\"64x64\",\"prompt\":\"A cat\"}"));
        var different = made(Family.IMAGE, json("{\"image_size\":\"64x64\",\"prompt\":\"Cat\"}"));

        assertThat(path(other.files().getFirst()))
                .hasSameBinaryContentAs(path(one.files().getFirst()));
        assertThat(Files.mismatch(path(one.files().getFirst()), path(different.files().getFirst())))
                .isNotEqualTo(-1);
    }

    @Test
    void goesOnFromTheHandleInAnotherProcess() throws Exception {
        var handle = accepted(submit(Family.IMAGE, "A cat"));
        now = now.plusSeconds(5);

        var here = ((Succeeded) provider.poll(handle)).output();
        var elsewhere = provider(Pace.LIFELIKE, Optional.empty());
        var there = ((Succeeded) elsewhere.poll(new ProviderHandle(handle.text()))).output();

        assertThat(path(there.files().getFirst()))
                .hasSameBinaryContentAs(path(here.files().getFirst()));
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void keepsItsHandleSmallHoweverLongThePrompt(Family family) throws Exception {
        var handle = accepted(submit(family, "sandbox:slow=1s " + "日本\"\n\u0001".repeat(20_000)));

        assertThat(handle.text().getBytes(StandardCharsets.UTF_8).length).isLessThan(16_384);
        now = now.plus(Duration.ofHours(2));
        assertThat(SandboxHandle.parse(handle).isDue(now)).isTrue();
    }

    @Test
    void answersAtOnceInABenchmark() throws Exception {
        var instant = provider(Pace.INSTANT, Optional.empty());
        instant.warmUp();

        var speech = ((Finished) instant.submit(submission(Family.TTS, "Hello", 1))).output();
        assertThat(probed(speech)).isEqualTo("audio/mpeg");
        for (var family : new Family[] {Family.IMAGE, Family.VIDEO}) {
            var handle = accepted(instant.submit(submission(family, "A cat", 1)));
            var output = ((Succeeded) instant.poll(handle)).output();
            assertThat(probed(output)).startsWith(family.name().toLowerCase(java.util.Locale.ROOT));
        }
    }

    @Test
    void writesEverySubmissionDownBeforeItAnswers() throws Exception {
        var log = folder.resolve("submissions");
        var kept = provider(Pace.INSTANT, Optional.of(log));

        var threads =
                IntStream.range(0, 32)
                        .mapToObj(i ->
                                Thread.ofVirtual().start(() -> submitTo(kept, "gen_" + i, i % 3)))
                        .toList();
        for (var thread : threads) {
            thread.join();
        }

        var expected = IntStream.range(0, 32).mapToObj(i -> "gen_" + i + " " + i % 3).toList();
        assertThat(Files.readAllLines(log)).containsExactlyInAnyOrderElementsOf(expected);
    }

    private void submitTo(SandboxProvider kept, String id, int attempt) {
        var input = input(Family.IMAGE, "sandbox:lost");
        try {
            kept.submit(new Submission(id, attempt, "m", Family.IMAGE, input, START));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private SubmissionAnswer submit(Family family, String prompt) throws InterruptedException {
        return provider.submit(submission(family, prompt, 1));
    }

    private Output make(Submission submission) throws InterruptedException {
        return ((Finished) provider.submit(submission)).output();
    }

    private Output made(Family family, ObjectNode input) throws InterruptedException {
        var submission =
                new Submission("gen_1", 1, "m", family, input, START.plus(Duration.ofHours(1)));
        var handle = accepted(provider.submit(submission));
        now = now.plusSeconds(10);
        return ((Succeeded) provider.poll(handle)).output();
    }

    private static Submission submission(Family family, String prompt, int attempt) {
        var input = input(family, prompt);
        return new Submission(
                "gen_1", attempt, "m", family, input, START.plus(Duration.ofHours(1)));
    }

    private static ObjectNode input(Family family, String prompt) {
        return JsonMapper.shared()
                .createObjectNode()
                .put(family == Family.TTS ? "text" : "prompt", prompt);
    }

    private static ObjectNode json(String text) {
        return (ObjectNode) JsonMapper.shared().readTree(text);
    }

    private static ProviderHandle accepted(SubmissionAnswer answer) {
        return ((Accepted) answer).handle();
    }

    private static ProviderFailure refusal(SubmissionAnswer answer) {
        return ((Rejected) answer).failure();
    }

    private static ProviderFailure failure(Progress progress) {
        return ((Failed) progress).failure();
    }

    private static Path path(ResultFile file) {
        return ((ResultFile.OnDisk) file).path();
    }

    private static String probed(Output output) throws IOException {
        var bytes = ((ResultFile.Bytes) output.files().getFirst()).bytes();
        return new MediaProbe().probe(bytes).orElseThrow().contentType();
    }
}
