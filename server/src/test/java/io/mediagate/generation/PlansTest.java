package io.mediagate.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.Concurrently;
import io.mediagate.Until;
import io.mediagate.account.Caller;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What a life costs the database must not grow with how much is stored. Plans are made once and kept, and
/// the first are made while every table is empty and any plan is as good as another.
class PlansTest {

    private static final int LIVES = 400;

    /// Rows that a life reads, by any one index or without any.
    private static final int MOST_ROWS_OF_A_LIFE = 20;

    @Test
    void readsNothingButTheRowsOfTheGenerationsConcerned() throws InterruptedException {
        try (var on = new LifeFixture();
                var door = LifeFixture.door(on.database)) {
            var callers = Stream.generate(() -> on.caller(100_000)).limit(50).toList();
            // One half starts at once, the other is queued and claimed.
            for (var node : List.of(on.open(), door)) {
                for (var life : Concurrently.run(LIVES / 2, () -> node.create(any(callers)))) {
                    assertThat(on.end(life).state()).isEqualTo(State.SUCCEEDED);
                }
            }
            // Each connection tells what it did once it has been idle for a second, or does more.
            Until.holds(
                    "the statistics are complete",
                    () ->
                            on.count(
                                            "SELECT n_tup_upd FROM pg_stat_user_tables WHERE relname = 'generation'")
                                    >= LIVES * 3 / 2);

            assertThat(readMost(on)).as("read by %d lives", LIVES).isEmpty();
        }
    }

    private static List<String> readMost(LifeFixture on) {
        return on.database.with(handle ->
                handle.createQuery(
                                """
                                SELECT relname || ' as a whole: ' || seq_tup_read
                                  FROM pg_stat_user_tables WHERE seq_tup_read > :most
                                UNION ALL
                                SELECT indexrelname || ': ' || idx_tup_read
                                  FROM pg_stat_user_indexes WHERE idx_tup_read > :most
                                """)
                        .bind("most", LIVES * MOST_ROWS_OF_A_LIFE)
                        .mapTo(String.class)
                        .list());
    }

    private static Caller any(List<Caller> callers) {
        return callers.get(ThreadLocalRandom.current().nextInt(callers.size()));
    }
}
