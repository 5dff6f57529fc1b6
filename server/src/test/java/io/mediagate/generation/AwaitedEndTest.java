package io.mediagate.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.Until;
import io.mediagate.event.Feed;
import io.mediagate.provider.Progress;
import io.mediagate.storage.TestDatabase;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class AwaitedEndTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(1);

    private static final LifeFixture on = new LifeFixture();
    private final Feed<Generation> feed = new Feed<>();
    private final Snapshots snapshots = new Snapshots(on.database, feed, () -> false);

    @AfterAll
    static void close() {
        on.close();
    }

    /// The same, from a database that answers nobody any more.
    private Snapshots unasked() {
        var gone = TestDatabase.open();
        gone.close();
        return new Snapshots(gone, feed, () -> false);
    }

    private static Generation accepted() throws InterruptedException {
        return on.create(on.caller(10));
    }

    private static Future<Generation> waiting(Snapshots snapshots, Generation generation) {
        var result = new CompletableFuture<Generation>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        var awaited = new AwaitedEnd(snapshots, generation);
                        result.complete(awaited.within(LONG, LONG));
                    } catch (Exception e) {
                        result.completeExceptionally(e);
                    }
                });
        return result;
    }

    @Test
    void hearsOfTheEndWithoutAskingTheDatabase() throws Exception {
        var accepted = accepted();
        var ended = on.end(accepted);
        var snapshots = unasked();

        var waiting = waiting(snapshots, accepted);
        Until.holds("it listens", feed::listening);
        snapshots.publish(accepted);
        snapshots.publish(ended);

        assertThat(waiting.get()).isEqualTo(ended);
    }

    @Test
    void remembersAnEndThatWasToldBeforeItListened() throws Exception {
        var accepted = accepted();
        var ended = on.end(accepted);
        var snapshots = unasked();
        snapshots.publish(ended);

        assertThat(new AwaitedEnd(snapshots, accepted).within(LONG, LONG)).isEqualTo(ended);
    }

    @Test
    void looksForAnEndOfWhichNobodyTells() throws Exception {
        var accepted = accepted();
        var ended = on.end(accepted);

        assertThat(new AwaitedEnd(snapshots, accepted).within(LONG, SHORT)).isEqualTo(ended);
    }

    @Test
    void looksWhenItIsToldTo() throws Exception {
        var accepted = accepted();
        var ended = on.end(accepted);

        var waiting = waiting(snapshots, accepted);
        Until.holds("it listens", feed::listening);
        feed.nudge(accepted.id());

        assertThat(waiting.get()).isEqualTo(ended);
    }

    @Test
    void givesTheLatestSnapshotWhenTimeIsUp() throws Exception {
        on.provider.onPoll = _ -> FakeProvider.running();
        var accepted = accepted();
        on.until("SELECT state = 'running' FROM generation WHERE id = :id", accepted.id());

        var latest = new AwaitedEnd(snapshots, accepted).within(SHORT, LONG);
        on.provider.onPoll = _ -> new Progress.Succeeded(FakeProvider.OUTPUT);

        assertThat(latest.state()).isEqualTo(State.RUNNING);
        assertThat(on.end(latest).state()).isEqualTo(State.SUCCEEDED);
    }

    @Test
    void givesUpOnWhatIsNotThere() throws Exception {
        var accepted = accepted();
        try (var another = TestDatabase.open()) {
            var snapshots = new Snapshots(another, feed, () -> false);

            assertThat(new AwaitedEnd(snapshots, accepted).within(LONG, SHORT)).isEqualTo(accepted);
        }
    }
}
