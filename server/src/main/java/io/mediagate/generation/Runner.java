package io.mediagate.generation;

import io.mediagate.artifact.Artifacts;
import io.mediagate.catalog.Catalog;
import io.mediagate.catalog.Route;
import io.mediagate.error.ErrorCode;
import io.mediagate.generation.AttemptChange.End;
import io.mediagate.provider.Cancellation;
import io.mediagate.provider.Progress;
import io.mediagate.provider.Provider;
import io.mediagate.provider.ProviderFailure;
import io.mediagate.provider.ProviderHandle;
import io.mediagate.provider.Submission;
import io.mediagate.provider.SubmissionAnswer;
import io.mediagate.provider.SubmissionAnswer.Output;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Moves one running generation to its end, on a virtual thread of its own: submit, sleep, poll, decide.
/// What it decides from is stored; a crash loses only the timer.
final class Runner {

    private static final Logger LOG = LoggerFactory.getLogger(Runner.class);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(10);
    private static final Duration BETWEEN_TRIES_TO_STORE = Duration.ofSeconds(1);

    /// What all runners of a node share.
    record Tools(
            Writers writers,
            Catalog catalog,
            Routing routing,
            Outcomes outcomes,
            Snapshots snapshots,
            LifeSettings settings,
            InstantSource clock) {}

    private final Lease lease;
    private final Tools tools;
    private final Pause pause;
    private OptionalInt percent;
    private OptionalInt begun = OptionalInt.empty();

    Runner(Lease lease, Tools tools, Pause pause) {
        this.lease = lease;
        this.tools = tools;
        this.pause = pause;
        this.percent = lease.generation().progress();
    }

    /// The lease's number, to compare with what the database says.
    long leaseNumber() {
        return lease.number();
    }

    /// Makes it look at once whether its generation is still its own.
    void nudge() {
        pause.nudge();
    }

    /// Starts a generation that was just claimed.
    void start() throws InterruptedException {
        guarded(() -> submit(1));
    }

    /// Goes on where a former owner left off.
    void resume(Supplier<Optional<AttemptStore.Last>> lookUp) throws InterruptedException {
        guarded(() -> {
            var last = Writers.surely(lookUp::get);
            if (last.isEmpty()) {
                submit(1);
                return;
            }
            int number = last.get().number();
            switch (last.get().state()) {
                case "rejected" -> submit(number + 1);
                case "accepted" -> {
                    begun = OptionalInt.of(number);
                    var provider = tools.routing().provider(last.get().provider());
                    follow(provider, last.get().handle().orElseThrow(), number);
                }
                // Whoever began it cannot tell any more whether it was sent.
                default -> outcomeUnknown(number, Optional.empty());
            }
        });
    }

    private interface Step {
        void take() throws InterruptedException;
    }

    /// A bug must not leave a generation running for ever: it ends, and the attempt is for the operator.
    private void guarded(Step step) throws InterruptedException {
        try {
            step.take();
        } catch (RuntimeException e) {
            LOG.error("generation {} ends as failed because of a bug", lease.id(), e);
            fail(
                    begun.stream().mapToObj(this::unknown).findFirst(),
                    Outcomes.plain(ErrorCode.FAILED));
        }
    }

    private AttemptChange.Ended unknown(int number) {
        return new AttemptChange.Ended(lease, number, End.OUTCOME_UNKNOWN, Optional.empty());
    }

    private void submit(int first) throws InterruptedException {
        var model = tools.catalog().find(lease.generation().model());
        if (model.isEmpty()) {
            fail(Optional.empty(), Outcomes.plain(ErrorCode.UNSUPPORTED_MODEL));
            return;
        }
        var routes = tools.routing().routes(model.get(), lease.generation().scope().livemode());
        if (routes.isEmpty()) {
            fail(Optional.empty(), Outcomes.plain(ErrorCode.PROVIDER_UNAVAILABLE));
            return;
        }
        int number = first;
        while (submitOnce(routes.get((number - 1) % routes.size()), number)) {
            number++;
        }
    }

    /// One submission; true: it was certainly refused, and another one makes sense.
    private boolean submitOnce(Route route, int number) throws InterruptedException {
        if (pastDeadline()) {
            fail(Optional.empty(), Outcomes.plain(ErrorCode.TIMEOUT));
            return false;
        }
        var begin = new AttemptChange.Begun(lease, number, route.provider(), route.model());
        if (!tools.writers().attemptSurely(begin)) {
            return false;
        }
        begun = OptionalInt.of(number);
        var provider = tools.routing().provider(route.provider());
        return switch (provider.submit(submission(route, number))) {
            case SubmissionAnswer.Accepted(var handle) -> {
                tools.writers().attemptSurely(new AttemptChange.Accepted(lease, number, handle));
                follow(provider, handle, number);
                yield false;
            }
            case SubmissionAnswer.Finished(var output) -> {
                succeed(output, number);
                yield false;
            }
            case SubmissionAnswer.Unknown(var failure) -> {
                outcomeUnknown(number, Optional.of(failure));
                yield false;
            }
            case SubmissionAnswer.Rejected(var failure) -> againAfter(failure, number);
        };
    }

    private Submission submission(Route route, int number) {
        var generation = lease.generation();
        var input = (ObjectNode) JsonMapper.shared().readTree(generation.input());
        return new Submission(
                generation.id(),
                number,
                route.model(),
                generation.family(),
                input,
                lease.deadlineAt());
    }

    /// Whether a refused submission is worth another one, after having waited for it.
    private boolean againAfter(ProviderFailure failure, int number) throws InterruptedException {
        var settings = tools.settings();
        var backoff =
                failure.retryAfter()
                        .orElse(
                                settings.firstBackoff()
                                        .multipliedBy(1L << Math.min(number - 1, 20)));
        var ended = new AttemptChange.Ended(lease, number, End.REJECTED, Optional.of(failure));
        boolean again =
                failure.retryable()
                        && number < settings.mostAttempts()
                        && backoff.compareTo(LONGEST_BACKOFF) <= 0
                        && now().plus(backoff).isBefore(lease.deadlineAt());
        if (!again) {
            fail(Optional.of(ended), tools.outcomes().failure(failure));
            return false;
        }
        tools.writers().attemptSurely(ended);
        return pause.sleep(backoff) && stillOurs();
    }

    private void follow(Provider provider, ProviderHandle handle, int number)
            throws InterruptedException {
        while (true) {
            if (pastDeadline()) {
                timeOut(provider, handle, number);
                return;
            }
            switch (provider.poll(handle)) {
                case Progress.Running(var reported, var again) -> {
                    boolean ours = note(reported);
                    if (ours && !pause.sleep(atMostToDeadline(again))) {
                        return;
                    }
                    if (!ours || !stillOurs()) {
                        letGo(provider, handle, number);
                        return;
                    }
                }
                case Progress.Succeeded(var output) -> {
                    succeed(output, number);
                    return;
                }
                case Progress.Failed(var failure) -> {
                    var ended =
                            new AttemptChange.Ended(
                                    lease, number, End.FAILED, Optional.of(failure));
                    fail(Optional.of(ended), tools.outcomes().failure(failure));
                    return;
                }
            }
        }
    }

    /// Records a percentage when it has changed. False: the generation is not ours any more.
    private boolean note(OptionalInt reported) throws InterruptedException {
        if (reported.isEmpty() || reported.equals(percent)) {
            return true;
        }
        percent = reported;
        var change = new Change.Progressed(lease, reported.getAsInt());
        return tools.writers().changeSurely(change) instanceof Change.Answer.Made;
    }

    private void succeed(Output output, int number) throws InterruptedException {
        switch (keep(output)) {
            case Artifacts.Kept.Stored(var files) -> {
                var result = new Result(output.actualPrompt(), files);
                var success = new Change.Succeeded(lease, number, result);
                if (tools.writers().changeSurely(success) instanceof Change.Answer.TooLate) {
                    tools.outcomes().discard(lease.generation(), result);
                    endIfOverWithoutResult(
                            new AttemptChange.Ended(lease, number, End.LATE, Optional.empty()));
                }
            }
            case Artifacts.Kept.Unusable(var why) -> {
                LOG.warn("generation {} brought an unusable result: {}", lease.id(), why);
                var ended = new AttemptChange.Ended(lease, number, End.FAILED, Optional.empty());
                fail(Optional.of(ended), Outcomes.plain(ErrorCode.FAILED));
            }
        }
    }

    /// A store that cannot be written to now may be mended; what was paid for is not thrown away before
    /// the deadline.
    private Artifacts.Kept keep(Output output) throws InterruptedException {
        while (true) {
            try {
                return tools.outcomes().keep(lease.generation(), output);
            } catch (UncheckedIOException e) {
                LOG.error("the result of generation {} cannot be stored", lease.id(), e);
                if (pastDeadline() || !pause.sleep(BETWEEN_TRIES_TO_STORE)) {
                    return new Artifacts.Kept.Unusable("it could not be stored");
                }
            }
        }
    }

    private void fail(Optional<AttemptChange.Ended> ended, Failure failure)
            throws InterruptedException {
        var answer = tools.writers().changeSurely(new Change.Failed(lease, ended, failure));
        if (answer instanceof Change.Answer.TooLate && ended.isPresent()) {
            endIfOverWithoutResult(ended.get());
        }
    }

    /// After a change came too late: the attempt is over too, unless another node owns it by now.
    private void endIfOverWithoutResult(AttemptChange.Ended ended) throws InterruptedException {
        var state = state();
        if (state == State.CANCELED || state == State.FAILED) {
            tools.writers().attemptSurely(ended);
        }
    }

    private void outcomeUnknown(int number, Optional<ProviderFailure> failure)
            throws InterruptedException {
        LOG.warn("the outcome of attempt {} at generation {} is unknown", number, lease.id());
        fail(
                Optional.of(new AttemptChange.Ended(lease, number, End.OUTCOME_UNKNOWN, failure)),
                failure.map(tools.outcomes()::failure).orElse(Outcomes.plain(ErrorCode.FAILED)));
    }

    private void timeOut(Provider provider, ProviderHandle handle, int number)
            throws InterruptedException {
        var ended = new AttemptChange.Ended(lease, number, End.ABANDONED, Optional.empty());
        fail(Optional.of(ended), Outcomes.plain(ErrorCode.TIMEOUT));
        provider.cancel(handle);
    }

    /// The generation ended without us, or is another node's. Only in the first case the provider is told
    /// to stop; where it does not, its late result is recorded for the operator and thrown away.
    private void letGo(Provider provider, ProviderHandle handle, int number)
            throws InterruptedException {
        if (!state().ended()) {
            return;
        }
        if (provider.cancel(handle) == Cancellation.STOPPED) {
            end(number, End.ABANDONED);
            return;
        }
        while (!pastDeadline()) {
            switch (provider.poll(handle)) {
                case Progress.Running(_, var again) -> {
                    if (!pause.sleep(atMostToDeadline(again))) {
                        return;
                    }
                }
                case Progress.Succeeded _ -> {
                    end(number, End.LATE);
                    return;
                }
                case Progress.Failed _ -> {
                    end(number, End.ABANDONED);
                    return;
                }
            }
        }
        end(number, End.ABANDONED);
    }

    private void end(int number, End end) throws InterruptedException {
        tools.writers()
                .attemptSurely(new AttemptChange.Ended(lease, number, end, Optional.empty()));
    }

    private State state() throws InterruptedException {
        return Writers.surely(() -> tools.snapshots().find(lease.generation().scope(), lease.id()))
                .map(Generation::state)
                .orElseThrow();
    }

    private boolean stillOurs() throws InterruptedException {
        return !pause.wasNudged() || Writers.surely(() -> tools.snapshots().holds(lease));
    }

    private boolean pastDeadline() {
        return !now().isBefore(lease.deadlineAt());
    }

    private Duration atMostToDeadline(Duration wanted) {
        var left = Duration.between(now(), lease.deadlineAt());
        return left.compareTo(wanted) < 0 ? left : wanted;
    }

    private Instant now() {
        return tools.clock().instant();
    }
}
