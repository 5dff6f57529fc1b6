package io.mediagate.fault;

import io.mediagate.Until;
import io.mediagate.error.Secret;
import io.mediagate.storage.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/// The real program in a process of its own. Closing it leaves no process behind, whatever became of the
/// gateway.
final class GatewayProcess implements AutoCloseable {

    private static final String READY = "Mediagate is ready at ";
    private static final Pattern KEY = Pattern.compile("mg_test_\\w+");
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Duration PATIENCE_WITH_THE_GUARD = Duration.ofSeconds(20);

    private final Process process;
    private final Path data;
    private final Path errors;
    private final List<String> printed = new CopyOnWriteArrayList<>();
    private final CompletableFuture<URI> ready = new CompletableFuture<>();
    private final Thread reader;
    private OptionalLong server = OptionalLong.empty();

    private GatewayProcess(Process process, Path data, Path errors) {
        this.process = process;
        this.data = data;
        this.errors = errors;
        this.reader = Thread.ofPlatform().daemon().name("gateway-output").start(this::read);
    }

    /// Starts it without waiting for anything.
    ///
    /// @param before words in front of the command, such as `setsid`
    /// @param arguments after `serve`, beside the data folder
    static GatewayProcess start(
            Path data, List<String> before, Map<String, String> environment, String... arguments) {
        var command = new ArrayList<>(before);
        command.addAll(PackedProgram.command());
        command.addAll(List.of("serve", "--data", data.toString()));
        command.addAll(List.of(arguments));
        try {
            Files.createDirectories(data);
            var builder = new ProcessBuilder(command);
            builder.environment().keySet().removeIf(GatewayProcess::wouldConfigure);
            // Any machine's processes may open as many files as this takes, without a warning.
            builder.environment().put("MEDIAGATE_SERVER_MAX_CONNECTIONS", "500");
            builder.environment().putAll(environment);
            var errors = data.resolve("stderr-%d.txt".formatted(NUMBER.incrementAndGet()));
            builder.redirectError(errors.toFile());
            return new GatewayProcess(builder.start(), data, errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Starts it on a free port.
    static GatewayProcess start(Path data, Map<String, String> environment) {
        return start(data, List.of(), environment, "--port", "0");
    }

    /// Another command of the program, beside the gateway that runs in the folder.
    static Process command(Path data, String... arguments) {
        var command = new ArrayList<>(PackedProgram.command());
        command.addAll(List.of(arguments));
        command.addAll(List.of("--data", data.toString()));
        var builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(GatewayProcess::wouldConfigure);
        try {
            return builder.redirectError(data.resolve("command-stderr.txt").toFile()).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean wouldConfigure(String variable) {
        return variable.startsWith("MEDIAGATE_") || variable.equals("DATABASE_URL");
    }

    private void read() {
        try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                printed.add(line);
                if (line.startsWith(READY)) {
                    ready.complete(URI.create(line.substring(READY.length())));
                }
            }
        } catch (IOException e) {
            // The process was killed in the middle of a line.
            printed.add(e.toString());
        }
        ready.completeExceptionally(new AssertionError("it ended before it was ready"));
    }

    /// Waits until it says that it is ready; its address.
    URI awaitReady() {
        try {
            var address = ready.get(Until.LONG.toSeconds(), TimeUnit.SECONDS);
            server = databasePid(data);
            return address;
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(
                    "never ready; it printed %s and %s".formatted(withThreads(), errors()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// Waits until it has loaded what the first callers would else wait for.
    void awaitWarm() {
        Until.holds("it is warm", Until.LONG, () -> !jcmd("Thread.print").contains("\"warm-up\""));
    }

    /// What it printed so far, and what its threads do, if it has not just ended.
    String withThreads() {
        var text = new StringBuilder(String.join("\n", printed));
        if (process.isAlive()) {
            text.append('\n').append(threads());
        }
        return text.toString();
    }

    /// Platform and virtual threads; of a process that is stopped, why there are none.
    private String threads() {
        try {
            var dump = Files.createTempFile(data.getParent(), "threads", ".txt");
            jcmd("Thread.dump_to_file", "-overwrite", dump.toString());
            return Files.readString(dump);
        } catch (IOException e) {
            return e.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return e.toString();
        }
    }

    /// What the JVM answers to a command of jcmd's.
    ///
    /// @throws IOException when it refuses it, or does not answer within 30 s
    String jcmd(String... command) throws IOException, InterruptedException {
        var all = new ArrayList<String>();
        all.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        all.add(Long.toString(pid()));
        all.addAll(List.of(command));
        var asked = new ProcessBuilder(all).redirectErrorStream(true).start();
        if (!asked.waitFor(30, TimeUnit.SECONDS)) {
            asked.destroyForcibly();
        }
        var said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (asked.waitFor() != 0) {
            throw new IOException("jcmd ended with %d: %s".formatted(asked.exitValue(), said));
        }
        return said;
    }

    /// What it printed so far.
    List<String> printed() {
        return List.copyOf(printed);
    }

    /// What it said on its standard error.
    String errors() {
        try {
            return Files.readString(errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The key that the first start prints.
    Optional<String> key() {
        return printed.stream()
                .flatMap(line -> KEY.matcher(line).results())
                .map(found -> found.group())
                .findFirst();
    }

    /// Waits until a first start has printed its key, which it does after it is ready.
    String awaitKey() {
        Until.holds("the key is printed", Until.LONG, () -> key().isPresent());
        return key().orElseThrow();
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// Ends it as a power cut would, and waits until it is gone. Its database's guard is not waited for.
    void kill() {
        process.destroyForcibly();
        exitCode();
    }

    /// Sends a signal to the process, or with a minus before the number to its group.
    static void signal(String name, String pid) {
        try {
            if (new ProcessBuilder("kill", "-s", name, "--", pid).start().waitFor() != 0) {
                throw new AssertionError("kill -s %s %s failed".formatted(name, pid));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    void signal(String name) {
        signal(name, Long.toString(pid()));
    }

    /// Waits for its end.
    int exitCode() {
        try {
            if (!process.waitFor(Until.LONG.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError(
                        "it does not end; it printed %s and %s".formatted(withThreads(), errors()));
            }
            reader.join();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// The number of the database server of a data folder, as its pid file says.
    static OptionalLong databasePid(Path data) {
        var lines = pidFile(data);
        return lines.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(Long.parseLong(lines.getFirst().strip()));
    }

    private static List<String> pidFile(Path data) {
        try {
            return Files.readAllLines(data.resolve("postgres/cluster/postmaster.pid"));
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean isAlive(OptionalLong pid) {
        return pid.isPresent()
                && ProcessHandle.of(pid.getAsLong()).map(GatewayProcess::isAlive).orElse(false);
    }

    /// One that has ended and that nobody has asked about yet is not alive, though it has a number.
    static boolean isAlive(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    /// Into the gateway's own database, behind its back.
    static Database database(Path data) {
        try {
            var port = pidFile(data).get(3).strip();
            var password = Files.readString(data.resolve("postgres/password")).strip();
            return Database.open(
                    new Database.Address(
                            "jdbc:postgresql://127.0.0.1:" + port + "/postgres",
                            "mediagate",
                            new Secret(password)),
                    4);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Ends the gateway, its database, and whatever else it started. A later gateway may run in the same
    /// folder: its database is not touched.
    @Override
    public void close() {
        var children = process.descendants().toList();
        var own = process.isAlive() && server.isEmpty() ? databasePid(data) : server;
        kill();
        Until.comesTrue(PATIENCE_WITH_THE_GUARD, () -> !isAlive(own));
        own.stream()
                .boxed()
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .forEach(ProcessHandle::destroyForcibly);
        Until.comesTrue(
                PATIENCE_WITH_THE_GUARD,
                () -> children.stream().noneMatch(GatewayProcess::isAlive));
        children.forEach(ProcessHandle::destroyForcibly);
    }
}
