package io.mediagate.artifact;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// What is to change in a file, on disk or in memory: first only some parts of it stay, then something is
/// written over the result.
///
/// @param stays the parts that stay, in order; none for the whole file
/// @param patches where they are in the file after that
record Edits(List<Span> stays, List<Patch> patches) {

    /// A part of a file, in bytes.
    record Span(long from, long length) {}

    /// What is written over a place in a file.
    @SuppressWarnings("ArrayRecordComponent") // Compared nowhere.
    record Patch(long at, byte[] bytes) {
        /// Nothing but zeros.
        static Patch blank(long at, long length) {
            return new Patch(at, new byte[Math.toIntExact(Math.min(length, 64L << 20))]);
        }

        static Patch text(long at, String letters) {
            return new Patch(at, letters.getBytes(StandardCharsets.US_ASCII));
        }
    }

    /// Leaves the rest out.
    static Edits keeping(List<Span> stays) {
        return new Edits(stays, List.of());
    }

    /// Moves nothing.
    static Edits over(List<Patch> patches) {
        return new Edits(List.of(), patches);
    }

    /// How long the parts are together.
    static long length(List<Span> parts) {
        return parts.stream().mapToLong(Span::length).sum();
    }

    private boolean leavesOut(long size) {
        return !stays.isEmpty() && length(stays) != size;
    }

    /// Makes them in memory; the bytes given stay as they are.
    byte[] madeIn(byte[] bytes) {
        if (!leavesOut(bytes.length) && patches.isEmpty()) {
            return bytes;
        }
        var edited = leavesOut(bytes.length) ? kept(bytes) : bytes.clone();
        for (var patch : patches) {
            System.arraycopy(
                    patch.bytes(), 0, edited, Math.toIntExact(patch.at()), patch.bytes().length);
        }
        return edited;
    }

    private byte[] kept(byte[] bytes) {
        var kept = ByteBuffer.allocate(Math.toIntExact(length(stays)));
        for (var span : stays) {
            kept.put(bytes, Math.toIntExact(span.from()), Math.toIntExact(span.length()));
        }
        return kept.array();
    }

    /// Makes them in the file.
    ///
    /// @param scratch a place for a file that does not exist yet, on the same file system
    void makeIn(Path file, Path scratch) throws IOException {
        if (leavesOut(Files.size(file))) {
            try (var from = FileChannel.open(file);
                    var to =
                            FileChannel.open(
                                    scratch,
                                    StandardOpenOption.CREATE_NEW,
                                    StandardOpenOption.WRITE)) {
                for (var span : stays) {
                    copy(from, span, to);
                }
            }
            Files.move(scratch, file, StandardCopyOption.REPLACE_EXISTING);
        }
        if (!patches.isEmpty()) {
            try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                for (var patch : patches) {
                    write(channel, patch);
                }
            }
        }
    }

    private static void copy(FileChannel from, Span span, FileChannel to) throws IOException {
        long at = span.from();
        long end = at + span.length();
        while (at < end) {
            long moved = from.transferTo(at, end - at, to);
            if (moved <= 0) {
                throw new IOException("a file became shorter while it was read");
            }
            at += moved;
        }
    }

    private static void write(FileChannel channel, Patch patch) throws IOException {
        var buffer = ByteBuffer.wrap(patch.bytes());
        while (buffer.hasRemaining()) {
            channel.write(buffer, patch.at() + buffer.position());
        }
    }
}
