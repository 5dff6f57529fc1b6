package io.mediagate.generation;

import io.mediagate.catalog.Catalog;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Untrusted;
import io.mediagate.generation.AttemptChange.End;
import io.mediagate.generation.AttemptChange.Ended;
import io.mediagate.generation.Timeline.Considered;
import io.mediagate.log.Marks;
import io.mediagate.provider.ProviderFailure;
import io.mediagate.provider.ProviderHandle;
import io.mediagate.provider.Recovery;
import io.mediagate.provider.Submission;
import io.mediagate.provider.SubmissionAnswer;
import io.mediagate.trace.Traces;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Moves one running generation to its end, on a virtual thread of its own: choose a route, submit, follow,
/// and where that failed without being billed, choose again. What it decides from is stored; a crash loses
/// only the timer.
final class Runner {

    private static final Logger LOG = LoggerFactory.getLogger(Runner.class);

    /// In all, for routes to come back: longer than a breaker is open, and short enough for a caller who
    /// holds the line.
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(45);

    private static final Duration FIRST_LOOK_AGAIN = Duration.ofSeconds(1);
    private static final Duration LAST_LOOK_AGAIN = Duration.ofSeconds(30);

    /// Of an attempt whose node is gone, and of which nothing else is known.
    private static final ProviderFailure CUT_SHORT =
            new ProviderFailure(
                    ErrorCode.FAILED,
                    new Untrusted("it is not known whether the request was taken"),
                    true,
                    Optional.empty(),
                    Optional.empty());

    /// What all runners of a node share.
    record Tools(
            Writers writers,
            Catalog catalog,
            Routing routing,
            Outcomes outcomes,
            Snapshots snapshots,
            LifeSettings settings,
            InstantSource clock,
            Tally tally,
            Traces traces) {}

    private final Lease lease;
    private final Tools tools;
    private final Owned owned;
    private final Notes notes;
    private final Endings endings;
    private final Follower follower;

    /// The attempt that is not over yet, as far as this runner began or took it over.
    private Optional<Going> open = Optional.empty();

    /// An attempt that is over and not written yet: that is done with what comes next.
    private Optional<Ended> over = Optional.empty();

    private Optional<ProviderFailure> told = Optional.empty();
    private int attempts;
    private Duration waited = Duration.ZERO;

    Runner(Lease lease, Tools tools, Pause pause) {
        this.lease = lease;
        this.tools = tools;
        this.owned = new Owned(lease, tools, pause);
        this.notes = new Notes(lease, tools.clock());
        this.endings = new Endings(owned, notes);
        this.follower = new Follower(owned, endings);
    }

    /// The lease's number, to compare with what the database says.
    long leaseNumber() {
        return lease.number();
    }

    /// Makes it look at once whether its generation is still its own.
    void nudge() {
        owned.pause().nudge();
    }

    /// Starts a generation that was just claimed.
    void start() throws InterruptedException {
        guarded(() -> run(List.of()));
    }

    /// Goes on where a former owner left off.
    void resume(Supplier<List<AttemptStore.Past>> lookUp) throws InterruptedException {
        guarded(() -> run(Writers.surely(lookUp::get)));
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
            var unknown =
                    open.map(going -> endings.ended(going, End.OUTCOME_UNKNOWN, Optional.empty()));
            endings.fail(unknown.or(() -> over), Outcomes.plain(ErrorCode.FAILED));
        }
    }

    private void run(List<AttemptStore.Past> past) throws InterruptedException {
        var model = tools.catalog().find(lease.generation().model());
        var choice =
                new RouteChoice(
                        model.map(it -> tools.routing().candidates(it, isLive(), input()))
                                .orElse(List.of()));
        past.forEach(attempt -> remember(choice, attempt));
        if (!past.isEmpty()) {
            var last = past.getLast();
            if (!traced(last.provider() + " " + last.model(), () -> goOn(choice, last))) {
                return;
            }
        }
        if (choice.isEmpty()) {
            notes.gaveUp("no route serves this", List.of());
            var code =
                    model.isEmpty() ? ErrorCode.UNSUPPORTED_MODEL : ErrorCode.PROVIDER_UNAVAILABLE;
            fail(Outcomes.plain(code));
            return;
        }
        tryRoutes(choice);
    }

    /// An attempt, or what a former owner left to do of one, is a part of its request's trace.
    private boolean traced(String route, ScopedValue.CallableOp<Boolean, InterruptedException> work)
            throws InterruptedException {
        if (lease.trace().isEmpty()) {
            return work.call();
        }
        var span =
                tools.traces()
                        .begin(Traces.Kind.INTERNAL, "attempt", lease.trace())
                        .with("mediagate.generation_id", lease.id())
                        .with("mediagate.model", lease.generation().model())
                        .with("mediagate.route", route);
        Marks.trace(span.traceId());
        return span.during(work);
    }

    private boolean isLive() {
        return lease.generation().scope().livemode();
    }

    private ObjectNode input() {
        return (ObjectNode)
                JsonMapper.shared().readTree(tools.outcomes().input(lease.generation()));
    }

    private void remember(RouteChoice choice, AttemptStore.Past past) {
        attempts = past.number();
        past.failure()
                .ifPresent(failure -> {
                    var ended = past.endedAt().orElse(past.submittedAt());
                    told = Optional.of(Fallback.worthTelling(told, failure));
                    choice.note(
                            past.provider() + " " + past.model(),
                            failure.code(),
                            again(failure, past.number(), ended),
                            past.number());
                });
    }

    /// Takes up a former owner's last attempt; true: it is over, and another one may be made.
    private boolean goOn(RouteChoice choice, AttemptStore.Past last) throws InterruptedException {
        var candidate = choice.find(last.provider(), last.model());
        return switch (last.state()) {
            case "rejected", "failed" -> true;
            default -> {
                var going =
                        new Going(
                                last.number(),
                                tools.routing().provider(last.provider()),
                                last.model(),
                                candidate,
                                last.submittedAt());
                open = Optional.of(going);
                yield last.handle().isPresent()
                        ? follow(choice, going, last.handle().get())
                        : recover(choice, going, Optional.empty());
            }
        };
    }

    private void tryRoutes(RouteChoice choice) throws InterruptedException {
        while (true) {
            if (owned.pastDeadline()) {
                fail(Outcomes.plain(ErrorCode.TIMEOUT));
                return;
            }
            if (attempts >= tools.settings().mostAttempts()) {
                giveUp("it had all its attempts", List.of(), Optional.empty());
                return;
            }
            switch (choice.next(owned.now())) {
                case RouteChoice.Next.Take(var candidate, var considered) -> {
                    if (!traced(candidate.name(), () -> attempt(choice, candidate, considered))) {
                        return;
                    }
                }
                case RouteChoice.Next.Wait(var until, var considered) -> {
                    if (!waitUntil(until, considered)) {
                        return;
                    }
                }
                case RouteChoice.Next.Nowhere(var considered) -> {
                    giveUp("no route is left", considered, backIn(considered));
                    return;
                }
            }
        }
    }

    /// Waits for a route; false: that would take too long, or the generation is not ours any more.
    private boolean waitUntil(Instant until, List<Considered> considered)
            throws InterruptedException {
        var left = Duration.between(owned.now(), until);
        waited = waited.plus(left);
        if (waited.compareTo(LONGEST_WAIT) > 0 || !until.isBefore(lease.deadlineAt())) {
            giveUp("no route comes back in time", considered, Optional.of(left));
            return false;
        }
        notes.waited(until, considered);
        writeWhatIsOver();
        return owned.sleep(left) && owned.stillOurs();
    }

    private Optional<Duration> backIn(List<Considered> considered) {
        return considered.stream()
                .flatMap(it -> it.until().stream())
                .min(Instant::compareTo)
                .map(until -> Duration.between(owned.now(), until));
    }

    private void giveUp(String why, List<Considered> considered, Optional<Duration> back)
            throws InterruptedException {
        if (!considered.isEmpty()) {
            notes.gaveUp(why, considered);
        }
        fail(told.map(tools.outcomes()::failure).orElseGet(() -> Outcomes.unavailable(back)));
    }

    private void fail(Failure failure) throws InterruptedException {
        var attempt = over;
        over = Optional.empty();
        endings.fail(attempt, failure);
    }

    private void writeWhatIsOver() throws InterruptedException {
        if (over.isPresent()) {
            tools.writers().attemptSurely(over.get());
            over = Optional.empty();
        }
    }

    /// One submission, and what follows from it; true: it is over, and another one may be made.
    private boolean attempt(RouteChoice choice, Candidate candidate, List<Considered> considered)
            throws InterruptedException {
        writeWhatIsOver();
        var going = Going.on(candidate, attempts + 1, owned.now());
        notes.choseIfThereWasAChoice(going.number(), considered, choice.size());
        var begun =
                new AttemptChange.Begun(
                        lease,
                        going.number(),
                        candidate.route().provider(),
                        candidate.route().model(),
                        notes.take());
        if (!tools.writers().attemptSurely(begun)) {
            candidate.breaker().ifPresent(Breaker::silent);
            return false;
        }
        attempts = going.number();
        open = Optional.of(going);
        return switch (submit(going, candidate)) {
            case SubmissionAnswer.Accepted(var handle) -> accepted(choice, going, handle);
            case SubmissionAnswer.Finished(var output) -> {
                endings.succeed(going, output);
                yield false;
            }
            case SubmissionAnswer.Unknown(var failure) ->
                    recover(choice, going, Optional.of(failure));
            case SubmissionAnswer.Rejected(var failure) ->
                    over(choice, going, End.REJECTED, failure, Fallback.mayFollowRefusal(failure));
        };
    }

    private SubmissionAnswer submit(Going going, Candidate candidate) throws InterruptedException {
        var answer = Optional.<SubmissionAnswer>empty();
        try {
            answer = Optional.of(going.provider().submit(submission(going)));
            return answer.get();
        } finally {
            tools.tally().submitted(going, Duration.between(going.submittedAt(), owned.now()));
            var said = answer;
            candidate.breaker().ifPresent(breaker -> tell(breaker, said));
        }
    }

    private static void tell(Breaker breaker, Optional<SubmissionAnswer> said) {
        if (said.isEmpty()) {
            breaker.silent();
            return;
        }
        boolean trouble =
                switch (said.get()) {
                    case SubmissionAnswer.Accepted _, SubmissionAnswer.Finished _ -> false;
                    case SubmissionAnswer.Rejected(var failure) -> Breakers.isTrouble(failure);
                    case SubmissionAnswer.Unknown(var failure) ->
                            Breakers.isTroubleUnanswered(failure);
                };
        if (trouble) {
            breaker.trouble();
        } else {
            breaker.well();
        }
    }

    private Submission submission(Going going) {
        var generation = lease.generation();
        return new Submission(
                generation.id(),
                going.number(),
                going.model(),
                generation.family(),
                going.candidate().orElseThrow().input(),
                lease.deadlineAt(),
                input());
    }

    private boolean accepted(RouteChoice choice, Going going, ProviderHandle handle)
            throws InterruptedException {
        var accepted = new AttemptChange.Accepted(lease, going.number(), handle, notes.take());
        if (!tools.writers().attemptSurely(accepted)) {
            follower.letGo(going, handle);
            return false;
        }
        return follow(choice, going, handle);
    }

    private boolean follow(RouteChoice choice, Going going, ProviderHandle handle)
            throws InterruptedException {
        var failure = follower.follow(going, handle);
        if (failure.isEmpty()) {
            return false;
        }
        if (Breakers.isTrouble(failure.get())) {
            going.cameToTrouble();
        }
        return over(
                choice,
                going,
                End.FAILED,
                failure.get(),
                Fallback.mayFollowAcceptance(failure.get()));
    }

    /// An attempt came to nothing. True: another one may be made.
    private boolean over(
            RouteChoice choice, Going going, End end, ProviderFailure failure, boolean mayFollow)
            throws InterruptedException {
        open = Optional.empty();
        tools.tally().failed(lease, going, failure);
        over = Optional.of(endings.ended(going, end, Optional.of(failure)));
        if (!mayFollow) {
            fail(tools.outcomes().failure(failure));
            return false;
        }
        told = Optional.of(Fallback.worthTelling(told, failure));
        choice.note(going.name(), failure.code(), again(failure, attempts, owned.now()), attempts);
        return true;
    }

    /// When the same route may be tried again; empty: never.
    private Optional<Instant> again(ProviderFailure failure, int number, Instant ended) {
        if (!failure.retryable()) {
            return Optional.empty();
        }
        var pause = tools.settings().firstBackoff().multipliedBy(1L << Math.min(number - 1, 20));
        return Optional.of(ended.plus(failure.retryAfter().orElse(pause)));
    }

    /// Looks for a submission whose fate is unknown; true: it never arrived, and another one may be made.
    private boolean recover(RouteChoice choice, Going going, Optional<ProviderFailure> failure)
            throws InterruptedException {
        var pause = FIRST_LOOK_AGAIN;
        while (!mustNotLook(going)) {
            switch (lookUp(going)) {
                case Recovery.Found(var handle) -> {
                    notes.lookedUp(going.number(), "it had arrived");
                    return accepted(choice, going, handle);
                }
                case Recovery.NeverArrived _ -> {
                    notes.lookedUp(going.number(), "it had never arrived");
                    return over(
                            choice,
                            going,
                            End.REJECTED,
                            failure.orElse(CUT_SHORT),
                            failure.map(Fallback::mayFollowRefusal).orElse(true));
                }
                case Recovery.CannotTell _ -> {
                    endings.outcomeUnknown(going, failure);
                    return false;
                }
                case Recovery.NotYetKnown _ -> {
                    if (!lookAgainAfter(going, pause, failure)) {
                        return false;
                    }
                    pause = pause.compareTo(LAST_LOOK_AGAIN) < 0 ? pause.multipliedBy(2) : pause;
                }
            }
        }
        return false;
    }

    /// Looking would make what was canceled meanwhile.
    private boolean mustNotLook(Going going) throws InterruptedException {
        if (!going.provider().recoversByRepeating()
                || owned.stillOurs()
                || !owned.state().ended()) {
            return false;
        }
        notes.lookedUp(going.number(), "it was not: it was canceled, and would be made now");
        endings.end(going, End.OUTCOME_UNKNOWN);
        return true;
    }

    /// By the very submission, or not at all: a vendor that is asked by repeating it must not be sent
    /// another one.
    private Recovery lookUp(Going going) throws InterruptedException {
        return going.candidate().isEmpty()
                ? new Recovery.CannotTell()
                : going.provider().recover(submission(going), going.submittedAt());
    }

    /// Also goes on looking for what was canceled meanwhile: when it is found, it must be stopped.
    private boolean lookAgainAfter(Going going, Duration pause, Optional<ProviderFailure> failure)
            throws InterruptedException {
        if (owned.pastDeadline()) {
            notes.lookedUp(going.number(), "nothing could be learned before the deadline");
            endings.outcomeUnknown(going, failure);
            return false;
        }
        return owned.sleep(pause) && (owned.stillOurs() || owned.state().ended());
    }
}
