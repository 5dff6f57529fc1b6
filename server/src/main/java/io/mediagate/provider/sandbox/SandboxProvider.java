package io.mediagate.provider.sandbox;

import io.mediagate.error.Family;
import io.mediagate.provider.Cancellation;
import io.mediagate.provider.InputSource;
import io.mediagate.provider.Progress;
import io.mediagate.provider.Progress.Failed;
import io.mediagate.provider.Progress.Running;
import io.mediagate.provider.Progress.Succeeded;
import io.mediagate.provider.Provider;
import io.mediagate.provider.ProviderHandle;
import io.mediagate.provider.ResultFile;
import io.mediagate.provider.Submission;
import io.mediagate.provider.SubmissionAnswer;
import io.mediagate.provider.SubmissionAnswer.Accepted;
import io.mediagate.provider.SubmissionAnswer.Finished;
import io.mediagate.provider.SubmissionAnswer.Output;
import io.mediagate.provider.SubmissionAnswer.Rejected;
import io.mediagate.provider.SubmissionAnswer.Unknown;
import io.mediagate.provider.sandbox.SandboxInputs.Look;
import io.mediagate.provider.sandbox.SandboxInputs.Look.Seen;
import io.mediagate.provider.sandbox.SandboxScript.Ending;
import io.mediagate.provider.sandbox.SandboxSettings.Pace;
import io.mediagate.provider.sandbox.render.Order;
import io.mediagate.provider.sandbox.render.Order.Film;
import io.mediagate.provider.sandbox.render.Order.Picture;
import io.mediagate.provider.sandbox.render.Order.Speech;
import io.mediagate.provider.sandbox.render.Studio;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The vendor that needs no account. It behaves as vendors do: speech is answered at once, pictures and
/// films are accepted and followed, and everything it must remember is in the handle, so that another
/// process can go on. `docs/07-sandbox.md` says what prompts can make it do.
public final class SandboxProvider implements Provider, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SandboxProvider.class);
    private static final Duration PICTURE_TIME = Duration.ofMillis(700);
    private static final Duration FILM_TIME = Duration.ofMillis(1300);
    private static final Duration FAILING_TIME = Duration.ofMillis(600);
    private static final Duration LATE_TIME = Duration.ofSeconds(2);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(20);

    /// Bytes of a text that a handle, of at most 16 kB, has room for.
    private static final int LONGEST_KEPT_TEXT = 10_000;

    private static final int LONGEST_KEPT_PROMPT = 3_000;

    private final SandboxInputs inputs;
    private final Pace pace;
    private final InstantSource clock;
    private final Studio studio;
    private final InstantMedia instant;
    private final Optional<SubmissionLog> log;

    /// @param source the files that inputs name
    public SandboxProvider(SandboxSettings settings, InputSource source, InstantSource clock) {
        this.inputs = new SandboxInputs(source);
        this.pace = settings.pace();
        this.clock = clock;
        this.studio = new Studio(settings.workFolder(), settings.renderThreads());
        this.instant = new InstantMedia(studio);
        this.log = settings.submissionLog().map(SubmissionLog::new);
    }

    /// Loads encoders and the voice, which otherwise the first generation waits for. For a thread in the
    /// background.
    public void warmUp() throws InterruptedException {
        studio.warmUp();
        if (pace == Pace.INSTANT) {
            instant.warmUp();
        }
    }

    @Override
    public String name() {
        return "sandbox";
    }

    @Override
    public SubmissionAnswer submit(Submission submission) throws InterruptedException {
        log.ifPresent(kept -> kept.add(submission));
        return switch (inputs.look(submission)) {
            case Look.Seen seen -> submit(seen);
            case Look.Unusable(var failure) -> new Rejected(failure);
        };
    }

    private SubmissionAnswer submit(Seen seen) throws InterruptedException {
        var submission = seen.submission();
        var script = SandboxScript.of(submission.input());
        if (pace == Pace.INSTANT && script.ending() == Ending.NONE && isSpeech(submission)) {
            return new Finished(output(List.of(instant.of(Family.TTS)), ""));
        }
        return switch (script.ending()) {
            case RATE_LIMITED, PROVIDER_UNAVAILABLE, UNSUPPORTED_MODEL, INVALID_INPUT ->
                    rejected(SandboxAnswers.of(script.ending(), SandboxOrders.seed(submission)));
            case CONTENT_REJECTED ->
                    // Films are looked at when they are made, the rest is refused at the door.
                    submission.family() == Family.VIDEO
                            ? accepted(seen, script, FAILING_TIME)
                            : rejected(
                                    SandboxAnswers.of(
                                            script.ending(), SandboxOrders.seed(submission)));
            case LOST -> new Unknown(SandboxFailures.lost());
            case FLAKY ->
                    submission.attempt() <= script.amount()
                            ? rejected(SandboxAnswers.passing(submission.attempt()))
                            : made(seen, script);
            case FAILED, TIMEOUT, STUCK -> accepted(seen, script, FAILING_TIME);
            case SLOW -> accepted(seen, script, Duration.ofMillis(script.amount()));
            case LATE -> accepted(seen, script, LATE_TIME);
            case NONE, INSUFFICIENT_CREDITS -> made(seen, script);
        };
    }

    private static boolean isSpeech(Submission submission) {
        return submission.family() == Family.TTS;
    }

    private static Rejected rejected(SandboxAnswer answer) {
        return new Rejected(SandboxFailures.of(answer));
    }

    private SubmissionAnswer made(Seen seen, SandboxScript script) throws InterruptedException {
        var submission = seen.submission();
        return switch (submission.family()) {
            case TTS -> spoken(seen, script);
            case IMAGE -> accepted(seen, script, PICTURE_TIME);
            case VIDEO -> accepted(seen, script, FILM_TIME);
        };
    }

    private SubmissionAnswer spoken(Seen seen, SandboxScript script) throws InterruptedException {
        var submission = seen.submission();
        try {
            return new Finished(make(SandboxOrders.of(submission), prompt(submission)));
        } catch (UncheckedIOException e) {
            LOG.warn("the sandbox has no room for a result: {}", e.toString());
            return accepted(seen, script, Duration.ZERO);
        }
    }

    private Accepted accepted(Seen seen, SandboxScript script, Duration takes) {
        var submission = seen.submission();
        var now = clock.instant();
        var due = pace == Pace.INSTANT && script.ending() == Ending.NONE ? now : now.plus(takes);
        var handle =
                new SandboxHandle(
                        script.ending(),
                        SandboxOrders.seed(submission),
                        now.toEpochMilli(),
                        due.toEpochMilli(),
                        kept(prompt(submission), LONGEST_KEPT_PROMPT),
                        keepable(SandboxOrders.of(submission).showing(seen.shown())));
        return new Accepted(handle.pack());
    }

    private static String prompt(Submission submission) {
        return SandboxScript.without(SandboxOrders.text(submission.input()));
    }

    private static String kept(String prompt, int mostBytes) {
        return prompt.getBytes(StandardCharsets.UTF_8).length <= mostBytes ? prompt : "";
    }

    /// A text too long for a handle loses its end: only speech with a script comes here.
    private static Order keepable(Order order) {
        if (!(order instanceof Speech speech)) {
            return order;
        }
        var text = speech.text();
        while (text.getBytes(StandardCharsets.UTF_8).length > LONGEST_KEPT_TEXT) {
            text =
                    text.substring(
                            0,
                            text.offsetByCodePoints(
                                    0, text.codePointCount(0, text.length()) * 3 / 4));
        }
        return new Speech(speech.seed(), text, speech.format(), speech.speed());
    }

    @Override
    public Progress poll(ProviderHandle handle) throws InterruptedException {
        var state = SandboxHandle.parse(handle);
        var now = clock.instant();
        if (state.ending() == Ending.STUCK) {
            return new Running(OptionalInt.empty(), LONGEST_WAIT);
        }
        if (!state.isDue(now)) {
            var percent =
                    state.ending() == Ending.SLOW
                            ? OptionalInt.of(state.percent(now))
                            : OptionalInt.empty();
            return new Running(percent, wait(state.left(now), state.ending()));
        }
        return switch (state.ending()) {
            case FAILED, TIMEOUT, CONTENT_REJECTED ->
                    new Failed(SandboxFailures.of(SandboxAnswers.of(state.ending(), state.seed())));
            case NONE,
                    INSUFFICIENT_CREDITS,
                    SLOW,
                    LATE,
                    FLAKY,
                    RATE_LIMITED,
                    PROVIDER_UNAVAILABLE,
                    UNSUPPORTED_MODEL,
                    INVALID_INPUT,
                    LOST,
                    STUCK ->
                    madeWhenThereIsRoom(state);
        };
    }

    /// A full disk is no reason to fail: what is asked for is made by a later poll, until the deadline.
    private Progress madeWhenThereIsRoom(SandboxHandle state) throws InterruptedException {
        try {
            return new Succeeded(make(state.order(), state.prompt()));
        } catch (UncheckedIOException e) {
            LOG.warn("the sandbox has no room for a result: {}", e.toString());
            return new Running(OptionalInt.empty(), LONGEST_WAIT);
        }
    }

    /// Until it is due, but a slow one often enough to see its progress.
    private static Duration wait(Duration left, Ending ending) {
        var longest = ending == Ending.SLOW ? Duration.ofMillis(250) : LONGEST_WAIT;
        var wait = left.compareTo(longest) < 0 ? left : longest;
        return wait.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : wait;
    }

    private Output make(Order order, String prompt) throws InterruptedException {
        if (pace == Pace.INSTANT) {
            return output(List.of(instant.of(family(order))), prompt);
        }
        List<Path> files = studio.make(order);
        return output(
                files.stream().map(file -> (ResultFile) new ResultFile.OnDisk(file)).toList(),
                prompt);
    }

    private static Family family(Order order) {
        return switch (order) {
            case Picture picture -> Family.IMAGE;
            case Film film -> Family.VIDEO;
            case Speech speech -> Family.TTS;
        };
    }

    private static Output output(List<? extends ResultFile> files, String prompt) {
        return new Output(List.copyOf(files), prompt);
    }

    @Override
    public Cancellation cancel(ProviderHandle handle) {
        return SandboxHandle.parse(handle).ending() == Ending.LATE
                ? Cancellation.GOES_ON
                : Cancellation.STOPPED;
    }

    /// Stops what is being made.
    @Override
    public void close() {
        studio.close();
        log.ifPresent(SubmissionLog::close);
    }
}
