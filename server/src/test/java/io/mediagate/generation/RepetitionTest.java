package io.mediagate.generation;

import static io.mediagate.generation.LifeFixture.PRICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediagate.Concurrently;
import io.mediagate.account.Caller;
import io.mediagate.credits.Bucket;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import io.mediagate.idempotency.Fingerprint;
import io.mediagate.idempotency.Repeatable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Requests that are sent again.
class RepetitionTest {

    private final LifeFixture on = new LifeFixture();
    private final LifeFixture other = on.neighbour();

    @AfterEach
    void close() {
        other.close();
        on.close();
    }

    private static Repeatable request(Caller caller, String key, String body) {
        var fingerprint = Fingerprint.of(body.getBytes(StandardCharsets.UTF_8));
        return Repeatable.of(caller.scope(), "POST", "/generation/a", key, fingerprint);
    }

    @Test
    void isAcceptedOnceHoweverOftenItIsSentToTwoNodes() throws InterruptedException {
        var caller = on.caller(1_000);
        var request = request(caller, "k", "{}");
        var turn = new AtomicInteger();

        var acceptances =
                Concurrently.run(
                        64,
                        () ->
                                (turn.incrementAndGet() % 2 == 0 ? on : other)
                                        .create(caller, Optional.of(request)));

        assertThat(acceptances)
                .extracting(a -> a.generation().id())
                .containsOnly(only(caller).id());
        assertThat(acceptances).filteredOn(Acceptance::repeated).hasSize(63);
        assertThat(on.count("SELECT count(*) FROM hold")).isOne();
        assertThat(on.ledger.verify()).isEmpty();
    }

    private Generation only(Caller caller) {
        var all = on.life.generations().history(caller.scope(), anything(), 10, Optional.empty());
        assertThat(all.generations()).hasSize(1);
        return all.generations().getFirst();
    }

    private static Generations.Filter anything() {
        return new Generations.Filter(Optional.empty(), Optional.empty());
    }

    @Test
    void givesWhatWasAcceptedEvenWhenItHasEnded() throws InterruptedException {
        var caller = on.caller(1_000);
        var request = request(caller, "k", "{}");
        var accepted = on.create(caller, Optional.of(request)).generation();
        on.end(accepted);

        var again = other.create(caller, Optional.of(request));

        assertThat(again).isEqualTo(new Acceptance(accepted, true));
        assertThat(other.life.generations().made(request)).contains(accepted);
    }

    @Test
    void isRefusedWithAnotherBody() throws InterruptedException {
        var caller = on.caller(1_000);
        on.create(caller, Optional.of(request(caller, "k", "{}")));
        var another = request(caller, "k", "[]");

        assertThatThrownBy(() -> other.create(caller, Optional.of(another)))
                .satisfies(RepetitionTest::saysReused);
        assertThatThrownBy(() -> other.life.generations().made(another))
                .satisfies(RepetitionTest::saysReused);
        assertThat(only(caller)).isNotNull();
    }

    private static void saysReused(Throwable thrown) {
        assertThat(((Problem) thrown).code()).isEqualTo(ErrorCode.IDEMPOTENCY_KEY_REUSED);
    }

    @Test
    void oneBodyOfManyWinsAKey() throws InterruptedException {
        var caller = on.caller(1_000);
        var turn = new AtomicInteger();

        var outcomes =
                Concurrently.run(
                        40,
                        () -> {
                            var body = "{\"n\":%d}".formatted(turn.incrementAndGet());
                            return outcome(caller, request(caller, "k", body));
                        });

        assertThat(outcomes).filteredOn("accepted"::equals).hasSize(1);
        assertThat(outcomes).filteredOn("IDEMPOTENCY_KEY_REUSED"::equals).hasSize(39);
        assertThat(only(caller)).isNotNull();
    }

    private String outcome(Caller caller, Repeatable request) throws InterruptedException {
        try {
            on.create(caller, Optional.of(request));
            return "accepted";
        } catch (Problem e) {
            return e.code().name();
        }
    }

    @Test
    void keepsNoRefusal() throws InterruptedException {
        var caller = on.caller(PRICE.amount() - 1);
        var request = request(caller, "k", "{}");

        var outcomes = Concurrently.run(20, () -> outcome(caller, request));
        assertThat(outcomes).containsOnly("INSUFFICIENT_CREDITS");
        assertThat(on.count("SELECT count(*) FROM idempotency")).isZero();
        on.grant(caller.scope(), Bucket.PERMANENT, 10);

        assertThat(on.create(caller, Optional.of(request)).repeated()).isFalse();
        assertThat(on.create(caller, Optional.of(request)).repeated()).isTrue();
    }

    @Test
    void isNewAfterADay() throws InterruptedException {
        var caller = on.caller(1_000);
        var request = request(caller, "k", "{}");
        on.grantUntil(caller.scope(), 100, Duration.ofDays(3));
        var first = on.create(caller, Optional.of(request)).generation();

        on.ahead.set(Duration.ofHours(25));
        var second = on.create(caller, Optional.of(request));

        assertThat(second.repeated()).isFalse();
        assertThat(List.of(first.id())).doesNotContain(second.generation().id());
    }

    @Test
    void membersOfOneBatchGetTheirOwnAnswers() {
        var caller = on.caller(PRICE.amount() * 2);
        var batch = on.acceptances();
        var requests =
                List.of(
                        member(caller, "gen_1", "a", "{}"),
                        member(caller, "gen_2", "a", "{}"),
                        member(caller, "gen_3", "a", "[]"),
                        member(caller, "gen_4", "b", "{}"),
                        member(caller, "gen_5", "c", "{}"),
                        member(caller, "gen_6", "c", "[]"),
                        member(caller, "gen_7", "b", "{}"));

        var answers = batch.commit(requests);

        assertThat(answers.get(0)).isInstanceOf(Acceptances.Answer.Accepted.class);
        assertThat(answers.get(1)).isEqualTo(new Acceptances.Answer.Repeated("gen_1"));
        assertThat(answers.get(2)).isEqualTo(new Acceptances.Answer.Reused());
        assertThat(answers.get(3)).isInstanceOf(Acceptances.Answer.Accepted.class);
        assertThat(answers.get(4)).isInstanceOf(Acceptances.Answer.Insufficient.class);
        // The first with this key was refused, so that the key is still free for another body.
        assertThat(answers.get(5)).isInstanceOf(Acceptances.Answer.Insufficient.class);
        assertThat(answers.get(6)).isEqualTo(new Acceptances.Answer.Repeated("gen_4"));
        assertThat(on.count("SELECT count(*) FROM idempotency")).isEqualTo(2);
        assertThat(on.ledger.verify()).isEmpty();
    }

    private Acceptances.Request member(Caller caller, String id, String key, String body) {
        return new Acceptances.Request(
                LifeFixture.draft(caller),
                id,
                on.clock.instant(),
                Optional.of(request(caller, key, body)),
                "");
    }
}
