package io.mediagate.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.error.ErrorCode;
import io.mediagate.provider.Provider;
import io.mediagate.storage.Database;
import io.mediagate.storage.TestDatabase;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// An operator takes a vendor out of the configuration while it works on something.
class AbsentProviderTest {

    private final Database database = TestDatabase.open();
    private final FakeProvider one = new FakeProvider("one");

    @AfterEach
    void close() {
        database.close();
    }

    private LifeFixture node(Map<String, Provider> live) {
        return new LifeFixture(database, LifeFixture.settings(), false, Routed.CATALOG, live);
    }

    /// What `one` has accepted, left by a node that has shut down.
    private Generation left() throws InterruptedException {
        one.onPoll = _ -> FakeProvider.running();
        try (var node = node(Map.of("one", one))) {
            var generation = node.create(node.liveCaller(10), Routed.DRAWN_BY_ONE_ONLY);
            node.until(
                    "SELECT state = 'accepted' FROM attempt WHERE generation_id = :id",
                    generation.id());
            return generation;
        }
    }

    private static void untilTakenBy(LifeFixture node, Generation generation)
            throws InterruptedException {
        node.until(
                "SELECT node_id = " + node.node.id() + " FROM generation WHERE id = :id",
                generation.id());
    }

    @Test
    void deliversOnceItIsBack() throws InterruptedException {
        var generation = left();
        try (var without = node(Map.of())) {
            untilTakenBy(without, generation);
        }
        one.onPoll = new FakeProvider().onPoll;

        try (var with = node(Map.of("one", one))) {
            assertThat(with.end(generation).state()).isEqualTo(State.SUCCEEDED);
            assertThat(one.submissionsOf(generation)).isEqualTo(1);
            assertThat(with.ledger.verify()).isEmpty();
        }
    }

    @Test
    void isWaitedForToTheDeadline() throws InterruptedException {
        var generation = left();
        try (var without = node(Map.of())) {
            without.ahead.set(Duration.ofMinutes(6));
            var ended = without.end(generation);

            assertThat(ended.failure().map(Failure::code)).contains(ErrorCode.TIMEOUT);
            assertThat(without.attempts(generation)).containsExactly("abandoned");
            assertThat(without.ledger.balance(generation.scope()).total().amount()).isEqualTo(10);
        }
    }
}
