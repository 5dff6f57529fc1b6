package io.mediagate.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.Until;
import io.mediagate.endtoend.EventStream.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The life of a generation as a stream: complete, once, and to be taken up again wherever it was left.
@ExtendWith(SharedGateway.class)
final class StreamTest {

    private static final String SLOW = "a slow boat sandbox:slow=1500ms";

    private final RunningGateway gateway;

    StreamTest(RunningGateway gateway) {
        this.gateway = gateway;
    }

    /// What must be the same whenever a frame is read.
    private static List<String> told(List<Frame> frames) {
        return frames.stream()
                .map(frame ->
                        "%d %s %s %s"
                                .formatted(
                                        frame.id(),
                                        frame.json().get("id").asString(),
                                        frame.state(),
                                        frame.json().get("progress")))
                .toList();
    }

    private static void checkWhole(List<Frame> frames) {
        var ids = frames.stream().map(Frame::id).toList();
        var last = ids.getLast();
        assertThat(ids).isEqualTo(LongStream.rangeClosed(1, last).boxed().toList());
        assertThat(frames.getFirst().state()).isEqualTo("IN_QUEUE");
        assertThat(frames.subList(0, frames.size() - 1)).noneMatch(Frame::terminal);
        assertThat(frames.getLast().terminal()).isTrue();
    }

    @Test
    void goesOnAfterEveryCutWithoutGapOrRepetition() {
        var client = gateway.tenant();
        List<Frame> whole;
        try (var stream = client.createStream(Sample.PICTURE, SLOW)) {
            whole = stream.rest();
        }
        checkWhole(whole);
        assertThat(whole).hasSizeGreaterThan(4);
        var id = whole.getFirst().json().get("id").asString();

        for (int cut = 0; cut < whole.size(); cut++) {
            try (var rest = client.followAfter(id, cut)) {
                assertThat(told(rest.rest())).isEqualTo(told(whole.subList(cut, whole.size())));
            }
            var path = "/api/v1/predictions/" + id + "/subscribe?after=" + cut;
            try (var rest = client.stream("GET", path, "")) {
                assertThat(told(rest.rest())).isEqualTo(told(whole.subList(cut, whole.size())));
            }
        }
        assertNothingMore(client, id, whole.getLast().id());
        assertNothingMore(client, id, whole.getLast().id() + 7);
    }

    private static void assertNothingMore(Client client, String id, long last) {
        var answer = client.get(Client.events(id), "Last-Event-ID", Long.toString(last));
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.header("x-generation-id")).contains(id);
    }

    @Test
    void goesOnWhileItHappensAfterEachFrame() {
        var client = gateway.tenant();
        var id = client.create(Sample.PICTURE, SLOW).id();
        var frames = new ArrayList<Frame>();

        while (frames.isEmpty() || !frames.getLast().terminal()) {
            long last = frames.isEmpty() ? 0 : frames.getLast().id();
            try (var stream = client.followAfter(id, last)) {
                frames.add(stream.next().orElseThrow());
            }
        }

        checkWhole(frames);
    }

    @Test
    void beginsWithHowItStandsWhenNothingWasSeen() {
        var client = gateway.tenant();
        var id = client.create(Sample.PICTURE, "a quick boat").id();
        client.ended(id);

        try (var stream = client.follow(id)) {
            var frames = stream.rest();
            assertThat(frames).hasSize(1);
            assertThat(frames.getFirst().json()).isEqualTo(client.read(id).json());
        }
    }

    @Test
    void survivesARestart() throws InterruptedException {
        try (var own = RunningGateway.with(Map.of())) {
            var client = own.tenant();
            var frames = new ArrayList<Frame>();
            try (var stream = client.createStream(Sample.PICTURE, "sandbox:slow=5s")) {
                frames.add(stream.next().orElseThrow());
                frames.add(stream.next().orElseThrow());
                var stopping = Thread.ofVirtual().start(own::stop);
                frames.addAll(stream.rest());
                assertThat(stream.asksToRetry()).isTrue();
                stopping.join();
            }
            assertThat(frames).noneMatch(Frame::terminal);
            own.startAgain();
            var id = frames.getFirst().json().get("id").asString();
            try (var stream = client.followAfter(id, frames.getLast().id())) {
                frames.addAll(stream.rest());
                assertThat(stream.asksToRetry()).isFalse();
            }

            checkWhole(frames);
            assertThat(frames.getLast().state()).isEqualTo("COMPLETED");
            assertThat(own.faultsOfTheBooks()).isEmpty();
        }
    }

    @Test
    void isTheSameOnAnotherNode() {
        try (var here = RunningGateway.with(Map.of());
                var there = here.neighbour()) {
            var client = here.tenant();
            var id = client.create(Sample.PICTURE, SLOW).id();
            List<Frame> seenThere;
            try (var stream = client.at(there).followAfter(id, 0)) {
                seenThere = stream.rest();
            }
            List<Frame> seenHere;
            try (var stream = client.followAfter(id, 0)) {
                seenHere = stream.rest();
            }

            checkWhole(seenThere);
            assertThat(told(seenThere)).isEqualTo(told(seenHere));
            assertThat(seenThere.getLast().state()).isEqualTo("COMPLETED");
            assertThat(client.at(there).read(id).state()).isEqualTo("COMPLETED");
            cancelsFromAnotherNode(client, there);
            assertThat(here.faultsOfTheBooks()).isEmpty();
        }
    }

    private static void cancelsFromAnotherNode(Client client, RunningGateway there) {
        var id = client.create(Sample.PICTURE, "sandbox:stuck").id();
        try (var stream = client.follow(id)) {
            assertThat(client.at(there).cancel(id).state()).isEqualTo("CANCELED");
            assertThat(stream.rest().getLast().state()).isEqualTo("CANCELED");
        }
    }

    @Test
    void showsThatItLives() {
        try (var own = RunningGateway.with(Map.of("server.heartbeat", "50ms"))) {
            var client = own.tenant();
            var id = client.create(Sample.PICTURE, "sandbox:stuck").id();
            try (var stream = client.follow(id)) {
                stream.awaitHeartbeats(5);
                client.cancel(id);

                assertThat(stream.rest().getLast().state()).isEqualTo("CANCELED");
            }
        }
    }

    @Test
    void doesNotStopWhenItsClientLeaves() {
        var client = gateway.tenant();
        Optional<Frame> first;
        try (var stream = client.createStream(Sample.PICTURE, SLOW)) {
            first = stream.next();
        }
        try (var wire = client.open("POST", "/api/ai/tts/generate", Sample.spoken(SLOW))) {
            Until.holds("it is accepted", () -> list(client) == 2);
            assertThat(wire).isNotNull();
        }

        var id = first.orElseThrow().json().get("id").asString();
        assertThat(client.ended(id).state()).isEqualTo("COMPLETED");
        var speech = client.get("/api/v1/generations").text("/data/0/id");
        assertThat(client.ended(speech).state()).isEqualTo("COMPLETED");
    }

    private static int list(Client client) {
        return client.get("/api/v1/generations").json().get("data").size();
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "-1", "1.5", "99999999999999999999"})
    void refusesAPlaceThatIsNone(String place) {
        var client = gateway.tenant();
        var id = client.create(Sample.PICTURE, "sandbox:failed").id();

        var answer = client.get(Client.events(id), "Last-Event-ID", place);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("/code")).isEqualTo("INVALID_REQUEST");
        assertThat(answer.header("x-generation-id")).contains(id);
    }
}
