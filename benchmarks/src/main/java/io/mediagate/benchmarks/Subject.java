package io.mediagate.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/// The gateway under measurement: a process of its own with a data folder of its own, both gone at the
/// end.
final class Subject implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String READY = "Mediagate is ready at ";
    private static final long FULL = 1_000_000_000L;

    private final Process process;
    private final Path folder;
    private final int port;
    private final double secondsToStart;
    private final String adminToken;

    private Subject(Process process, Path folder, int port, double secondsToStart)
            throws IOException {
        this.process = process;
        this.folder = folder;
        this.port = port;
        this.secondsToStart = secondsToStart;
        this.adminToken = Files.readString(folder.resolve("admin.token")).strip();
    }

    /// Starts it in a new folder in this one. Nothing is deleted while anything is still measured: for some
    /// minutes a file system such as ext4 looks at every inode that was just deleted before it makes a
    /// new one, and whoever is measured next would pay for it.
    static Subject startIn(Path parent, Path launcher, Map<String, String> settings)
            throws IOException {
        return start(launcher, Files.createTempDirectory(parent, "data"), settings);
    }

    private static Subject start(Path launcher, Path folder, Map<String, String> settings)
            throws IOException {
        var builder =
                new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -n 65536 2>/dev/null || ulimit -n $(ulimit -Hn); exec \"$@\"",
                        "-",
                        launcher.toString(),
                        "serve",
                        "--port",
                        "0",
                        "--data",
                        folder.toString());
        builder.environment().putAll(settings);
        builder.redirectError(
                ProcessBuilder.Redirect.appendTo(folder.resolve("stderr.log").toFile()));
        long from = System.nanoTime();
        var process = builder.start();
        var out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (var line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(READY)) {
                double seconds = (System.nanoTime() - from) / 1e9;
                int port = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
                return new Subject(process, folder, port, seconds);
            }
        }
        throw new IOException(
                "the gateway did not start: " + Files.readString(folder.resolve("stderr.log")));
    }

    /// Stops it and starts it again on the same folder.
    Subject restart(Path launcher, Map<String, String> settings) throws IOException {
        close();
        return start(launcher, folder, settings);
    }

    int port() {
        return port;
    }

    double secondsToStart() {
        return secondsToStart;
    }

    Usage usage() {
        return new Usage(process.pid());
    }

    /// Makes workspaces with plenty of test credits; a key of each.
    List<String> keys(int workspaces) throws IOException {
        var keys = new ArrayList<String>();
        try (var connection = new Connection(port)) {
            for (int i = 0; i < workspaces; i++) {
                var name = "bench-" + System.nanoTime();
                admin(connection, "/workspaces", Map.of("name", name));
                var key =
                        admin(
                                connection,
                                "/keys",
                                Map.of("workspace", name, "mode", "test", "name", "bench"));
                keys.add(JSON.readTree(key).get("text").stringValue());
                admin(
                        connection,
                        "/credits/grants",
                        Map.of(
                                "workspace",
                                name,
                                "mode",
                                "test",
                                "bucket",
                                "permanent",
                                "amount",
                                FULL,
                                "reason",
                                "bench"));
            }
        }
        return keys;
    }

    private String admin(Connection connection, String path, Map<String, Object> body)
            throws IOException {
        var request =
                Connection.request(
                        "POST", "/admin/v1" + path, adminToken, JSON.writeValueAsString(body));
        var answer = connection.exchange(request);
        if (answer.status() >= 300) {
            throw new IOException(path + " answered " + answer.status() + " " + answer.body());
        }
        return answer.body();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
