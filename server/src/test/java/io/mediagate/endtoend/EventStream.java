package io.mediagate.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An open event stream. Takes nothing but what the contract allows in one.
final class EventStream implements AutoCloseable {

    /// One frame with its generation object.
    record Frame(long id, String data) {
        JsonNode json() {
            return JsonMapper.shared().readTree(data);
        }

        String state() {
            return json().get("status").stringValue();
        }

        boolean terminal() {
            return Set.of("COMPLETED", "FAILED", "CANCELED").contains(state());
        }
    }

    private final Wire wire;
    private final Answer head;
    private final StringBuilder seen = new StringBuilder();
    private int heartbeats;
    private boolean asksToRetry;

    EventStream(Wire wire, Answer head) {
        this.wire = wire;
        this.head = head;
    }

    Answer head() {
        return head;
    }

    /// Whether the server has said when to come back.
    boolean asksToRetry() {
        return asksToRetry;
    }

    /// The next frame; empty when the server has closed.
    Optional<Frame> next() {
        while (true) {
            var block = block();
            if (block.isEmpty()) {
                return Optional.empty();
            }
            if (block.equals(": hb")) {
                heartbeats++;
            } else if (block.matches("retry: \\d+")) {
                asksToRetry = true;
            } else {
                return Optional.of(frame(block));
            }
        }
    }

    /// Reads on until that many comments have come, whatever else comes.
    void awaitHeartbeats(int many) {
        while (heartbeats < many) {
            var block = block();
            assertThat(block).as("a heartbeat or a frame").isNotEmpty();
            if (block.equals(": hb")) {
                heartbeats++;
            } else {
                frame(block);
            }
        }
    }

    private static Frame frame(String block) {
        var lines = block.split("\n", -1);
        if (lines.length != 2
                || !lines[0].matches("id: \\d+")
                || !lines[1].startsWith("data: {\"id\":\"gen_")) {
            throw new AssertionError("not a frame: " + block);
        }
        return new Frame(Long.parseLong(lines[0].substring(4)), lines[1].substring(6));
    }

    /// What stands before the next empty line; empty at the end of the stream.
    private String block() {
        var bytes = new ByteArrayOutputStream(512);
        int last = 0;
        for (int b = wire.read(); b >= 0; b = wire.read()) {
            if (b == '\n' && last == '\n') {
                var block = bytes.toString(StandardCharsets.UTF_8);
                seen.append(block).append('\n');
                return block.stripTrailing();
            }
            bytes.write(b);
            last = b;
        }
        if (bytes.size() > 0) {
            throw new AssertionError("the stream ended within a frame: " + bytes);
        }
        finish();
        return "";
    }

    private void finish() {
        Answers.seen(
                new Answer(
                        head.method(),
                        head.path(),
                        head.status(),
                        head.headers(),
                        seen.toString()));
    }

    /// All further frames, to the end.
    List<Frame> rest() {
        var frames = new ArrayList<Frame>();
        for (var next = next(); next.isPresent(); next = next()) {
            frames.add(next.get());
        }
        return frames;
    }

    /// Leaves.
    @Override
    public void close() {
        wire.close();
    }
}
