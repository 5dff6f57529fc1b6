package io.mediagate.storage;

import io.mediagate.error.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A PostgreSQL server of our own in the data folder: the real binaries, durable (fsync on), on loopback
/// only and behind a password that lies in the folder.
///
/// It never outlives this process: a guard holds the other end of a pipe to us and stops the server when
/// the pipe breaks, also after `kill -9`. A server that is left over all the same is stopped at start.
public final class EmbeddedDatabase implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);
    private static final String USER = "mediagate";
    private static final String PID_FILE = "postmaster.pid";
    private static final int SECONDS_TO_STOP = 30;

    private final PostgresBinaries binaries;
    private final Path cluster;
    private final Secret password;
    private final int port;
    private final Process guard;

    private EmbeddedDatabase(
            PostgresBinaries binaries, Path cluster, Secret password, int port, Process guard) {
        this.binaries = binaries;
        this.cluster = cluster;
        this.password = password;
        this.port = port;
        this.guard = guard;
    }

    /// Starts the server in this folder, making it on the first time. The caller holds the folder's
    /// lock: nobody else starts a server here.
    public static EmbeddedDatabase start(Path folder) {
        try {
            Files.createDirectories(folder);
            var binaries = PostgresBinaries.unpack();
            var cluster = folder.resolve("cluster");
            var password = password(folder.resolve("password"));
            var left = server(cluster);
            if (left.isPresent()) {
                endLeftOver(binaries, cluster, left.getAsLong());
            }
            if (!Files.exists(cluster.resolve("PG_VERSION"))) {
                create(binaries, folder, cluster);
            }
            int port = freePort();
            var log = folder.resolve("server.log");
            binaries.run(
                    "pg_ctl",
                    List.of(
                            "-D",
                            cluster.toString(),
                            "-l",
                            log.toString(),
                            "-w",
                            "-s",
                            "-t",
                            "60",
                            "-o",
                            options(port),
                            "start"));
            var guard = guard(server(cluster).orElseThrow());
            return new EmbeddedDatabase(binaries, cluster, password, port, guard);
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded database cannot start in " + folder, e);
        }
    }

    /// The number of the server that runs in this cluster, or last did and could not clean up.
    private static OptionalLong server(Path cluster) throws IOException {
        var file = cluster.resolve(PID_FILE);
        if (!Files.exists(file)) {
            return OptionalLong.empty();
        }
        var first = Files.readString(file).lines().findFirst().orElse("").strip();
        return first.matches("\\d{1,18}")
                ? OptionalLong.of(Long.parseLong(first))
                : OptionalLong.empty();
    }

    /// After a crash of the machine or a restart of a container, the number in the file may be another
    /// process's by now, even our own: nobody but a PostgreSQL server of this very cluster is stopped.
    /// PostgreSQL itself refuses to start while that process lives, so the file goes.
    private static void endLeftOver(PostgresBinaries binaries, Path cluster, long pid)
            throws IOException {
        var process = ProcessHandle.of(pid);
        if (process.isPresent() && !isServer(process.get(), cluster)) {
            LOG.info("process {} is not the database server that had its number", pid);
            Files.deleteIfExists(cluster.resolve(PID_FILE));
            return;
        }
        stop(binaries, cluster);
    }

    private static boolean isServer(ProcessHandle process, Path cluster) {
        var info = process.info();
        return info.command().filter(command -> command.endsWith("/postgres")).isPresent()
                && info.arguments()
                        .map(words -> List.of(words).contains(cluster.toString()))
                        .orElse(true);
    }

    /// Durability is PostgreSQL's default and stays so; the test of this class reads it back.
    private static String options(int port) {
        return "-p "
                + port
                + " -c listen_addresses=127.0.0.1"
                + " -c unix_socket_directories="
                + " -c max_connections=100"
                + " -c shared_buffers=128MB"
                + " -c max_wal_size=2GB"
                + " -c wal_compression=on"
                + " -c fsync=on -c synchronous_commit=on -c full_page_writes=on";
    }

    private static void create(PostgresBinaries binaries, Path folder, Path cluster)
            throws IOException {
        var fresh = folder.resolve("cluster.new");
        FileTrees.delete(fresh);
        binaries.run(
                "initdb",
                List.of(
                        "-D",
                        fresh.toString(),
                        "-U",
                        USER,
                        "-E",
                        "UTF8",
                        "--locale=C",
                        "-A",
                        "scram-sha-256",
                        // Iterations protect a password that can be guessed. Ours is 24 random
                        // bytes,
                        // and each connection would wait for them.
                        "-c",
                        "scram_iterations=1",
                        "--pwfile=" + folder.resolve("password")));
        Files.move(fresh, cluster);
    }

    private static Secret password(Path file) throws IOException {
        if (!Files.exists(file)) {
            var random = new byte[24];
            new SecureRandom().nextBytes(random);
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, HexFormat.of().formatHex(random));
        }
        return new Secret(Files.readString(file).strip());
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// A shell that waits for the end of its standard input, which is our end of a pipe. It stops this
    /// one server, by SIGINT, and not whatever server runs in the folder by then: that may be our
    /// successor's.
    private static Process guard(long server) throws IOException {
        return new ProcessBuilder(
                        "sh",
                        "-c",
                        "trap '' INT TERM HUP; while read -r _; do :; done; kill -s INT \"$1\"",
                        "guard",
                        Long.toString(server))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /// How to connect.
    public Database.Address address() {
        return new Database.Address(
                "jdbc:postgresql://127.0.0.1:" + port + "/postgres", USER, password);
    }

    private static void stop(PostgresBinaries binaries, Path cluster) {
        try {
            binaries.run(
                    "pg_ctl",
                    List.of(
                            "-D",
                            cluster.toString(),
                            "-m",
                            "fast",
                            "-s",
                            "-w",
                            "-t",
                            Integer.toString(SECONDS_TO_STOP),
                            "stop"));
        } catch (IllegalStateException e) {
            // Its pid file outlived it, as after a power cut: pg_ctl start knows what to do with
            // it.
            LOG.debug("no server to stop in {}", cluster, e);
        }
    }

    /// Stops the server and waits until it is gone.
    @Override
    public void close() {
        stop(binaries, cluster);
        try {
            guard.getOutputStream().close();
            if (!guard.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
                guard.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
