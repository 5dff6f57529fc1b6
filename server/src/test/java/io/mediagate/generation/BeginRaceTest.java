package io.mediagate.generation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// An owner that begins an attempt while another node takes its generation over: one of them must lose,
/// or both would submit.
class BeginRaceTest {
    private final LifeFixture fixture = new LifeFixture();
    private final AttemptStore attempts = new AttemptStore();
    private final GenerationStore generations = new GenerationStore();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void nothingIsBegunUnderALeaseThatIsJustBeingTaken() throws Exception {
        fixture.provider.onPoll = _ -> FakeProvider.running();
        var generation = fixture.create(fixture.caller(10));
        fixture.until(
                "SELECT state = 'accepted' FROM attempt WHERE generation_id = :id",
                generation.id());
        var old = fixture.database.transaction(this::takeOver).getFirst();

        var begun =
                fixture.database.transaction(tx -> {
                    takeOver(tx);
                    var late = CompletableFuture.supplyAsync(() -> begin(old));
                    awaitLockWait();
                    return late;
                });

        assertThat(begun.get()).isEmpty();
    }

    @Test
    void whatIsBegunIsSeenByWhoeverTakesOverAfterwards() throws Exception {
        fixture.provider.onPoll = _ -> FakeProvider.running();
        var generation = fixture.create(fixture.caller(10));
        fixture.until(
                "SELECT state = 'accepted' FROM attempt WHERE generation_id = :id",
                generation.id());
        var lease = fixture.database.transaction(this::takeOver).getFirst();

        assertThat(begin(lease)).containsExactly(generation.id());
        fixture.database.transaction(this::takeOver);

        var all =
                fixture.database.with(
                        handle -> attempts.all(handle, lease.workspaceId(), lease.id()));
        assertThat(all).extracting(AttemptStore.Past::number).containsExactly(1, 2);
    }

    @Test
    void aNewerLeaseInTheSameBatchDoesNotSpeakForAnOlderOne() throws Exception {
        fixture.provider.onPoll = _ -> FakeProvider.running();
        var generation = fixture.create(fixture.caller(10));
        fixture.until(
                "SELECT state = 'accepted' FROM attempt WHERE generation_id = :id",
                generation.id());
        var older = fixture.database.transaction(this::takeOver).getFirst();
        var newer = fixture.database.transaction(this::takeOver).getFirst();
        var changes =
                new AttemptChanges(fixture.database, fixture.clock, fixture.node.id())
                        .commit(List.of(begun(older, 3), begun(newer, 2)));

        assertThat(changes).containsExactly(false, true);
    }

    private static AttemptChange begun(Lease lease, int number) {
        return new AttemptChange.Begun(lease, number, "sandbox", "a model", List.of());
    }

    /// As the node that owns it does after a lost answer: the lease grows.
    private List<Lease> takeOver(Handle tx) {
        return generations.takeStrays(tx, fixture.node.id(), Set::of);
    }

    private Set<String> begin(Lease lease) {
        var attempt = new AttemptChange.Begun(lease, 2, "sandbox", "a model", List.of());
        return fixture.database.transaction(
                tx -> attempts.begin(tx, List.of(attempt), fixture.node.id(), Instant.now()));
    }

    /// Until the other transaction waits for ours, or has got past it.
    private void awaitLockWait() {
        long limit = System.nanoTime() + 2_000_000_000L;
        var waits =
                "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                        + " AND datname = current_database())";
        while (System.nanoTime() < limit
                && !fixture.database.with(h -> h.createQuery(waits).mapTo(Boolean.class).one())) {
            Thread.onSpinWait();
        }
    }
}
