package io.mediagate.artifact;

import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where files lie while they come in: on disk, since they do not fit into memory. What a process that
/// died left here is removed at the next start.
public final class Scratch {
    private static final Logger LOG = LoggerFactory.getLogger(Scratch.class);
    private static final int PIECE = 32 * 1024;
    private static final Duration UNTIL_THERE_IS_ROOM = Duration.ofSeconds(30);

    /// A write that waits for the disk holds its processor, which a virtual thread cannot give back: at
    /// most half of them write at a time, or a hundred uploads would keep everybody else waiting.
    private final Semaphore pens =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));

    private final Path folder;

    private Scratch(Path folder) {
        this.folder = folder;
    }

    /// In this folder, which nobody else uses and which is emptied.
    public static Scratch fresh(Path folder) {
        try {
            Files.createDirectories(folder);
            try (var left = Files.list(folder)) {
                for (var file : left.toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Scratch(folder);
    }

    /// A place for a file that does not exist yet.
    public Path place() {
        return folder.resolve("in-" + UUID.randomUUID());
    }

    /// Takes a stream in, to its end. Empty when it is longer than that. Whatever goes wrong, nothing of it
    /// stays. A full disk is a `Problem` of 503; what the stream throws is passed on.
    public Optional<Received> receive(InputStream from, long mostBytes) throws IOException {
        var path = place();
        boolean whole = false;
        try (var file = open(path)) {
            var digest = sha256();
            var piece = new byte[PIECE];
            long size = 0;
            for (int read = from.read(piece); read >= 0; read = from.read(piece)) {
                size += read;
                if (size > mostBytes) {
                    return Optional.empty();
                }
                digest.update(piece, 0, read);
                write(file, ByteBuffer.wrap(piece, 0, read));
            }
            whole = true;
            return Optional.of(new Received(path, size, HexFormat.of().formatHex(digest.digest())));
        } finally {
            if (!whole) {
                Files.deleteIfExists(path);
            }
        }
    }

    private static FileChannel open(Path path) {
        try {
            return FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw noRoom(e);
        }
    }

    private void write(FileChannel file, ByteBuffer bytes) {
        pens.acquireUninterruptibly();
        try {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        } catch (IOException e) {
            throw noRoom(e);
        } finally {
            pens.release();
        }
    }

    /// Our disk's trouble: told as ours, so that the caller keeps the file and comes again.
    static Problem noRoom(Exception cause) {
        LOG.error("a file cannot be stored: {}", cause.toString());
        return Problem.of(
                        ErrorCode.SERVICE_UNAVAILABLE,
                        "There is no room for files right now. Nothing was accepted; please send it again"
                                + " later.")
                .withRetryAfter(UNTIL_THERE_IS_ROOM);
    }

    /// A digest to feed.
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
