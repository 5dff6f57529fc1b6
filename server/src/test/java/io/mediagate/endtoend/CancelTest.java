package io.mediagate.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.Concurrently;
import io.mediagate.Until;
import io.mediagate.endtoend.EventStream.Frame;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Canceling in every state, again, and at the very moment of the end.
@ExtendWith(SharedGateway.class)
final class CancelTest {

    private static final int RACES = 12;
    private static final int RACERS = 32;

    private final RunningGateway gateway;

    CancelTest(RunningGateway gateway) {
        this.gateway = gateway;
    }

    private static void checkCanceled(Client client, Answer canceled) {
        assertThat(canceled.status()).isEqualTo(200);
        assertThat(canceled.state()).isEqualTo("CANCELED");
        var json = canceled.json();
        assertThat(json.get("data").isNull()).isTrue();
        assertThat(json.has("code")).isFalse();
        assertThat(json.has("message")).isFalse();
        assertThat(json.at("/usage/total").asLong()).isZero();
        assertThat(json.get("finished_at").isString()).isTrue();
        assertThat(client.read(canceled.id()).json()).isEqualTo(json);
        assertThat(client.cancel(canceled.id()).json()).isEqualTo(json);
        assertThat(client.credits().held()).isZero();
    }

    @Test
    void cancelsWhatWaits() {
        try (var small = RunningGateway.with(Map.of("generation.max_running", "1"))) {
            var client = small.tenant();
            var running = client.create(Sample.PICTURE, "sandbox:stuck").id();
            Until.holds("it runs", () -> client.read(running).state().equals("IN_PROGRESS"));
            var waiting = client.create(Sample.PICTURE, "a cat").id();
            assertThat(client.read(waiting).state()).isEqualTo("IN_QUEUE");

            var canceled = client.cancel(waiting);
            var other = client.cancel(running);

            checkCanceled(client, canceled);
            checkCanceled(client, other);
            assertThat(canceled.json().get("started_at").isNull()).isTrue();
            assertThat(client.credits().total()).isEqualTo(10_000);
            assertThat(small.faultsOfTheBooks()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"sandbox:stuck", "sandbox:slow=20s", "sandbox:late"})
    void cancelsWhatRuns(String prompt) {
        var client = gateway.tenant();
        try (var stream = client.createStream(Sample.FILM, prompt)) {
            var frame = stream.next().orElseThrow();
            var id = frame.json().get("id").asString();
            Until.holds("it runs", () -> client.read(id).state().equals("IN_PROGRESS"));

            checkCanceled(client, client.cancel(id));

            var rest = stream.rest();
            assertThat(rest).filteredOn(Frame::terminal).hasSize(1);
            assertThat(rest.getLast().state()).isEqualTo("CANCELED");
        }
        assertThat(client.credits().total()).isEqualTo(10_000);
    }

    @ParameterizedTest
    @CsvSource({"a cat, COMPLETED", "sandbox:failed, FAILED"})
    void leavesWhatHasEndedAsItIs(String prompt, String state) {
        var client = gateway.tenant();
        var end = client.ended(client.create(Sample.PICTURE, prompt).id());
        assertThat(end.state()).isEqualTo(state);
        var before = client.credits();

        var answer = client.cancel(end.id());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json()).isEqualTo(end.json());
        assertThat(client.credits()).isEqualTo(before);
    }

    @Test
    void tellsAWaitingCallerOfTheCancellation() throws Exception {
        var client = gateway.tenant();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var body = Sample.PICTURE.input("sandbox:stuck");
            var waiting =
                    threads.submit(
                            () -> client.post(Sample.PICTURE.path(), body, "Prefer", "wait=60"));
            Until.holds(
                    "it is accepted",
                    () -> !client.get("/api/v1/generations/running").body().equals("[]"));
            client.cancel(client.get("/api/v1/generations/running").text("/0/id"));

            assertThat(waiting.get().status()).isEqualTo(200);
            assertThat(waiting.get().state()).isEqualTo("CANCELED");
        }
    }

    @Test
    void endsOnceWhenItRacesTheCompletion() throws InterruptedException {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var client = gateway.tenant();
        var delays = random.longs(RACES, 600_000_000, 1_100_000_000).toArray();
        var next = new AtomicInteger();

        var ends = Concurrently.run(RACES, () -> race(client, delays[next.getAndIncrement()]));

        long taken = ends.stream().mapToLong(end -> end.json().at("/usage/total").asLong()).sum();
        long completed = ends.stream().filter(end -> end.state().equals("COMPLETED")).count();
        assertThat(taken).as("seed %d", seed).isEqualTo(completed);
        assertThat(client.credits().total()).as("seed %d", seed).isEqualTo(10_000 - taken);
        assertThat(client.credits().held()).isZero();
    }

    /// Cancels from many sides at about the time at which the picture is done.
    private static Answer race(Client client, long delay) throws InterruptedException {
        try (var stream = client.createStream(Sample.PICTURE, "a race " + delay)) {
            var id = stream.next().orElseThrow().json().get("id").asString();
            var answers =
                    Concurrently.run(
                            RACERS,
                            () -> {
                                LockSupport.parkNanos(delay);
                                return client.cancel(id);
                            });
            var end = client.read(id);
            assertThat(end.state()).isIn("COMPLETED", "CANCELED");
            assertThat(answers)
                    .allSatisfy(answer -> assertThat(answer.json()).isEqualTo(end.json()));
            List<Frame> rest = stream.rest();
            assertThat(rest).filteredOn(Frame::terminal).hasSize(1);
            assertThat(rest.getLast().json()).isEqualTo(end.json());
            return end;
        }
    }
}
