package io.mediagate.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mediagate.storage.Database;
import io.mediagate.storage.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class BacklogWatchTest {
    private final Database database = TestDatabase.open();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final BacklogWatch watch = new BacklogWatch(database);

    BacklogWatchTest() {
        watch.showIn(metrics);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private double shown(String name) {
        return metrics.get(name).gauge().value();
    }

    private void queued(String id, int secondsAgo) {
        database.with(handle ->
                handle.createUpdate(
                                """
                                INSERT INTO generation (workspace_id, livemode, id, key_id, model, family,
                                    input, state, sequence, lease, from_subscription, from_permanent,
                                    deadline_seconds, created_at)
                                VALUES ('ws_1', false, :id, 'key_1', 'a/b', 'IMAGE', '{}', 'queued', 1, 0,
                                        0, 0, 60, now() - :ago * interval '1 second')
                                """)
                        .bind("id", id)
                        .bind("ago", secondsAgo)
                        .execute());
    }

    private void unknown(int number, int hoursAgo) {
        database.with(handle ->
                handle.createUpdate(
                                """
                                INSERT INTO attempt (workspace_id, generation_id, number, provider, model,
                                    node_id, state, submitted_at, ended_at)
                                VALUES ('ws_1', 'gen_1', :number, 'fal', 'x', 1, 'outcome_unknown',
                                        now() - :ago * interval '1 hour', now())
                                """)
                        .bind("number", number)
                        .bind("ago", hoursAgo)
                        .execute());
    }

    private void delivery(String id, int dueSecondsAgo) {
        database.with(handle ->
                handle.createUpdate(
                                """
                                INSERT INTO delivery (workspace_id, id, endpoint_id, event_id, type,
                                    event_at, due_at)
                                VALUES ('ws_1', :id, 'ep_1', 'evt_1', 'test', now(),
                                        now() - :ago * interval '1 second')
                                """)
                        .bind("id", id)
                        .bind("ago", dueSecondsAgo)
                        .execute());
    }

    @Test
    void showsNothingBeforeTheFirstLook() {
        assertThat(shown("mediagate.queue.age.seconds")).isNaN();
    }

    @Test
    void showsZerosWhileNothingWaits() {
        watch.look();

        assertThat(shown("mediagate.queue.age.seconds")).isZero();
        assertThat(shown("mediagate.webhooks.due.age.seconds")).isZero();
        assertThat(shown("mediagate.webhooks.endpoints.failing")).isZero();
    }

    @Test
    void showsHowManyWaitAndForHowLong() {
        queued("gen_1", 300);
        queued("gen_2", 20);
        unknown(1, 1);
        unknown(2, 30);
        delivery("dlv_1", 90);
        delivery("dlv_2", 5);
        delivery("dlv_3", -60);

        watch.look();

        assertThat(shown("mediagate.queue.age.seconds")).isCloseTo(300, within(30.0));
        assertThat(shown("mediagate.attempts.outcome.unknown")).isEqualTo(1);
        assertThat(shown("mediagate.webhooks.due")).isEqualTo(2);
        assertThat(shown("mediagate.webhooks.due.age.seconds")).isCloseTo(90, within(30.0));
    }

    @Test
    void forgetsWhatItKnewWhenTheDatabaseCannotBeAsked() {
        watch.look();
        database.close();

        assertThatThrownBy(watch::look).isInstanceOf(RuntimeException.class);

        assertThat(shown("mediagate.queue.age.seconds")).isNaN();
    }
}
