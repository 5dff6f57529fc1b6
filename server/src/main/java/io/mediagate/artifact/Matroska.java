package io.mediagate.artifact;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// WebM, which some vendors deliver: a tree of elements with lengths, of which few matter.
final class Matroska {

    private static final int MOST_ELEMENTS = 4000;
    private static final long SEGMENT = 0x18538067L;
    private static final long INFO = 0x1549A966L;
    private static final long TIME_SCALE = 0x2AD7B1L;
    private static final long DURATION = 0x4489L;
    private static final long TRACKS = 0x1654AE6BL;
    private static final long TRACK = 0xAEL;
    private static final long VIDEO = 0xE0L;
    private static final long WIDTH = 0xB0L;
    private static final long HEIGHT = 0xBAL;
    private static final long CLUSTER = 0x1F43B675L;

    private final Bytes bytes;
    private int seen;
    private double ticks;
    private double scale = 1_000_000;
    private long width;
    private long height;

    private Matroska(Bytes bytes) {
        this.bytes = bytes;
    }

    static Optional<Media> read(Bytes bytes) {
        var file = new Matroska(bytes);
        file.walk(0, bytes.size(), 0);
        if (file.width < 1 || file.height < 1) {
            return Optional.empty();
        }
        var seconds = file.ticks * file.scale / 1e9;
        return Optional.of(
                new Media(
                        "video/webm",
                        "webm",
                        OptionalInt.of((int) Math.min(file.width, 1 << 20)),
                        OptionalInt.of((int) Math.min(file.height, 1 << 20)),
                        seconds > 0 && Double.isFinite(seconds)
                                ? OptionalDouble.of(MediaProbe.rounded(seconds))
                                : OptionalDouble.empty()));
    }

    private void walk(long from, long end, int depth) {
        var at = from;
        while (at < end && seen++ < MOST_ELEMENTS) {
            var idLength = Integer.numberOfLeadingZeros(Math.max(0, bytes.at(at))) - 23;
            var id = bytes.number(at, Math.min(idLength, 8));
            var sizeAt = at + idLength;
            var sizeLength = Integer.numberOfLeadingZeros(Math.max(0, bytes.at(sizeAt))) - 23;
            if (idLength > 4 || sizeLength > 8 || id < 0) {
                return;
            }
            var mask = (1L << (7 * sizeLength)) - 1;
            var size = bytes.number(sizeAt, sizeLength) & mask;
            var content = sizeAt + sizeLength;
            // A live writer does not know the size of what it is still writing.
            var stop = size == mask || size > end - content ? end : content + size;
            if (id == CLUSTER) {
                return;
            }
            element(id, content, stop, depth);
            at = stop;
        }
    }

    private void element(long id, long content, long end, int depth) {
        var length = Math.clamp(end - content, 0, 9);
        if (id == SEGMENT || id == INFO || id == TRACKS || id == TRACK || id == VIDEO) {
            if (depth < 6) {
                walk(content, end, depth + 1);
            }
        } else if (length > 8) {
            return;
        } else if (id == TIME_SCALE) {
            scale = bytes.number(content, length);
        } else if (id == DURATION) {
            var bits = bytes.number(content, length);
            ticks = length == 4 ? Float.intBitsToFloat((int) bits) : Double.longBitsToDouble(bits);
        } else if (id == WIDTH) {
            width = Math.max(width, bytes.number(content, length));
        } else if (id == HEIGHT) {
            height = Math.max(height, bytes.number(content, length));
        }
    }
}
