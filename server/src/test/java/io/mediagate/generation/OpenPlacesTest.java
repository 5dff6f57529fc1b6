package io.mediagate.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.Concurrently;
import io.mediagate.Until;
import io.mediagate.account.Caller;
import io.mediagate.account.Scope;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Family;
import io.mediagate.error.Problem;
import io.mediagate.provider.Progress;
import io.mediagate.provider.ProviderHandle;
import io.mediagate.provider.SubmissionAnswer;
import io.mediagate.storage.Database;
import io.mediagate.storage.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What is accepted where nobody waits starts at once. It must be nobody else's then, and lost to nobody.
class OpenPlacesTest {

    private static final int MANY = 2_000;

    private final Database.Address address = TestDatabase.address();
    private final Database database = Database.open(address, 8);
    private final List<LifeFixture> nodes = new ArrayList<>();
    private final AtomicBoolean done = new AtomicBoolean(true);

    @AfterEach
    void close() {
        nodes.reversed().forEach(LifeFixture::close);
        database.close();
    }

    private LifeFixture node(LifeSettings settings) {
        var node = new LifeFixture(database, settings, false);
        node.provider.onPoll =
                _ ->
                        done.get()
                                ? new Progress.Succeeded(FakeProvider.OUTPUT)
                                : FakeProvider.running();
        nodes.add(node);
        return node.open();
    }

    private LifeFixture node() {
        return node(LifeFixture.settings());
    }

    private long count(String sql) {
        return nodes.getFirst().count(sql);
    }

    @Test
    void isAcceptedAndStartedInOneTransaction() throws InterruptedException {
        var on = node();

        var accepted = on.create(on.caller(10));

        assertThat(accepted.state()).as("what its caller is told").isEqualTo(State.QUEUED);
        assertThat(count("SELECT count(*) FROM generation WHERE started_at IS NOT NULL")).isOne();
        assertThat(
                        count(
                                "SELECT count(DISTINCT xid) FROM generation_event"
                                        + " WHERE type IN ('created', 'started')"))
                .isOne();
        assertThat(on.end(accepted).state()).isEqualTo(State.SUCCEEDED);
        assertThat(count("SELECT lease FROM generation")).isOne();
        assertThat(on.ledger.verify()).isEmpty();
    }

    @Test
    void aWorkspaceThatHasItsShareOfThePlacesQueues() throws InterruptedException {
        var on = node(LifeFixture.settings(new Bounds(2, 1_000, 1_000)));
        done.set(false);
        var greedy = on.caller(100);
        var all = new ArrayList<Generation>();
        for (int i = 0; i < 5; i++) {
            all.add(on.create(greedy));
        }

        assertThat(count("SELECT count(*) FROM generation WHERE state = 'queued'")).isEqualTo(3);
        assertThat(on.life.running()).isEqualTo(2);
        done.set(true);
        for (var each : all) {
            assertThat(on.end(each).state()).isEqualTo(State.SUCCEEDED);
        }
    }

    /// Whoever comes now must not take the place of who has waited.
    @Test
    void nobodyOvertakesWhoWaits() throws InterruptedException {
        var on = node(LifeFixture.settings(new Bounds(1, 1_000, 1_000)));
        done.set(false);
        var first = on.caller(100);
        on.create(first);
        on.create(first);
        Until.holds("it is seen to wait", () -> !on.life.startsAtOnce());

        on.create(on.caller(10));

        assertThat(
                        count(
                                "SELECT count(*) FROM generation_event WHERE type = 'started'"
                                        + " AND xid IN (SELECT xid FROM generation_event"
                                        + " WHERE type = 'created')"))
                .as("only the first has started with its acceptance")
                .isOne();
    }

    /// The last place of a workspace must not go both to what is being claimed and to what is just being
    /// accepted: by and by the node would be full of one workspace. Both transactions are held at their
    /// last statement.
    @Test
    void aPlaceIsNotGivenTwice() throws Exception {
        var on = node(LifeFixture.settings(new Bounds(1, 1_000, 1_000)));
        var caller = on.caller(100);
        done.set(false);
        var accepting = new ArrayList<Thread>();
        try (var other = Database.open(address, 2)) {
            other.run(tx -> {
                tx.execute("LOCK TABLE generation_event IN SHARE MODE");
                queueWithoutEvent(caller);
                Until.holds("the claimer waits", () -> waitingForTheLock() == 1);
                accepting.add(Thread.ofVirtual().start(() -> createOne(on, caller)));
                Until.holds("the acceptance waits, too", () -> waitingForTheLock() == 2);
            });
        }
        accepting.getFirst().join();
        Until.holds("somebody is seen to wait", () -> !on.life.startsAtOnce());

        assertThat(on.life.running()).isOne();
        assertThat(count("SELECT count(*) FROM generation WHERE state = 'queued'")).isOne();
        done.set(true);
        Until.holds(
                "both end",
                () -> count("SELECT count(*) FROM generation WHERE state = 'succeeded'") == 2);
    }

    private long waitingForTheLock() {
        return count(
                "SELECT count(*) FROM pg_locks"
                        + " WHERE NOT granted AND relation = 'generation_event'::regclass");
    }

    private void queueWithoutEvent(Caller caller) {
        database.run(tx ->
                tx.createUpdate(
                                """
                                INSERT INTO generation (workspace_id, id, livemode, key_id, model,
                                    family, input, state, sequence, lease, from_subscription,
                                    from_permanent, deadline_seconds, created_at)
                                VALUES (:workspace, 'gen_1', false, 'key_1',
                                    'black-forest-labs/kontext', 'IMAGE',
                                    '{"prompt": "a cat", "n": 1}', 'queued', 1, 0, 0, 0, 60, now())
                                """)
                        .bind("workspace", caller.scope().workspaceId())
                        .execute());
    }

    private static void createOne(LifeFixture on, Caller caller) {
        try {
            on.create(caller);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The rescuer looks for generations of this node that nobody works on. What has just been committed
    /// is not one of them.
    @Test
    void theRescuerTakesNoneForLost() throws Exception {
        var on = node();
        var callers = List.of(on.caller(1_000_000), on.caller(1_000_000));
        var over = new AtomicBoolean();
        var rescuer =
                Thread.ofVirtual()
                        .start(() -> {
                            while (!over.get()) {
                                on.life.rescue();
                            }
                        });

        var all = Concurrently.run(MANY, () -> on.create(callers.get(0)));
        for (var each : all) {
            assertThat(on.end(each).state()).isEqualTo(State.SUCCEEDED);
        }
        over.set(true);
        rescuer.join();

        assertThat(count("SELECT count(*) FROM generation WHERE lease > 1")).isZero();
        assertThat(on.provider.submissions.values())
                .hasSize(MANY)
                .allMatch(times -> times.get() == 1);
    }

    /// What was accepted while the node was closing is left to the next one, whole.
    @Test
    void aNodeThatDrainsStartsNothingThatItWouldNotWaitFor() throws Exception {
        var on = node();
        on.provider.onSubmit =
                s -> {
                    Until.passed(Duration.ofMillis(20));
                    return new SubmissionAnswer.Accepted(new ProviderHandle(s.generationId()));
                };
        var caller = on.caller(1_000_000);
        var accepted = new ConcurrentLinkedQueue<Generation>();
        var callers = new ArrayList<Thread>();
        for (int i = 0; i < 50; i++) {
            callers.add(Thread.ofVirtual().start(() -> createUntilRefused(on, caller, accepted)));
        }
        Until.holds("it is busy", () -> accepted.size() > 100);

        on.life.drain(Duration.ofSeconds(10));
        int submitted = on.provider.submissions.size();
        assertThat(on.life.running()).isZero();
        for (var each : callers) {
            each.join();
        }

        var heir = node();
        for (var each : accepted) {
            assertThat(heir.end(each).state()).isEqualTo(State.SUCCEEDED);
        }
        assertThat(on.provider.submissions).hasSize(submitted);
        assertThat(on.provider.submissions.size() + heir.provider.submissions.size())
                .isEqualTo(accepted.size());
        assertThat(heir.ledger.verify()).isEmpty();
    }

    /// Those that it waits for include what is just being committed: it may be the crew's to start.
    @Test
    void drainingWaitsForWhatIsJustBeingAccepted() throws Exception {
        var crew = node().life.crew();
        assertThat(crew.expect(lease("gen_1"))).isTrue();

        var drained =
                CompletableFuture.supplyAsync(() -> {
                    try {
                        return crew.drain(LifeFixture.LIMIT);
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                });
        Until.holds(
                "it takes nothing on",
                () -> {
                    boolean taken = crew.expect(lease("gen_2"));
                    crew.giveUp("gen_2");
                    return !taken;
                });
        Until.passed(Duration.ofMillis(50));

        assertThat(drained).isNotDone();
        crew.giveUp("gen_1");
        assertThat(drained.get(5, TimeUnit.SECONDS)).isTrue();
        assertThat(crew.size()).isZero();
    }

    private static Lease lease(String id) {
        var now = Instant.now();
        var generation =
                new Generation(
                        new Scope("ws_a", false),
                        id,
                        "a/model",
                        Family.IMAGE,
                        "{}",
                        State.QUEUED,
                        1,
                        Usage.NONE,
                        OptionalInt.empty(),
                        now,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        return Lease.first(generation, now, Duration.ofMinutes(1), "");
    }

    private static void createUntilRefused(
            LifeFixture on, Caller caller, ConcurrentLinkedQueue<Generation> accepted) {
        try {
            while (true) {
                accepted.add(on.create(caller));
            }
        } catch (Problem e) {
            assertThat(e.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("the writer is closed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
