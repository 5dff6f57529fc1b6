package io.mediagate.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.Concurrently;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// One workspace that asks for far more than the node can do.
class FairnessTest {

    private static final Duration SOON = Duration.ofSeconds(2);

    @Test
    void startsOneOfAnotherWorkspaceWithinTwoSecondsOfTenThousand() throws InterruptedException {
        try (var on = new LifeFixture(LifeFixture.settings(new Bounds(80, 100_000, 20_000)))) {
            on.provider.onPoll = _ -> FakeProvider.running();
            var hot = on.caller(1_000_000);
            var other = on.caller(1_000);
            Concurrently.run(10_000, () -> on.create(hot));

            long asked = System.nanoTime();
            var one = on.create(other);
            on.until("SELECT state = 'running' FROM generation WHERE id = :id", one.id());
            var waited = Duration.ofNanos(System.nanoTime() - asked);

            System.out.printf("FairnessTest: started after %d ms%n", waited.toMillis());
            assertThat(waited).isLessThan(SOON);
            assertThat(on.count("SELECT count(*) FROM generation WHERE state = 'queued'"))
                    .isGreaterThanOrEqualTo(9_900);
            assertThat(
                            on.count(
                                    "SELECT count(*) FROM generation WHERE state = 'running'"
                                            + " AND workspace_id = '%s'"
                                                    .formatted(hot.scope().workspaceId())))
                    .isEqualTo(80);
        }
    }

    @Test
    void takesTheNextOneAtOnceWhenAPlaceIsFree() throws InterruptedException {
        try (var on = new LifeFixture(LifeFixture.settings(new Bounds(10, 100_000, 20_000)))) {
            var caller = on.caller(1_000_000);
            long begun = System.nanoTime();

            var all = Concurrently.run(300, () -> on.create(caller));
            for (var generation : all) {
                assertThat(on.end(generation).state()).isEqualTo(State.SUCCEEDED);
            }

            // By the second, ten at a time, it would take half a minute.
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isLessThan(Duration.ofSeconds(20));
        }
    }

    @Test
    void refusesWhatAWorkspaceQueuesBeyondItsBound() throws InterruptedException {
        try (var on = new LifeFixture(LifeFixture.settings(new Bounds(1, 20, 20_000)))) {
            on.provider.onPoll = _ -> FakeProvider.running();
            var hot = on.caller(1_000_000);
            var other = on.caller(1_000);

            int accepted = 0;
            Problem refusal = null;
            while (refusal == null) {
                try {
                    on.create(hot);
                    accepted++;
                } catch (Problem e) {
                    refusal = e;
                }
            }

            assertThat(accepted).isBetween(20, 60);
            assertThat(refusal.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
            assertThat(refusal.retryAfter()).isPresent();
            assertThat(on.create(other).state()).isEqualTo(State.QUEUED);
        }
    }
}
