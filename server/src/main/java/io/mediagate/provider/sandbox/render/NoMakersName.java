package io.mediagate.provider.sandbox.render;

import io.mediagate.provider.sandbox.render.Order.SpeechFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// Takes the names that encoders cannot be told to leave out off finished files: MP3 fills unused bits
/// with the encoder's name, FLAC and Ogg have a mandatory field for the writer's. Lengths stay the same.
final class NoMakersName {

    private static final byte[] LAME = "LAME".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] WRITER = "ffmpeg".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PLAIN = "speech".getBytes(StandardCharsets.US_ASCII);

    private NoMakersName() {}

    static void remove(Path file, SpeechFormat format) {
        try {
            switch (format) {
                case MP3 -> Files.write(file, blanked(Files.readAllBytes(file)));
                case FLAC -> Files.write(file, renamed(Files.readAllBytes(file)));
                case OPUS -> {
                    var bytes = renamed(Files.readAllBytes(file));
                    Ogg.sumUp(bytes);
                    Files.write(file, bytes);
                }
                case WAV, AAC -> {}
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Players skip these bits; nothing in a frame of this kind adds them up.
    private static byte[] blanked(byte[] file) {
        for (int i = find(file, LAME, 0, file.length);
                i >= 0;
                i = find(file, LAME, i, file.length)) {
            Arrays.fill(file, i, i + LAME.length, (byte) 0);
        }
        return file;
    }

    private static byte[] renamed(byte[] file) {
        var at = find(file, WRITER, 0, Math.min(file.length, 4096));
        if (at >= 0) {
            System.arraycopy(PLAIN, 0, file, at, PLAIN.length);
        }
        return file;
    }

    private static int find(byte[] file, byte[] word, int from, int end) {
        for (int i = from; i <= end - word.length; i++) {
            if (Arrays.equals(file, i, i + word.length, word, 0, word.length)) {
                return i;
            }
        }
        return -1;
    }

    /// The pages of an Ogg file carry checksums.
    private static final class Ogg {

        private static final int POLYNOMIAL = 0x04C11DB7;

        static void sumUp(byte[] file) {
            var at = 0;
            while (at + 27 <= file.length) {
                var segments = file[at + 26] & 255;
                var length = 27 + segments;
                for (int i = 0; i < segments; i++) {
                    length += file[at + 27 + i] & 255;
                }
                Arrays.fill(file, at + 22, at + 26, (byte) 0);
                var sum = checksum(file, at, length);
                for (int i = 0; i < 4; i++) {
                    file[at + 22 + i] = (byte) (sum >>> (8 * i));
                }
                at += length;
            }
        }

        private static int checksum(byte[] file, int from, int length) {
            var sum = 0;
            for (int i = from; i < from + length; i++) {
                sum ^= (file[i] & 255) << 24;
                for (int bit = 0; bit < 8; bit++) {
                    sum = sum < 0 ? sum << 1 ^ POLYNOMIAL : sum << 1;
                }
            }
            return sum;
        }
    }
}
