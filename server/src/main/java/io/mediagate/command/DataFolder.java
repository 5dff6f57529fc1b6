package io.mediagate.command;

import io.mediagate.admin.AdminJson;
import io.mediagate.error.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The folder in which a gateway keeps everything. One process at a time works in it: it holds a lock that
/// the system takes back when the process ends, however it ends. A gateway that is ready also says there
/// how to reach it.
record DataFolder(Path path) {
    private static final String LOCK = "lock";
    private static final String GATEWAY = "gateway.json";

    /// Where a ready gateway listens.
    record Running(long pid, String host, int port) {}

    /// Makes the folder if need be.
    void make() {
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw new CommandFailure(
                    "the data folder %s cannot be made (%s); choose another with --data DIR"
                            .formatted(path, e.getClass().getSimpleName()),
                    e);
        }
    }

    boolean exists() {
        return Files.isDirectory(path);
    }

    /// The right to work here; empty while another process has it.
    Optional<Lock> lock() {
        FileChannel channel = null;
        try {
            channel =
                    FileChannel.open(
                            path.resolve(LOCK),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            var lock = channel.tryLock();
            if (lock != null) {
                return Optional.of(new Lock(channel, lock));
            }
            channel.close();
            return Optional.empty();
        } catch (OverlappingFileLockException e) {
            close(channel);
            return Optional.empty();
        } catch (IOException e) {
            throw new CommandFailure(
                    "the data folder %s cannot be written to (%s)"
                            .formatted(path, e.getClass().getSimpleName()),
                    e);
        }
    }

    private static void close(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Says how to reach the gateway that just became ready.
    void announce(Running running) {
        try {
            var fresh = path.resolve(GATEWAY + ".new");
            Files.writeString(fresh, AdminJson.write(running) + "\n");
            Files.move(fresh, path.resolve(GATEWAY), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("gateway.json cannot be written in " + path, e);
        }
    }

    /// Takes it back.
    void withdraw() {
        try {
            Files.deleteIfExists(path.resolve(GATEWAY));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What the last gateway said. It may be gone since: only a held lock shows that one runs.
    Optional<Running> announced() {
        var file = path.resolve(GATEWAY);
        try {
            return Files.exists(file)
                    ? Optional.of(AdminJson.read(Files.readString(file), Running.class))
                    : Optional.empty();
        } catch (IOException | Problem e) {
            return Optional.empty();
        }
    }

    /// A held lock.
    record Lock(FileChannel channel, FileLock held) implements AutoCloseable {
        @Override
        public void close() {
            try {
                held.release();
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
