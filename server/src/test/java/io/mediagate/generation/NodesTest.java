package io.mediagate.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.provider.Progress;
import io.mediagate.provider.SubmissionAnswer;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Two nodes on one database.
class NodesTest {

    private final LifeFixture first = new LifeFixture();
    private final LifeFixture second = first.neighbour();

    @AfterEach
    void close() {
        second.close();
        first.close();
    }

    @Test
    void aStreamOnOneNodeSeesWhatTheOtherDoes() throws InterruptedException {
        var done = new AtomicBoolean();
        first.provider.onPoll = _ -> answer(done);
        second.provider.onPoll = _ -> answer(done);
        var generation = first.create(first.caller(10));
        second.until("SELECT state = 'running' FROM generation WHERE id = :id", generation.id());

        var seen = new ArrayList<Long>();
        for (var node : new LifeFixture[] {first, second}) {
            try (var following =
                    node.life
                            .generations()
                            .follow(generation.scope(), generation.id(), 0)
                            .orElseThrow()) {
                seen.clear();
                for (var next = following.next(LifeFixture.LIMIT);
                        next.isPresent();
                        next = following.next(LifeFixture.LIMIT)) {
                    seen.add(next.get().sequence());
                    done.set(true);
                }
            }
            assertThat(seen).containsExactly(1L, 2L, 3L);
        }
    }

    private static Progress answer(AtomicBoolean done) {
        return done.get() ? new Progress.Succeeded(FakeProvider.OUTPUT) : FakeProvider.running();
    }

    @Test
    void goesOnFromTheStoredHandleWhenTheOwnerFallsSilent() throws InterruptedException {
        var done = new AtomicBoolean();
        first.provider.onPoll = _ -> FakeProvider.running();
        second.provider.onPoll = _ -> answer(done);
        var generation = ownedByTheFirst();
        second.until(
                "SELECT state = 'accepted' FROM attempt WHERE generation_id = :id",
                generation.id());

        silence(first);
        second.until(
                "SELECT node_id = " + second.node.id() + " FROM generation WHERE id = :id",
                generation.id());
        done.set(true);
        var ended = second.end(generation);

        assertThat(ended.state()).isEqualTo(State.SUCCEEDED);
        assertThat(first.provider.submissionsOf(generation)).isEqualTo(1);
        assertThat(second.provider.submissionsOf(generation)).isZero();
        assertThat(first.ledger.verify()).isEmpty();
    }

    @Test
    void aLateWritersResultChangesNothing() throws InterruptedException {
        var gate = new CountDownLatch(1);
        first.provider.onPoll =
                _ -> {
                    awaitQuietly(gate);
                    return new Progress.Succeeded(FakeProvider.OUTPUT);
                };
        second.provider.onPoll =
                _ -> new Progress.Failed(FakeProvider.failure(io.mediagate.error.ErrorCode.FAILED));
        var generation = ownedByTheFirst();
        second.until(
                "SELECT state = 'accepted' FROM attempt WHERE generation_id = :id",
                generation.id());

        silence(first);
        var ended = second.end(generation);
        gate.countDown();
        first.life.close();

        assertThat(ended.state()).isEqualTo(State.FAILED);
        assertThat(second.life.generations().find(generation.scope(), generation.id()))
                .contains(ended);
        assertThat(first.artifacts.discarded).hasValue(1);
        assertThat(first.ledger.verify()).isEmpty();
    }

    @Test
    void aResultThatTheFirstCannotStoreIsFetchedByTheSecondWhenTheFirstShutsDown()
            throws InterruptedException {
        first.artifacts.full = true;
        var generation = ownedByTheFirst();
        while (first.artifacts.refused.get() == 0) {
            Thread.onSpinWait();
        }

        first.life.close();
        var ended = second.end(generation);

        assertThat(ended.state()).isEqualTo(State.SUCCEEDED);
        assertThat(second.attempts(generation)).containsExactly("succeeded");
        assertThat(second.ledger.verify()).isEmpty();
    }

    @Test
    void aSubmissionCutShortByACrashIsUnknownAndNotRepeated() throws InterruptedException {
        var gate = new CountDownLatch(1);
        first.provider.onSubmit =
                _ -> {
                    awaitQuietly(gate);
                    return new SubmissionAnswer.Finished(FakeProvider.OUTPUT);
                };
        var generation = ownedByTheFirst();
        second.until(
                "SELECT state = 'submitting' FROM attempt WHERE generation_id = :id",
                generation.id());

        silence(first);
        var ended = second.end(generation);
        gate.countDown();

        assertThat(ended.state()).isEqualTo(State.FAILED);
        assertThat(second.attempts(generation)).containsExactly("outcome_unknown");
        assertThat(second.provider.submissionsOf(generation)).isZero();
        assertThat(second.ledger.verify()).isEmpty();
    }

    @Test
    void aCancellationOnOneNodeStopsTheRunnerOfTheOther() throws InterruptedException {
        first.provider.onPoll = _ -> FakeProvider.running();
        second.provider.onPoll = _ -> FakeProvider.running();
        var generation = first.create(first.caller(10));
        first.until(
                "SELECT state = 'accepted' FROM attempt WHERE generation_id = :id",
                generation.id());

        first.life.generations().cancel(generation.scope(), generation.id());
        second.life.generations().cancel(generation.scope(), generation.id());

        first.until(
                "SELECT state = 'abandoned' FROM attempt WHERE generation_id = :id",
                generation.id());
    }

    /// Creates until the first node, which both race for, owns one.
    private Generation ownedByTheFirst() throws InterruptedException {
        var caller = first.caller(10_000);
        while (true) {
            var generation = first.create(caller);
            first.until("SELECT state <> 'queued' FROM generation WHERE id = :id", generation.id());
            var owner =
                    first.database.with(h ->
                            h.createQuery("SELECT node_id FROM generation WHERE id = :id")
                                    .bind("id", generation.id())
                                    .mapTo(Long.class)
                                    .findOne());
            if (owner.isPresent() && owner.get() == first.node.id()) {
                return generation;
            }
        }
    }

    /// What the others see of a node that hangs: its heartbeat is old and stays so.
    private void silence(LifeFixture node) {
        node.database.run(h ->
                h.createUpdate(
                                "UPDATE node SET stopped_at = now(),"
                                        + " heartbeat_at = now() - interval '1 hour' WHERE id = :id")
                        .bind("id", node.node.id())
                        .execute());
    }

    private static void awaitQuietly(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
