package io.mediagate.generation;

import com.github.f4b6a3.ulid.UlidCreator;
import io.mediagate.account.Scope;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import io.mediagate.event.Event;
import io.mediagate.idempotency.IdempotencyStore;
import io.mediagate.idempotency.Outcome;
import io.mediagate.idempotency.Repeatable;
import io.mediagate.storage.Database;
import io.mediagate.trace.Span;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// Generations as their callers deal with them: accepted here, moved on by the crew of whichever node
/// claims them.
final class LivingGenerations implements Generations {

    private static final Duration RETRY_AFTER_DRAIN = Duration.ofSeconds(2);
    private static final Duration RETRY_AFTER_NO_ROUTE = Duration.ofSeconds(30);
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration FIRST_LOOK = Duration.ofMillis(500);
    private static final String AFTER_EVERY_ID = "gen_~";

    private final Database database;
    private final Writers writers;
    private final Snapshots snapshots;
    private final Routing routing;
    private final InstantSource clock;
    private final QueueWatch queue;
    private final Runnable queued;
    private final GenerationStore store = new GenerationStore();
    private final IdempotencyStore idempotency = new IdempotencyStore();
    private volatile boolean draining;

    /// @param queued is told when something waits to be claimed
    LivingGenerations(
            Database database,
            Writers writers,
            Snapshots snapshots,
            Routing routing,
            InstantSource clock,
            QueueWatch queue,
            Runnable queued) {
        this.queue = queue;
        this.database = database;
        this.writers = writers;
        this.snapshots = snapshots;
        this.routing = routing;
        this.clock = clock;
        this.queued = queued;
    }

    /// Accepts nothing more.
    void drain() {
        draining = true;
    }

    @Override
    public Acceptance accept(Draft draft, Optional<Repeatable> repeatable)
            throws InterruptedException {
        if (draining) {
            throw Problem.of(ErrorCode.SERVICE_UNAVAILABLE).withRetryAfter(RETRY_AFTER_DRAIN);
        }
        requireRoute(draft);
        queue.requireRoom(draft.caller().scope().workspaceId());
        var id = "gen_" + UlidCreator.getMonotonicUlid();
        var trace = Span.current().context();
        var request = new Acceptances.Request(draft, id, now(), repeatable, trace);
        return switch (writers.accept(request)) {
            case Acceptances.Answer.Accepted(var generation, var started) -> {
                if (started.isEmpty()) {
                    queue.accepted(generation.scope().workspaceId());
                    queued.run();
                }
                yield new Acceptance(generation, false);
            }
            case Acceptances.Answer.Insufficient(var available) ->
                    throw Problem.of(
                            draft.model().family(),
                            ErrorCode.INSUFFICIENT_CREDITS,
                            "Insufficient credits for this generation: it costs %s credits and %s are left."
                                    .formatted(draft.price(), available));
            case Acceptances.Answer.Limited(var message, var retryAfter) ->
                    throw Problem.of(draft.model().family(), ErrorCode.RATE_LIMITED, message)
                            .withRetryAfter(retryAfter);
            case Acceptances.Answer.Repeated(var made) ->
                    new Acceptance(asAccepted(draft.caller().scope().workspaceId(), made), true);
            case Acceptances.Answer.Reused _ -> throw Problem.of(ErrorCode.IDEMPOTENCY_KEY_REUSED);
            case Acceptances.Answer.UnderWay _ ->
                    throw Problem.of(ErrorCode.IDEMPOTENCY_IN_PROGRESS);
        };
    }

    @Override
    public Optional<Generation> made(Repeatable request) {
        var outcome =
                database.with(handle -> idempotency.outcome(handle, request, clock.instant()));
        return switch (outcome) {
            case Outcome.Generated(var id) -> Optional.of(asAccepted(request.workspaceId(), id));
            case Outcome.Reused _ -> throw Problem.of(ErrorCode.IDEMPOTENCY_KEY_REUSED);
            case Outcome.Fresh _, Outcome.UnderWay _, Outcome.Answered _ -> Optional.empty();
        };
    }

    /// The generation as its caller was told of it first.
    private Generation asAccepted(String workspaceId, String id) {
        return database.with(handle -> store.find(handle, workspaceId, id))
                .map(Snapshots::asAccepted)
                .orElseThrow(() -> new IllegalStateException(id + " was made and is not there"));
    }

    /// What no route can take now is refused here, and not queued.
    private void requireRoute(Draft draft) {
        var live = draft.caller().scope().livemode();
        var candidates = routing.candidates(draft.model(), live, draft.input());
        if (candidates.isEmpty()) {
            throw unavailable(draft, RETRY_AFTER_NO_ROUTE);
        }
        Routing.allClosedUntil(candidates)
                .map(until -> Duration.between(clock.instant(), until))
                .ifPresent(left -> {
                    throw unavailable(draft, left.compareTo(SHORTEST) < 0 ? SHORTEST : left);
                });
    }

    private static Problem unavailable(Draft draft, Duration retryAfter) {
        var code = ErrorCode.PROVIDER_UNAVAILABLE;
        return Problem.of(draft.model().family(), code, code.message()).withRetryAfter(retryAfter);
    }

    @Override
    public Optional<Generation> find(Scope scope, String id) {
        return snapshots.find(scope, id);
    }

    @Override
    public Optional<Generation> asOf(Event event) {
        return snapshots.asOf(event);
    }

    @Override
    public Optional<Generation> cancel(Scope scope, String id) throws InterruptedException {
        var found = snapshots.find(scope, id);
        while (found.isPresent() && !found.get().state().ended()) {
            var change = new Change.Canceled(scope.workspaceId(), id);
            if (writers.change(change) instanceof Change.Answer.Made(var canceled)) {
                return Optional.of(canceled);
            }
            // Another change was faster: an ending, which stands, or a mere percentage.
            found = snapshots.find(scope, id);
        }
        return found;
    }

    @Override
    public List<Generation> running(Scope scope, int limit) {
        return database.with(handle -> store.unfinished(handle, scope, limit));
    }

    @Override
    public Page history(Scope scope, Filter filter, int limit, Optional<String> cursor) {
        var before = cursor.orElse(AFTER_EVERY_ID);
        var all = database.with(handle -> store.history(handle, scope, filter, limit + 1, before));
        return all.size() <= limit
                ? new Page(all, Optional.empty())
                : new Page(all.subList(0, limit), Optional.of(all.get(limit - 1).id()));
    }

    @Override
    public Generation awaitEnd(Generation generation, Duration limit) throws InterruptedException {
        // Only what was accepted a while ago can have ended unheard, as that of a repeated request.
        var age = Duration.between(generation.createdAt(), clock.instant());
        var patience = FIRST_LOOK.minus(age.isNegative() ? Duration.ZERO : age);
        return new AwaitedEnd(snapshots, generation)
                .within(limit, patience.isNegative() ? Duration.ZERO : patience);
    }

    @Override
    public Optional<Generations.Following> follow(Scope scope, String id, long after) {
        return io.mediagate.generation.Following.after(snapshots, scope, id, after);
    }

    @Override
    public Optional<Generations.Following> follow(Scope scope, String id) {
        return io.mediagate.generation.Following.fromNow(snapshots, scope, id);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
