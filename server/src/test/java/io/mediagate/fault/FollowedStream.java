package io.mediagate.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// A stream that is resumed where it broke off, over the lives of
/// gateways.
final class FollowedStream {
    private final String id;
    private final List<Long> sequences = new CopyOnWriteArrayList<>();
    private final AtomicInteger endings = new AtomicInteger();

    FollowedStream(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }

    int endings() {
        return endings.get();
    }

    /// Reads on after the last frame that came.
    void readOn(Client client) throws IOException, InterruptedException {
        long after = sequences.isEmpty() ? 0 : sequences.getLast();
        client.follow(id, after, this::take);
    }

    private void take(Client.Frame frame) {
        sequences.add(frame.sequence());
        var status = frame.generation().path("status").stringValue("");
        if (Set.of("COMPLETED", "FAILED", "CANCELED").contains(status)) {
            endings.incrementAndGet();
        }
    }

    /// Reads the rest, and fails unless every frame came once, in order, with one ending.
    void isWhole(Client client) throws IOException, InterruptedException {
        if (endings() == 0) {
            readOn(client);
        }
        assertThat(endings()).as("endings of the stream of %s", id).isOne();
        for (int i = 0; i < sequences.size(); i++) {
            assertThat(sequences.get(i)).as("%s of %s", sequences, id).isEqualTo(i + 1);
        }
    }
}
