package io.mediagate.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.Concurrently;
import io.mediagate.account.Scope;
import io.mediagate.storage.Database;
import io.mediagate.storage.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoredRepetitionsTest {

    private static final KeptAnswer ANSWER =
            new KeptAnswer(201, Map.of("Location", "/x"), bytes("{\"id\":1}"));

    private final Database database = TestDatabase.open();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final StoredRepetitions repetitions = new StoredRepetitions(database, now::get);
    private final AtomicInteger number = new AtomicInteger();

    @AfterAll
    void close() {
        database.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Repeatable fresh() {
        return request("key-" + number.incrementAndGet(), "{}");
    }

    private static Repeatable request(String key, String body) {
        var scope = new Scope("ws_1", true);
        return Repeatable.of(scope, "POST", "/x", key, Fingerprint.of(bytes(body)));
    }

    @Test
    void givesTheKeptAnswerAgain() {
        var request = fresh();
        assertThat(repetitions.begin(request)).isEqualTo(new Outcome.Fresh());
        assertThat(repetitions.begin(request)).isEqualTo(new Outcome.UnderWay());
        repetitions.keep(request, ANSWER);

        var outcome = repetitions.begin(request);

        assertThat(outcome).isInstanceOf(Outcome.Answered.class);
        var answer = ((Outcome.Answered) outcome).answer();
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.headers()).isEqualTo(ANSWER.headers());
        assertThat(answer.body()).isEqualTo(ANSWER.body());
    }

    @Test
    void letsOneOfManyCarryItOut() throws InterruptedException {
        var request = fresh();

        var outcomes = Concurrently.run(32, () -> repetitions.begin(request));

        assertThat(outcomes).filteredOn(new Outcome.Fresh()::equals).hasSize(1);
        assertThat(outcomes).filteredOn(new Outcome.UnderWay()::equals).hasSize(31);
    }

    @Test
    void refusesAnotherBody() {
        repetitions.begin(request("other-body", "{}"));

        var outcome = repetitions.begin(request("other-body", "[]"));

        assertThat(outcome).isEqualTo(new Outcome.Reused());
    }

    @Test
    void forgetsARefusal() {
        var request = fresh();
        repetitions.begin(request);

        repetitions.forget(request);

        assertThat(repetitions.begin(request)).isEqualTo(new Outcome.Fresh());
    }

    @Test
    void letsAnotherTryAfterAMinuteWithoutAnAnswer() {
        var request = fresh();
        repetitions.begin(request);

        now.updateAndGet(time -> time.plus(Duration.ofSeconds(59)));
        assertThat(repetitions.begin(request)).isEqualTo(new Outcome.UnderWay());
        now.updateAndGet(time -> time.plus(Duration.ofSeconds(1)));
        assertThat(repetitions.begin(request)).isEqualTo(new Outcome.Fresh());
    }

    @Test
    void keepsAnAnswerForADay() {
        var request = fresh();
        repetitions.begin(request);
        repetitions.keep(request, ANSWER);

        now.updateAndGet(time -> time.plus(Duration.ofHours(24)).minusMillis(1));
        assertThat(repetitions.begin(request)).isInstanceOf(Outcome.Answered.class);
        now.updateAndGet(time -> time.plusMillis(1));
        repetitions.expire();

        assertThat(rows(request)).isZero();
        assertThat(repetitions.begin(request)).isEqualTo(new Outcome.Fresh());
    }

    private long rows(Repeatable request) {
        return database.with(h ->
                h.createQuery("SELECT count(*) FROM idempotency WHERE id = :id")
                        .bind("id", request.id())
                        .mapTo(Long.class)
                        .one());
    }
}
