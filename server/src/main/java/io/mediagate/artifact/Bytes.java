package io.mediagate.artifact;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// A file or an array to look into, anywhere, without reading all of it. What lies outside reads as
/// nothing: -1, or an empty text. So no lie in a header can make a reader fail.
sealed interface Bytes {

    long size();

    /// The byte there as 0 to 255; -1 outside.
    int at(long position);

    /// Big-endian, unsigned; -1 when any part lies outside.
    default long number(long position, int length) {
        if (position < 0 || position > size() - length) {
            return -1;
        }
        var value = 0L;
        for (int i = 0; i < length; i++) {
            value = value << 8 | at(position + i);
        }
        return value;
    }

    /// Little-endian, unsigned; -1 when any part lies outside.
    default long littleEndian(long position, int length) {
        if (position < 0 || position > size() - length) {
            return -1;
        }
        var value = 0L;
        for (int i = length - 1; i >= 0; i--) {
            value = value << 8 | at(position + i);
        }
        return value;
    }

    /// Whether these ASCII letters are there.
    default boolean has(long position, String letters) {
        if (position < 0 || position > size() - letters.length()) {
            return false;
        }
        for (int i = 0; i < letters.length(); i++) {
            if (at(position + i) != letters.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// The four letters there, by which formats name their parts; zeros outside.
    default String name(long position) {
        var letters = new char[4];
        for (int i = 0; i < letters.length; i++) {
            letters[i] = (char) Math.max(0, at(position + i));
        }
        return String.valueOf(letters);
    }

    /// Bytes in memory.
    final class InMemory implements Bytes {

        private final byte[] bytes;

        InMemory(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public int at(long position) {
            return position < 0 || position >= bytes.length ? -1 : bytes[(int) position] & 255;
        }
    }

    /// Bytes of a file, read in windows as they are needed.
    final class InFile implements Bytes {

        private static final int WINDOW = 64 * 1024;

        private final FileChannel channel;
        private final long size;
        private final ByteBuffer window = ByteBuffer.allocate(WINDOW);
        private long start;

        InFile(FileChannel channel) throws IOException {
            this.channel = channel;
            this.size = channel.size();
            window.limit(0);
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public int at(long position) {
            if (position < 0 || position >= size) {
                return -1;
            }
            if (position < start || position >= start + window.limit()) {
                read(position);
            }
            var offset = (int) (position - start);
            return offset < window.limit() ? window.get(offset) & 255 : -1;
        }

        private void read(long position) {
            try {
                window.clear();
                while (window.hasRemaining()
                        && channel.read(window, position + window.position()) > 0) {}
                window.flip();
                start = position;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
