package io.mediagate.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.Concurrently;
import io.mediagate.Until;
import io.mediagate.account.RateLimits.Quota;
import io.mediagate.storage.Database;
import io.mediagate.storage.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RateLimitsTest {

    private final Database database = TestDatabase.open();
    private final AtomicLong nanosAhead = new AtomicLong();
    private final AtomicInteger number = new AtomicInteger();
    private final RateLimits one = node();
    private final RateLimits two = node();
    private final RateLimits three = node();

    @AfterAll
    void close() {
        database.close();
    }

    private RateLimits node() {
        return new RateLimits(new RateStore(database), () -> System.nanoTime() + nanosAhead.get());
    }

    private Caller caller(int limit) {
        return limited("key_" + number.incrementAndGet(), limit);
    }

    private static Caller limited(String id, int limit) {
        var limits =
                new KeyLimits(Optional.of(limit), Optional.empty(), Optional.empty(), List.of());
        return new Caller(new Scope("ws_1", true), id, limits);
    }

    private static Quota count(RateLimits node, Caller caller) {
        return node.count(caller).orElseThrow();
    }

    @Test
    void countsNothingForAKeyWithoutTheLimit() {
        assertThat(one.count(new Caller(new Scope("ws_1", true), "key_free"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 49, 50, 51, 120, 999, 2_000})
    void isExactToTheRequestOnOneNode(int limit) throws InterruptedException {
        var caller = caller(limit);

        var quotas = Concurrently.run(limit + 100, () -> count(one, caller));

        assertThat(quotas).filteredOn(quota -> !quota.exceeded()).hasSize(limit);
        assertThat(quotas.stream().filter(q -> !q.exceeded()).mapToInt(Quota::remaining))
                .doesNotHaveDuplicates()
                .allMatch(left -> left >= 0 && left < limit);
        assertThat(quotas)
                .allMatch(q -> q.limit() == limit)
                .allMatch(q -> q.resetsIn().compareTo(Duration.ofMinutes(1)) <= 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 300, 3_000})
    void isExactToFivePercentOnThreeNodes(int limit) throws InterruptedException {
        var caller = caller(limit);
        var turn = new AtomicInteger();
        var nodes = List.of(one, two, three);

        var quotas =
                Concurrently.run(
                        limit * 2, () -> count(nodes.get(turn.getAndIncrement() % 3), caller));

        assertThat(quotas.stream().filter(quota -> !quota.exceeded()).count())
                .isBetween(limit - limit / 20L, (long) limit);
    }

    @Test
    void losesLittleToNodesThatFallSilent() {
        var caller = caller(1_000);
        count(two, caller);
        count(three, caller);

        long allowed = 2;
        while (!count(one, caller).exceeded()) {
            allowed++;
        }

        assertThat(allowed).isBetween(950L, 1_000L);
    }

    @Test
    void beginsAgainWhenTheMinuteIsOver() {
        var caller = caller(2);
        count(one, caller);
        count(two, caller);
        assertThat(count(one, caller).exceeded()).isTrue();

        minuteLater(caller);

        assertThat(count(one, caller).remaining()).isEqualTo(1);
        assertThat(count(one, caller).exceeded()).isFalse();
        assertThat(count(two, caller).exceeded()).isTrue();
        assertThat(count(one, caller).exceeded()).isTrue();
    }

    private void minuteLater(Caller caller) {
        nanosAhead.addAndGet(Duration.ofMinutes(1).toNanos());
        beganAMinuteEarlier(caller);
    }

    private void beganAMinuteEarlier(Caller caller) {
        database.run(h ->
                h.createUpdate(
                                "UPDATE rate_window SET started_at = started_at - interval '1 minute'"
                                        + " WHERE key_id = :key")
                        .bind("key", caller.keyId())
                        .execute());
    }

    @Test
    void servesWhoeverComesWhenTheMinuteIsOverHoweverLongTheDatabaseTookToSayWhenThatIs()
            throws Exception {
        var caller = caller(1);
        count(two, caller);
        var late =
                answeredAfter(caller, _ -> nanosAhead.addAndGet(Duration.ofSeconds(40).toNanos()));
        assertThat(late.exceeded()).isTrue();
        assertThat(late.resetsIn()).isGreaterThan(Duration.ofSeconds(55));

        nanosAhead.addAndGet(Duration.ofSeconds(20).toNanos());
        beganAMinuteEarlier(caller);

        assertThat(count(one, caller).exceeded()).isFalse();
    }

    @Test
    void tellsNobodyOfAMinuteThatIsLongerThanThat() throws Exception {
        var caller = caller(10);
        count(two, caller);

        var late =
                answeredAfter(
                        caller,
                        tx ->
                                tx.execute(
                                        "UPDATE rate_window SET started_at = clock_timestamp()"
                                                + " WHERE key_id = ?",
                                        caller.keyId()));

        assertThat(late.resetsIn()).isBetween(Duration.ofSeconds(55), Duration.ofMinutes(1));
    }

    /// What the first node is answered that has to wait for another, until this has happened.
    private Quota answeredAfter(Caller caller, Consumer<Handle> happening) throws Exception {
        try (var elsewhere = Executors.newVirtualThreadPerTaskExecutor()) {
            return database.transaction(
                            tx -> {
                                tx.execute(
                                        "SELECT 1 FROM rate_window WHERE key_id = ? FOR UPDATE",
                                        caller.keyId());
                                var asked = elsewhere.submit(() -> count(one, caller));
                                // In a transaction of its own, which sees what happens.
                                Until.holds(
                                        "the node waits for its answer",
                                        () -> elsewhere.submit(this::aNodeWaits).get());
                                happening.accept(tx);
                                return asked;
                            })
                    .get();
        }
    }

    private boolean aNodeWaits() {
        return database.with(h ->
                h.createQuery(
                                "SELECT count(*) > 0 FROM pg_stat_activity"
                                        + " WHERE wait_event_type = 'Lock'"
                                        + " AND datname = current_database()"
                                        + " AND query LIKE 'INSERT INTO rate_window%'")
                        .mapTo(Boolean.class)
                        .one());
    }

    @Test
    void asksTheDatabaseForNothingOnceTheMinuteIsUsedUp() {
        var caller = caller(1);
        count(one, caller);
        assertThat(count(one, caller).exceeded()).isTrue();
        database.run(h -> h.execute("DELETE FROM rate_window WHERE key_id = ?", caller.keyId()));

        assertThat(count(one, caller).exceeded()).isTrue();
    }

    @Test
    void forgetsKeysThatWereNotUsedForADay() {
        var idle = caller(5);
        var busy = caller(5);
        count(one, idle);
        count(one, busy);
        database.run(h ->
                h.execute(
                        "UPDATE rate_window SET started_at = now() - interval '25 hours'"
                                + " WHERE key_id = ?",
                        idle.keyId()));

        new RateStore(database).expire();

        assertThat(rows(idle)).isZero();
        assertThat(rows(busy)).isOne();
    }

    private long rows(Caller caller) {
        return database.with(h ->
                h.createQuery("SELECT count(*) FROM rate_window WHERE key_id = :key")
                        .bind("key", caller.keyId())
                        .mapTo(Long.class)
                        .one());
    }

    @Test
    void goesByAChangedLimitAtOnce() {
        var caller = caller(2);
        count(one, caller);
        count(one, caller);
        var more = limited(caller.keyId(), 4);

        assertThat(count(one, more)).matches(quota -> !quota.exceeded() && quota.remaining() == 1);
        assertThat(count(one, more).exceeded()).isFalse();
        assertThat(count(one, more).exceeded()).isTrue();
    }
}
