package io.mediagate.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.account.Caller;
import io.mediagate.error.ErrorCode;
import io.mediagate.provider.ProviderHandle;
import io.mediagate.provider.Recovery;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What becomes of a submission whose answer was lost: a look-up at the provider may tell.
class LookUpsTest {

    private final Routed routed = new Routed();
    private final LifeFixture on = routed.on;

    @AfterEach
    void close() {
        routed.close();
    }

    @Test
    void submitsNothingMoreWhenTheFirstMayHaveBeenTaken() throws InterruptedException {
        var caller = on.liveCaller(10);
        routed.one.onSubmit = Routed.mayHaveTaken();

        var ended = routed.end(caller);

        assertThat(ended.failure().map(Failure::code)).contains(ErrorCode.FAILED);
        assertThat(on.attempts(ended)).containsExactly("outcome_unknown");
        assertThat(routed.one.submissionsOf(ended)).isEqualTo(1);
        assertThat(routed.two.submissionsOf(ended)).isZero();
        routed.assertPaidNothing(caller);
        assertThat(new Timelines(on.database).unknownOutcomes())
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.generationId()).isEqualTo(ended.id());
                    assertThat(it.provider()).isEqualTo("one");
                    assertThat(it.price()).isEqualTo(LifeFixture.PRICE.amount());
                });
    }

    @Test
    void followsWhatALookUpFinds() throws InterruptedException {
        var caller = on.liveCaller(10);
        routed.one.onSubmit = Routed.mayHaveTaken();
        routed.one.onRecover = _ -> new Recovery.Found(new ProviderHandle("found"));

        var ended = routed.end(caller);

        assertThat(ended.state()).isEqualTo(State.SUCCEEDED);
        assertThat(on.attempts(ended)).containsExactly("succeeded");
        assertThat(routed.one.submissionsOf(ended)).isEqualTo(1);
        assertThat(routed.one.recovered)
                .singleElement()
                .satisfies(it -> {
                    assertThat(it.generationId()).isEqualTo(ended.id());
                    assertThat(it.attempt()).isEqualTo(1);
                    assertThat(it.model()).isEqualTo("brush");
                    assertThat(it.input().path("prompt").asString("")).isEqualTo("a cat");
                });
        routed.assertPaidOnce(caller);
    }

    @Test
    void triesAgainWhatALookUpSaysNeverArrived() throws InterruptedException {
        var caller = on.liveCaller(10);
        routed.one.onSubmit = Routed.mayHaveTaken();
        routed.one.onRecover = _ -> new Recovery.NeverArrived();
        routed.two.onSubmit = Routed.makes();

        var ended = routed.end(caller);

        assertThat(ended.state()).isEqualTo(State.SUCCEEDED);
        assertThat(on.attempts(ended)).containsExactly("rejected", "succeeded");
        routed.assertPaidOnce(caller);
    }

    @Test
    void looksAgainWhileALookUpDoesNotKnowYet() throws InterruptedException {
        var caller = on.liveCaller(10);
        var looks = new AtomicInteger();
        routed.one.onSubmit = Routed.mayHaveTaken();
        routed.one.onRecover =
                _ ->
                        looks.incrementAndGet() < 2
                                ? new Recovery.NotYetKnown()
                                : new Recovery.Found(new ProviderHandle("found"));

        var ended = routed.end(caller);

        assertThat(ended.state()).isEqualTo(State.SUCCEEDED);
        assertThat(looks).hasValue(2);
        assertThat(routed.two.submissionsOf(ended)).isZero();
        routed.assertPaidOnce(caller);
    }

    @Test
    void endsAsTimedOutWhenTheDeadlineComesBeforeALookUpKnows() throws InterruptedException {
        var caller = on.liveCaller(10);
        routed.one.onSubmit = Routed.mayHaveTaken();
        routed.one.onRecover =
                _ -> {
                    on.ahead.set(Duration.ofHours(1));
                    return new Recovery.NotYetKnown();
                };

        var ended = routed.end(caller);

        assertThat(ended.failure().map(Failure::code)).contains(ErrorCode.TIMEOUT);
        assertThat(on.attempts(ended)).containsExactly("outcome_unknown");
        routed.assertPaidNothing(caller);
    }

    @Test
    void stopsWhatALookUpFindsAfterACancellation() throws InterruptedException {
        var caller = on.liveCaller(10);
        var canceled = new CountDownLatch(1);
        routed.one.onSubmit = Routed.mayHaveTaken();
        routed.one.onRecover =
                _ -> {
                    waitFor(canceled);
                    return new Recovery.Found(new ProviderHandle("found"));
                };

        var generation = cancelWhileItIsSubmitted(caller);
        canceled.countDown();

        on.until(
                "SELECT state = 'abandoned' FROM attempt WHERE generation_id = :id",
                generation.id());
        assertThat(routed.one.canceled).containsExactly("found");
        routed.assertPaidNothing(caller);
    }

    /// A look that sends it again would make it now, for nobody.
    @Test
    void doesNotLookByRepeatingForWhatWasCanceled() throws InterruptedException {
        var caller = on.liveCaller(10);
        var canceled = new CountDownLatch(1);
        routed.one.repeats = true;
        routed.one.onRecover = _ -> new Recovery.Found(new ProviderHandle("made now"));
        routed.one.onSubmit =
                submission -> {
                    waitFor(canceled);
                    return Routed.mayHaveTaken().apply(submission);
                };

        var generation = cancelWhileItIsSubmitted(caller);
        canceled.countDown();

        on.until(
                "SELECT state = 'outcome_unknown' FROM attempt WHERE generation_id = :id",
                generation.id());
        assertThat(routed.one.recovered).isEmpty();
        routed.assertPaidNothing(caller);
    }

    private Generation cancelWhileItIsSubmitted(Caller caller) throws InterruptedException {
        var generation = routed.create(caller);
        on.until(
                "SELECT state = 'submitting' FROM attempt WHERE generation_id = :id",
                generation.id());
        on.life.generations().cancel(caller.scope(), generation.id());
        return generation;
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
