package io.mediagate.api;

import com.github.f4b6a3.ulid.UlidCreator;
import io.mediagate.account.Scope;
import io.mediagate.artifact.Media;
import io.mediagate.artifact.StoredFile;
import io.mediagate.credits.Credits;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Family;
import io.mediagate.error.Problem;
import io.mediagate.event.Event;
import io.mediagate.generation.Acceptance;
import io.mediagate.generation.Draft;
import io.mediagate.generation.Failure;
import io.mediagate.generation.Generation;
import io.mediagate.generation.Generations;
import io.mediagate.generation.Result;
import io.mediagate.generation.State;
import io.mediagate.generation.Usage;
import io.mediagate.idempotency.Repeatable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Generations in memory, which live as their prompt says: `ends:TIMEOUT` fails so, `refused:RATE_LIMITED`
/// is not accepted, `bug` breaks, `waits` goes on until the test says otherwise, anything else succeeds.
final class FakeGenerations implements Generations {

    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00.007Z");

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, List<Generation>> journals = new LinkedHashMap<>();
    private final Map<String, Made> made = new ConcurrentHashMap<>();
    final AtomicInteger followings = new AtomicInteger();

    @Override
    public Acceptance accept(Draft draft, Optional<Repeatable> request) {
        var before = request.flatMap(this::made);
        if (before.isPresent()) {
            return new Acceptance(before.get(), true);
        }
        var accepted = accept(draft);
        request.ifPresent(r -> made.put(r.id(), new Made(r, accepted)));
        return new Acceptance(accepted, false);
    }

    private record Made(Repeatable request, Generation accepted) {}

    @Override
    public Optional<Generation> made(Repeatable request) {
        var found = made.get(request.id());
        if (found != null && !found.request().equals(request)) {
            throw Problem.of(ErrorCode.IDEMPOTENCY_KEY_REUSED);
        }
        return Optional.ofNullable(found).map(Made::accepted);
    }

    @Override
    public Generation accept(Draft draft) {
        var input = draft.input();
        var prompt = input.path("prompt").asString(input.path("text").asString(""));
        refuse(draft, prompt);
        var accepted = accepted(draft);
        lock.lock();
        try {
            journals.put(accepted.id(), new ArrayList<>(List.of(accepted)));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (!prompt.contains("waits")) {
            start(accepted.id());
            end(accepted.id(), prompt);
        }
        return accepted;
    }

    private static void refuse(Draft draft, String prompt) {
        if (prompt.contains("bug")) {
            throw new IllegalStateException("a bug with /secret/path and AcmeVendor");
        }
        for (var code : ErrorCode.values()) {
            if (prompt.contains("refused:" + code)) {
                throw code.scope() == ErrorCode.Scope.GENERAL
                        ? Problem.of(code)
                        : Problem.of(draft.model().family(), code, code.message());
            }
        }
    }

    private static Generation accepted(Draft draft) {
        return new Generation(
                draft.caller().scope(),
                "gen_" + UlidCreator.getMonotonicUlid(),
                draft.model().path(),
                draft.model().family(),
                JsonBodies.MAPPER.writeValueAsString(draft.input()),
                State.QUEUED,
                1,
                new Usage(draft.price(), Credits.ZERO),
                OptionalInt.empty(),
                NOW,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /// Waits until so many have been accepted.
    void awaitMany(int many) {
        lock.lock();
        try {
            while (journals.size() < many) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Ends all that wait.
    void endAll() {
        List<String> ids;
        lock.lock();
        try {
            ids = List.copyOf(journals.keySet());
        } finally {
            lock.unlock();
        }
        ids.forEach(id -> end(id, ""));
    }

    void start(String id) {
        append(id, State.RUNNING, Optional.empty(), Optional.empty());
    }

    /// Ends it as the text says.
    void end(String id, String script) {
        for (var code : ErrorCode.values()) {
            if (script.contains("ends:" + code)) {
                append(
                        id,
                        State.FAILED,
                        Optional.empty(),
                        Optional.of(new Failure(code, code.message())));
                return;
            }
        }
        append(id, State.SUCCEEDED, Optional.of(result(latest(id).family())), Optional.empty());
    }

    private static Result result(Family family) {
        var none = OptionalInt.empty();
        var media =
                switch (family) {
                    case IMAGE ->
                            new Media(
                                    "image/png",
                                    "png",
                                    OptionalInt.of(1024),
                                    OptionalInt.of(768),
                                    OptionalDouble.empty());
                    case VIDEO ->
                            new Media(
                                    "video/mp4",
                                    "mp4",
                                    OptionalInt.of(1920),
                                    OptionalInt.of(1080),
                                    OptionalDouble.of(8));
                    case TTS -> new Media("audio/mpeg", "mp3", none, none, OptionalDouble.of(3.2));
                };
        var id = "file_01K9ZZZZZZZZZZZZZZZZZZZZZZ";
        return new Result(
                "a cat", List.of(new StoredFile(id, "result." + media.extension(), 9, media)));
    }

    private void append(
            String id, State state, Optional<Result> result, Optional<Failure> failure) {
        lock.lock();
        try {
            var journal = journal(id);
            var before = journal.getLast();
            if (before.state().ended()) {
                return;
            }
            journal.add(
                    new Generation(
                            before.scope(),
                            id,
                            before.model(),
                            before.family(),
                            before.input(),
                            state,
                            before.sequence() + 1,
                            before.price(),
                            OptionalInt.empty(),
                            before.createdAt(),
                            Optional.of(NOW),
                            state.ended() ? Optional.of(NOW) : Optional.empty(),
                            result,
                            failure));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private List<Generation> journal(String id) {
        return Objects.requireNonNull(journals.get(id));
    }

    private Generation latest(String id) {
        lock.lock();
        try {
            return journal(id).getLast();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<Generation> find(Scope scope, String id) {
        lock.lock();
        try {
            return Optional.ofNullable(journals.get(id))
                    .map(List::getLast)
                    .filter(found -> found.scope().equals(scope));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<Generation> cancel(Scope scope, String id) {
        find(scope, id)
                .ifPresent(_ -> append(id, State.CANCELED, Optional.empty(), Optional.empty()));
        return find(scope, id);
    }

    @Override
    public Optional<Generation> asOf(Event event) {
        return find(event.scope(), event.generationId());
    }

    @Override
    public List<Generation> running(Scope scope, int limit) {
        return newestFirst(scope).stream()
                .filter(found -> !found.state().ended())
                .limit(limit)
                .toList();
    }

    private List<Generation> newestFirst(Scope scope) {
        lock.lock();
        try {
            return journals.values().stream()
                    .map(List::getLast)
                    .filter(found -> found.scope().equals(scope))
                    .toList()
                    .reversed();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Page history(Scope scope, Filter filter, int limit, Optional<String> cursor) {
        var all =
                newestFirst(scope).stream()
                        .filter(found -> filter.state().filter(s -> s != found.state()).isEmpty())
                        .filter(found ->
                                filter.model().filter(m -> !m.equals(found.model())).isEmpty())
                        .toList();
        int from = cursor.map(Integer::parseInt).orElse(0);
        int to = Math.min(all.size(), from + limit);
        return new Page(
                all.subList(from, to),
                to < all.size() ? Optional.of(Integer.toString(to)) : Optional.empty());
    }

    @Override
    public Generation awaitEnd(Generation generation, Duration limit) throws InterruptedException {
        lock.lock();
        try {
            long left = limit.toNanos();
            while (!latest(generation.id()).state().ended() && left > 0) {
                left = changed.awaitNanos(left);
            }
            return latest(generation.id());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<Following> follow(Scope scope, String id, long after) {
        return find(scope, id).map(found -> new Followed(id, found, after));
    }

    @Override
    public Optional<Following> follow(Scope scope, String id) {
        return find(scope, id).map(found -> new Followed(id, found, found.sequence() - 1));
    }

    private final class Followed implements Following {
        private final String id;
        private final boolean exhausted;
        private long seen;

        Followed(String id, Generation latest, long after) {
            this.id = id;
            this.seen = after;
            this.exhausted = latest.state().ended() && latest.sequence() <= after;
            followings.incrementAndGet();
        }

        @Override
        public Optional<Generation> next(Duration limit) throws InterruptedException {
            lock.lock();
            try {
                long end = System.nanoTime() + limit.toNanos();
                while (latest(id).sequence() <= seen) {
                    long left = end - System.nanoTime();
                    if (left <= 0) {
                        return Optional.empty();
                    }
                    changed.await(left, TimeUnit.NANOSECONDS);
                }
                seen++;
                return Optional.of(journal(id).get((int) seen - 1));
            } finally {
                lock.unlock();
            }
        }

        @Override
        public boolean exhausted() {
            return exhausted;
        }

        @Override
        public void close() {
            followings.decrementAndGet();
        }
    }
}
