package io.mediagate.artifact;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// Makes new names in a folder durable. A sync that starts after a name was made covers it, so callers
/// that come while one runs share the next one.
final class FolderSync {

    /// The rounds of one folder: a caller needs any round that starts after it came.
    private static final class Rounds {
        // Held by who syncs; the others wait here for their turn and mostly find it done.
        private final ReentrantLock turn = new ReentrantLock();
        private volatile long started;
        private volatile long finished;
    }

    private final ConcurrentHashMap<Path, Rounds> folders = new ConcurrentHashMap<>();

    void sync(Path folder) throws InterruptedException {
        var rounds = folders.computeIfAbsent(folder, _ -> new Rounds());
        long needed = rounds.started + 1;
        rounds.turn.lockInterruptibly();
        try {
            if (rounds.finished >= needed) {
                return;
            }
            long round = rounds.started + 1;
            rounds.started = round;
            force(folder);
            rounds.finished = round;
        } finally {
            rounds.turn.unlock();
            forgetOldFolders();
        }
    }

    // Folders are named by time: a handful is in use at any moment, the others are over.
    private void forgetOldFolders() {
        if (folders.size() > 64) {
            folders.values().removeIf(rounds -> !rounds.turn.isLocked());
        }
    }

    private static void force(Path folder) {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
