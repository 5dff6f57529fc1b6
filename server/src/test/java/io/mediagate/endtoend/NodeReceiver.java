package io.mediagate.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A receiver in Node.js, with the public libraries that verify Standard Webhooks.
final class NodeReceiver implements AutoCloseable {
    private static final Path SCRIPT = Path.of("src/test/resources/webhooks/receiver.cjs");
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Process process;
    private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Writer in;
    private final String port;

    private NodeReceiver(Process process) {
        this.process = process;
        this.in = process.outputWriter(StandardCharsets.UTF_8);
        Thread.ofVirtual().start(this::read);
        this.port = next().replace("port ", "");
    }

    /// Empty when there is no Node.js or it does not find the libraries (`NODE_PATH`).
    static Optional<NodeReceiver> start() {
        try {
            var look =
                    new ProcessBuilder("node", "-e", "require('standardwebhooks');require('svix')")
                            .redirectErrorStream(true)
                            .start();
            look.getInputStream().readAllBytes();
            if (look.waitFor() != 0) {
                return Optional.empty();
            }
            var node = new ProcessBuilder("node", SCRIPT.toString()).redirectErrorStream(true);
            return Optional.of(new NodeReceiver(node.start()));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private void read() {
        try (var out = process.inputReader(StandardCharsets.UTF_8)) {
            out.lines().forEach(lines::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String next() {
        try {
            var line = lines.poll(30, TimeUnit.SECONDS);
            if (line == null) {
                throw new AssertionError("the receiver prints nothing");
            }
            return line;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    String url() {
        return "http://127.0.0.1:%s/hook".formatted(port);
    }

    /// From here on it verifies with each of these.
    void knows(String... secrets) {
        try {
            in.write(JSON.writeValueAsString(secrets) + "\n");
            in.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!next().equals("secrets " + secrets.length)) {
            throw new AssertionError("something came while it learned secrets");
        }
    }

    /// What the libraries said to the next events.
    List<JsonNode> verdicts(int count) {
        var verdicts = new ArrayList<JsonNode>();
        while (verdicts.size() < count) {
            verdicts.add(JSON.readTree(next()));
        }
        return verdicts;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
