package io.mediagate.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediagate.Concurrently;
import io.mediagate.account.Caller;
import io.mediagate.account.KeyLimits;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import io.mediagate.idempotency.Fingerprint;
import io.mediagate.idempotency.Repeatable;
import io.mediagate.provider.Progress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a key may have under way, and may spend in a day, on two nodes.
class KeyLimitsOfGenerationsTest {

    private static final long PRICE = LifeFixture.PRICE.amount();

    private static final int MANY = 1_000_000;

    private final LifeFixture on = new LifeFixture();
    private final LifeFixture other = on.neighbour();

    @AfterEach
    void close() {
        other.close();
        on.close();
    }

    private Caller caller(long credits, int concurrent, long perDay) {
        var limits =
                new KeyLimits(
                        Optional.empty(), Optional.of(concurrent), Optional.of(perDay), List.of());
        return new Caller(on.caller(credits).scope(), "key_limited", limits);
    }

    private List<String> createMany(int times, Caller caller) throws InterruptedException {
        var turn = new AtomicInteger();
        return Concurrently.run(
                times, () -> create(turn.incrementAndGet() % 2 == 0 ? on : other, caller));
    }

    private static String create(LifeFixture node, Caller caller) throws InterruptedException {
        try {
            return node.create(caller).id();
        } catch (Problem e) {
            return e.publicCode();
        }
    }

    private void runForever() {
        on.provider.onPoll = _ -> FakeProvider.running();
        other.provider.onPoll = _ -> FakeProvider.running();
    }

    @Test
    void acceptsAsManyAtOnceAsTheKeyMayHaveUnderWay() throws InterruptedException {
        runForever();
        var caller = caller(10_000, 5, MANY);

        var outcomes = createMany(64, caller);

        var accepted = outcomes.stream().filter(id -> id.startsWith("gen_")).toList();
        assertThat(accepted).hasSize(5);
        assertThat(outcomes)
                .filteredOn("IMAGE_GENERATION_RATE_LIMITED"::equals)
                .hasSize(64 - accepted.size());
        on.life.generations().cancel(caller.scope(), accepted.getFirst());
        assertThat(createMany(10, caller)).filteredOn(id -> id.startsWith("gen_")).hasSize(1);
        assertThat(on.ledger.verify()).isEmpty();
    }

    @Test
    void saysWhenToComeBack() throws InterruptedException {
        runForever();
        var caller = caller(10_000, 1, MANY);
        on.create(caller);

        assertThatThrownBy(() -> other.create(caller))
                .satisfies(thrown -> {
                    var problem = (Problem) thrown;
                    assertThat(problem.code()).isEqualTo(ErrorCode.RATE_LIMITED);
                    assertThat(problem.retryAfter()).isPresent();
                    assertThat(problem.message()).contains("1 generations under way");
                });
    }

    @Test
    void spendsNoMoreInADayThanTheKeyMay() throws InterruptedException {
        runForever();
        var caller = caller(10_000, MANY, 5 * PRICE + 1);

        var outcomes = createMany(40, caller);

        assertThat(outcomes).filteredOn(id -> id.startsWith("gen_")).hasSize(5);
        var refusal = refusal(caller);
        assertThat(refusal.message()).contains("1 are left");
        assertThat(refusal.retryAfter().orElseThrow()).isBetween(Duration.ZERO, Duration.ofDays(1));
        on.ahead.set(Duration.ofDays(1));
        other.ahead.set(Duration.ofDays(1));
        on.grantUntil(caller.scope(), 1_000, Duration.ofDays(3));
        assertThat(createMany(40, caller)).filteredOn(id -> id.startsWith("gen_")).hasSize(5);
    }

    private Problem refusal(Caller caller) throws InterruptedException {
        try {
            on.create(caller);
        } catch (Problem e) {
            return e;
        }
        throw new AssertionError("it was accepted");
    }

    @Test
    void givesBackWhatAFailureOrACancellationDidNotTake() throws InterruptedException {
        on.provider.onPoll =
                _ -> new Progress.Failed(FakeProvider.failure(ErrorCode.CONTENT_REJECTED));
        other.provider.onPoll = on.provider.onPoll;
        var caller = caller(10_000, MANY, PRICE);

        for (int i = 0; i < 3; i++) {
            var ended = on.end(on.create(caller));
            assertThat(ended.state()).isEqualTo(State.FAILED);
        }
        runForever();
        var canceled = on.create(caller);
        on.life.generations().cancel(caller.scope(), canceled.id());

        assertThat(create(on, caller)).startsWith("gen_");
        assertThat(create(on, caller)).isEqualTo("IMAGE_GENERATION_RATE_LIMITED");
    }

    @Test
    void aRepetitionNeedsNoRoom() throws InterruptedException {
        runForever();
        var caller = caller(10_000, 1, PRICE);
        var request =
                Optional.of(
                        Repeatable.of(
                                caller.scope(), "POST", "/a", "k", Fingerprint.of(new byte[0])));

        var first = on.create(caller, request).generation();

        assertThat(on.create(caller, request)).isEqualTo(new Acceptance(first, true));
    }

    @Test
    void aRequestThatIsRefusedForItsPriceTakesNoRoomFromItsNeighbours() {
        var caller = caller(PRICE, 1, MANY);
        var poor =
                new Caller(
                        new io.mediagate.account.Scope("ws_poor", false), "key_p", caller.limits());
        var batch = on.acceptances();
        var dear = LifeFixture.draft(caller, PRICE + 1);

        var answers =
                batch.commit(
                        List.of(
                                member(LifeFixture.draft(poor), "gen_1"),
                                member(dear, "gen_2"),
                                member(LifeFixture.draft(caller), "gen_3"),
                                member(LifeFixture.draft(caller), "gen_4")));

        assertThat(answers.get(0)).isInstanceOf(Acceptances.Answer.Insufficient.class);
        assertThat(answers.get(1)).isInstanceOf(Acceptances.Answer.Insufficient.class);
        assertThat(answers.get(2)).isInstanceOf(Acceptances.Answer.Accepted.class);
        assertThat(answers.get(3)).isInstanceOf(Acceptances.Answer.Limited.class);
    }

    private Acceptances.Request member(Draft draft, String id) {
        var repeatable =
                Repeatable.of(
                        draft.caller().scope(), "POST", "/a", id, Fingerprint.of(new byte[0]));
        return new Acceptances.Request(draft, id, on.clock.instant(), Optional.of(repeatable), "");
    }
}
