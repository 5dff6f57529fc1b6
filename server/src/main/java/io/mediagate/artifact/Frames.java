package io.mediagate.artifact;

import static io.mediagate.artifact.MediaProbe.sound;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Streams that have no header at all, only frames one after the other: MP3 and ADTS AAC. Counting the
/// frames is exact for any bit rate and costs a few bytes a frame.
final class Frames {

    private static final int[][] KBITS = {
        {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320},
        {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160}
    };
    private static final int[] MP3_RATES = {44_100, 48_000, 32_000};
    private static final int[] AAC_RATES = {
        96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025,
        8000, 7350
    };

    /// Garbage has a frame's first bits now and then, but hardly two in the right distance.
    private static final int FEWEST = 2;

    /// A frame.
    ///
    /// @param bytes of all of it
    private record Frame(boolean mp3, int bytes, int samples, int rate) {}

    private Frames() {}

    static Optional<Media> read(Bytes bytes) {
        var at = afterId3(bytes);
        var count = 0;
        var seconds = 0.0;
        var frame = frame(bytes, at);
        var mp3 = frame != null && frame.mp3();
        while (frame != null && frame.mp3() == mp3 && at + frame.bytes() <= bytes.size()) {
            seconds += (double) frame.samples() / frame.rate();
            at += frame.bytes();
            count++;
            frame = frame(bytes, at);
        }
        // One frame that fills the file exactly is a very short sound.
        if (count < FEWEST && !(count == 1 && at == bytes.size())) {
            return Optional.empty();
        }
        return mp3 ? sound("mpeg", "mp3", seconds) : sound("aac", "aac", seconds);
    }

    /// A tag before the sound: its length is written in bytes of seven bits.
    private static long afterId3(Bytes bytes) {
        if (!bytes.has(0, "ID3") || bytes.size() < 10) {
            return 0;
        }
        var length = 0L;
        for (int i = 6; i < 10; i++) {
            length = length << 7 | (bytes.at(i) & 0x7F);
        }
        return 10 + length;
    }

    private static @Nullable Frame frame(Bytes bytes, long at) {
        if (bytes.at(at) != 0xFF) {
            return null;
        }
        var head = bytes.number(at, 4);
        if (head < 0 || (head & 0xFFE00000L) != 0xFFE00000L) {
            return null;
        }
        return (head & 0x00060000) == 0 ? aac(bytes, at, head) : mp3(head);
    }

    /// Layer III of MPEG 1, 2 and 2.5.
    private static @Nullable Frame mp3(long head) {
        var version = (int) (head >> 19 & 3);
        var kbits = (int) (head >> 12 & 15);
        var rate = (int) (head >> 10 & 3);
        if (version == 1 || (head >> 17 & 3) != 1 || kbits == 0 || kbits == 15 || rate == 3) {
            return null;
        }
        var first = version == 3;
        var perSecond = MP3_RATES[rate] >> (first ? 0 : version == 2 ? 1 : 2);
        var samples = first ? 1152 : 576;
        var padding = (int) (head >> 9 & 1);
        var length = samples / 8 * KBITS[first ? 0 : 1][kbits] * 1000 / perSecond + padding;
        return new Frame(true, length, samples, perSecond);
    }

    private static @Nullable Frame aac(Bytes bytes, long at, long head) {
        var rate = (int) (head >> 10 & 15);
        var length = bytes.number(at + 3, 3);
        if ((head & 0xFFF00000L) != 0xFFF00000L || rate >= AAC_RATES.length || length < 0) {
            return null;
        }
        var size = (int) (length >> 5 & 0x1FFF);
        var blocks = Math.max(0, bytes.at(at + 6) & 3) + 1;
        return size < 7 ? null : new Frame(false, size, 1024 * blocks, AAC_RATES[rate]);
    }
}
