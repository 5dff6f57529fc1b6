package io.mediagate.provider.http;

import io.mediagate.egress.Exchange;
import io.mediagate.egress.HttpAnswer;
import io.mediagate.egress.LineFault;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Untrusted;
import io.mediagate.provider.Cancellation;
import io.mediagate.provider.InputSource.NotHad;
import io.mediagate.provider.Progress;
import io.mediagate.provider.ProviderFailure;
import io.mediagate.provider.Recovery;
import io.mediagate.provider.Submission;
import io.mediagate.provider.SubmissionAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.core.JacksonException;

/// Speaks to one vendor: chooses a key, sends, and decides what an answer says about the fate of what
/// was sent. An adapter says what to send and how a good answer reads.
public final class VendorHttp {
    private static final Duration LONGEST_SUBMISSION = Duration.ofMinutes(15);
    private static final Duration SETTLES_AFTER = Duration.ofMinutes(2);
    private static final Duration LONGEST_UPLOAD = Duration.ofMinutes(5);
    private static final Duration LONGEST_POLL = Duration.ofSeconds(60);
    private static final Duration SOON = Duration.ofSeconds(5);

    private final VendorProfile profile;
    private final VendorLine line;
    private final VendorTools tools;
    private final KeyRing keys;
    private final ResultFiles results;
    private final InputFiles inputs;
    private final Pace.Kept pace;

    public VendorHttp(VendorProfile profile, VendorAccount account, VendorTools tools) {
        this.profile = profile;
        this.line = new VendorLine(profile, account.baseUrl(), tools);
        this.tools = tools;
        this.keys = new KeyRing(account.keys(), tools.clock());
        this.results = new ResultFiles(tools, profile.failures());
        this.inputs = new InputFiles(tools.inputs());
        this.pace = profile.pace().begin();
    }

    /// Makes the request for a key. `input(…)` may be used in it; what that refuses, the submission is
    /// rejected for.
    public interface Ask {
        Call with(Key key) throws InterruptedException;
    }

    /// Reads an answer that says yes. Throws `Unreadable` where it cannot go on.
    public interface Reading<T> {
        T of(Key key, HttpAnswer answer) throws InterruptedException;
    }

    /// Reads the answers to a poll.
    public interface PollReading {
        /// One with a status of 2xx.
        Progress yes(HttpAnswer answer) throws InterruptedException;

        /// Any other, where the vendor means something of its own by it; empty for what HTTP means.
        default Optional<Progress> no(HttpAnswer answer) throws InterruptedException {
            return Optional.empty();
        }
    }

    /// Sends a submission by the key whose turn it is. A key that is refused for its own sake has started
    /// nothing, so the next one is asked at once; after any other answer nothing more is sent.
    public SubmissionAnswer submit(
            Submission submission, Ask ask, Reading<SubmissionAnswer> reading)
            throws InterruptedException {
        var refused = Optional.<SubmissionAnswer>empty();
        for (int tries = 0; tries < keys.all().size(); tries++) {
            var key = keys.next();
            if (key.isEmpty()) {
                break;
            }
            var answer = submit(key.get(), submission, ask, reading);
            if (!keys.restsAfter(key.get(), answer)) {
                return answer;
            }
            refused = Optional.of(answer);
        }
        return refused.orElseGet(() -> new SubmissionAnswer.Rejected(keys.allRest()));
    }

    /// Sends a submission to a vendor that makes nothing of one that it has seen before: always by the same
    /// key, so that sending it again reaches the account that saw it.
    public SubmissionAnswer submitRepeatably(
            Submission submission, Ask ask, Reading<SubmissionAnswer> reading)
            throws InterruptedException {
        var key = keys.of(submission.generationId());
        if (key.isEmpty()) {
            return new SubmissionAnswer.Rejected(keys.allRest());
        }
        var answer = submit(key.get(), submission, ask, reading);
        keys.restsAfter(key.get(), answer);
        return answer;
    }

    private SubmissionAnswer submit(
            Key key, Submission submission, Ask ask, Reading<SubmissionAnswer> reading)
            throws InterruptedException {
        try {
            var call = ask.with(key);
            pace.await();
            return answerOf(key, line.send(key, call, limit(submission)), reading);
        } catch (Refusal refusal) {
            return new SubmissionAnswer.Rejected(refusal.failure());
        } catch (NotHad file) {
            return new SubmissionAnswer.Rejected(file.failureOf(submission));
        }
    }

    private SubmissionAnswer answerOf(Key key, Exchange exchange, Reading<SubmissionAnswer> reading)
            throws InterruptedException {
        return switch (exchange) {
            case Exchange.Answered(var answer) -> {
                try {
                    yield reading.of(key, answer);
                } catch (Unreadable | JacksonException _) {
                    yield new SubmissionAnswer.Unknown(failure(Phase.SUBMIT, answer));
                }
            }
            case Exchange.Refused(var answer) -> {
                var failure = failure(Phase.SUBMIT, answer);
                yield Certainty.nothingWasStarted(answer, failure)
                        ? new SubmissionAnswer.Rejected(failure)
                        : new SubmissionAnswer.Unknown(failure);
            }
            case Exchange.NotSent(var fault) ->
                    new SubmissionAnswer.Rejected(failure(Phase.SUBMIT, fault));
            case Exchange.Lost(var fault) ->
                    new SubmissionAnswer.Unknown(failure(Phase.SUBMIT, fault));
        };
    }

    /// Asks after something accepted. What the line or a proxy did to a poll is no news of it, and so is
    /// our own account's trouble: it is asked for again.
    public Progress poll(VendorHandle handle, Call call, PollReading reading)
            throws InterruptedException {
        Progress last = soon(Optional.empty());
        for (var key : keys.beginningWith(handle.key())) {
            switch (line.send(key, call, LONGEST_POLL)) {
                case Exchange.Answered(var answer) -> {
                    return read(reading, answer);
                }
                case Exchange.Refused(var answer) -> {
                    var theirs = reading.no(answer);
                    if (theirs.isPresent()) {
                        return theirs.get();
                    }
                    var failure = failure(Phase.POLL, answer);
                    if (!failure.operatorFault()) {
                        return failure.retryable()
                                ? soon(failure.retryAfter())
                                : new Progress.Failed(begun(failure));
                    }
                    last = soon(failure.retryAfter());
                }
                case Exchange.NotSent(var fault) -> {
                    return fault == LineFault.FORBIDDEN_ADDRESS
                            ? new Progress.Failed(failure(Phase.POLL, fault))
                            : soon(Optional.empty());
                }
                case Exchange.Lost _ -> {
                    return soon(Optional.empty());
                }
            }
        }
        return last;
    }

    /// It was accepted. That the vendor has no such model, or nothing any more, by now or for this question,
    /// does not say that it never began: nobody may be led to have it made elsewhere.
    private static ProviderFailure begun(ProviderFailure failure) {
        boolean likeNeverBegun =
                failure.code() == ErrorCode.UNSUPPORTED_MODEL
                        || failure.code() == ErrorCode.PROVIDER_UNAVAILABLE;
        return likeNeverBegun
                ? new ProviderFailure(
                        ErrorCode.FAILED, failure.detail(), false, false, Optional.empty())
                : failure;
    }

    private static Progress read(PollReading reading, HttpAnswer answer)
            throws InterruptedException {
        try {
            return reading.yes(answer);
        } catch (Unreadable | JacksonException _) {
            return soon(Optional.empty());
        }
    }

    /// Looks for a submission by an id of ours, in every account that may have got it. The reading sees
    /// answers below 500; it says `NeverArrived` where the vendor knows no such thing, which is believed
    /// only once nothing can be on its way any more.
    public Recovery lookUp(Instant submittedAt, Call call, Reading<Recovery> reading)
            throws InterruptedException {
        boolean settled = tools.clock().instant().isAfter(submittedAt.plus(SETTLES_AFTER));
        for (var key : keys.all()) {
            switch (lookUp(key, call, reading)) {
                case Recovery.Found found -> {
                    return found;
                }
                case Recovery.NeverArrived _ -> {}
                case Recovery.NotYetKnown _ -> settled = false;
                case Recovery.CannotTell no -> {
                    return no;
                }
            }
        }
        return settled ? new Recovery.NeverArrived() : new Recovery.NotYetKnown();
    }

    private Recovery lookUp(Key key, Call call, Reading<Recovery> reading)
            throws InterruptedException {
        try {
            return switch (line.send(key, call, LONGEST_POLL)) {
                case Exchange.Answered(var answer) -> reading.of(key, answer);
                case Exchange.Refused(var answer) when answer.status() < 500 ->
                        reading.of(key, answer);
                case Exchange.Refused _, Exchange.NotSent _, Exchange.Lost _ ->
                        new Recovery.NotYetKnown();
            };
        } catch (Unreadable | JacksonException _) {
            return new Recovery.NotYetKnown();
        }
    }

    /// Any other request about something accepted, by the key that made it.
    public Exchange ask(VendorHandle handle, Call call) throws InterruptedException {
        return line.send(keys.beginningWith(handle.key()).getFirst(), call, LONGEST_POLL);
    }

    /// Asks to stop something; `STOPPED` only where the reading says so of an answer of 2xx.
    public Cancellation cancel(VendorHandle handle, Call call, Reading<Cancellation> reading)
            throws InterruptedException {
        var key = keys.beginningWith(handle.key()).getFirst();
        if (line.send(key, call, LONGEST_POLL) instanceof Exchange.Answered(var answer)) {
            try {
                return reading.of(key, answer);
            } catch (Unreadable | JacksonException _) {
                return Cancellation.GOES_ON;
            }
        }
        return Cancellation.GOES_ON;
    }

    /// Fetches what was made, by links that need no key.
    public Progress fetch(List<String> links, String actualPrompt) throws InterruptedException {
        return results.fetch(links, new HashMap<>(), actualPrompt);
    }

    /// Fetches what was made, by links of the vendor's own hosts that need the key.
    public Progress fetchWithKey(VendorHandle handle, List<String> links, String actualPrompt)
            throws InterruptedException {
        if (!links.stream().allMatch(line::isOwn)) {
            return new Progress.Failed(failure(Phase.RESULT, LineFault.FORBIDDEN_ADDRESS));
        }
        var key = keys.beginningWith(handle.key()).getFirst();
        return results.fetch(links, line.credentials(key), actualPrompt);
    }

    /// Sends what a submission needs first, such as a file, by the key that it goes by. Not to be used
    /// outside an `Ask`: for whatever goes wrong in it the submission is rejected, which was never sent.
    public <T> T first(Key key, Call call, Reading<T> reading) throws InterruptedException {
        return switch (line.send(key, call, LONGEST_UPLOAD)) {
            case Exchange.Answered(var answer) -> {
                try {
                    yield reading.of(key, answer);
                } catch (Unreadable | JacksonException _) {
                    throw new Refusal(failure(Phase.SUBMIT, answer));
                }
            }
            case Exchange.Refused(var answer) -> throw new Refusal(failure(Phase.SUBMIT, answer));
            // Unlike a submission it may be sent again.
            case Exchange.NotSent(var fault) -> throw new Refusal(failure(Phase.POLL, fault));
            case Exchange.Lost(var fault) -> throw new Refusal(failure(Phase.POLL, fault));
        };
    }

    /// A file that the caller named by a link or as a `data:` URI. Not to be used outside an `Ask`.
    public InputFile input(String link) throws InterruptedException {
        return inputs.load(link);
    }

    /// To be thrown in an `Ask`: what the caller gave cannot become a request. The words are ours, so they
    /// may say what is wrong.
    public static RuntimeException refusal(String words) {
        return Refusal.of(words);
    }

    /// A submission that was answered with a no inside a yes.
    public SubmissionAnswer.Rejected rejected(HttpAnswer answer) {
        return new SubmissionAnswer.Rejected(failure(Phase.SUBMIT, answer));
    }

    /// A no inside a yes of HTTP, of a vendor that says even what it does not know that way ("internal
    /// error", "timeout"): as after a status of 500, only clear words prove that nothing was started.
    public SubmissionAnswer saysNo(HttpAnswer answer) {
        var failure = failure(Phase.SUBMIT, answer);
        return Certainty.isPlain(failure)
                ? new SubmissionAnswer.Rejected(failure)
                : new SubmissionAnswer.Unknown(failure);
    }

    /// A submission of which something was made, and perhaps billed, that is no use to the caller.
    public static SubmissionAnswer spoiled(FailureKind kind, HttpAnswer answer) {
        return new SubmissionAnswer.Unknown(failure(kind, answer));
    }

    /// The same, where the vendor's own words say why.
    public SubmissionAnswer spoiled(HttpAnswer answer) {
        return new SubmissionAnswer.Unknown(failure(Phase.SUBMIT, answer));
    }

    /// A no inside a yes to the question itself, which is no news of what was accepted unless it is final;
    /// and then it is not the caller's fault, who has not asked it.
    public Progress saysNoToPoll(HttpAnswer answer) {
        var failure = failure(Phase.POLL, answer);
        return failure.operatorFault() || failure.retryable()
                ? soon(failure.retryAfter())
                : failed(FailureKind.FINAL, answer);
    }

    /// Something accepted that the vendor says has failed.
    public Progress.Failed failed(HttpAnswer answer) {
        return new Progress.Failed(failure(Phase.POLL, answer));
    }

    /// A failure that the adapter itself recognised, where the vendor's own words say nothing.
    public static Progress.Failed failed(FailureKind kind, HttpAnswer answer) {
        return new Progress.Failed(failure(kind, answer));
    }

    private static ProviderFailure failure(FailureKind kind, HttpAnswer answer) {
        return new ProviderFailure(
                kind.code(),
                new Untrusted(answer.text()),
                kind.retryable(),
                kind.remedy(),
                Optional.empty());
    }

    /// How an answer reads that is a failure.
    public ProviderFailure failure(Phase phase, HttpAnswer answer) {
        return profile.failures().of(VendorAnswer.of(phase, answer));
    }

    private ProviderFailure failure(Phase phase, LineFault fault) {
        return profile.failures().of(VendorAnswer.of(phase, fault));
    }

    /// When the first key is back, while all of them rest.
    public Optional<Instant> restingUntil() {
        return keys.restingUntil();
    }

    /// Asks again when there is news to be expected.
    public static Progress running(Duration again) {
        return running(OptionalInt.empty(), again);
    }

    /// Asks again when there is news to be expected; the vendor may say how far it is.
    public static Progress running(OptionalInt percent, Duration again) {
        return new Progress.Running(within(percent), again);
    }

    private static OptionalInt within(OptionalInt percent) {
        return percent.isPresent()
                ? OptionalInt.of(Math.clamp(percent.getAsInt(), 0, 100))
                : percent;
    }

    private static Progress soon(Optional<Duration> hint) {
        return running(hint.orElse(SOON));
    }

    /// Until a submission's deadline; negative after it.
    public Duration timeLeft(Submission submission) {
        return Duration.between(tools.clock().instant(), submission.deadlineAt());
    }

    private Duration limit(Submission submission) {
        var left = timeLeft(submission);
        var least = Duration.ofSeconds(1);
        return left.compareTo(least) < 0
                ? least
                : left.compareTo(LONGEST_SUBMISSION) > 0 ? LONGEST_SUBMISSION : left;
    }
}
