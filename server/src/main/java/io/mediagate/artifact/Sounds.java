package io.mediagate.artifact;

import static io.mediagate.artifact.MediaProbe.sound;

import java.util.Optional;

/// The lengths of sounds in containers, from their headers.
final class Sounds {

    /// The largest an Ogg page can be; the last one begins within this of the end.
    private static final int LARGEST_PAGE = 65_307;

    private static final int MOST_CHUNKS = 1000;

    private Sounds() {}

    /// Walks over the chunks: `fmt ` says the bytes a second, `data` how many there are.
    static Optional<Media> wav(Bytes bytes) {
        if (!bytes.has(8, "WAVE")) {
            return Optional.empty();
        }
        var at = 12L;
        var bytesPerSecond = 0L;
        for (int chunk = 0; chunk < MOST_CHUNKS; chunk++) {
            var length = bytes.littleEndian(at + 4, 4);
            if (length < 0) {
                return Optional.empty();
            }
            if (bytes.has(at, "fmt ")) {
                bytesPerSecond = bytes.littleEndian(at + 16, 4);
            } else if (bytes.has(at, "data") && bytesPerSecond > 0) {
                // A writer that could not go back leaves a length beyond the end.
                var there = Math.min(length, bytes.size() - at - 8);
                return sound("wav", "wav", (double) there / bytesPerSecond);
            }
            at += 8 + length + (length & 1);
        }
        return Optional.empty();
    }

    /// `STREAMINFO` comes first: 20 bits of rate, 36 bits of samples.
    static Optional<Media> flac(Bytes bytes) {
        var packed = bytes.number(18, 8);
        if ((bytes.at(4) & 0x7F) != 0 || packed == -1) {
            return Optional.empty();
        }
        var rate = packed >>> 44;
        var samples = packed & 0xFFFFFFFFFL;
        return rate == 0 ? Optional.empty() : sound("flac", "flac", (double) samples / rate);
    }

    /// Opus and Vorbis: the last page says at which sample it ends, the first how to count them.
    static Optional<Media> ogg(Bytes bytes) {
        var first = 27L + Math.max(0, bytes.at(26));
        var opus = bytes.has(first, "OpusHead");
        if (!opus && !bytes.has(first + 1, "vorbis")) {
            return Optional.empty();
        }
        var rate = opus ? 48_000 : bytes.littleEndian(first + 12, 4);
        var skipped = opus ? bytes.littleEndian(first + 10, 2) : 0;
        var end = lastGranule(bytes);
        return rate <= 0 || skipped < 0 || end < 0
                ? Optional.empty()
                : sound("ogg", opus ? "opus" : "ogg", Math.max(0, (double) (end - skipped) / rate));
    }

    private static long lastGranule(Bytes bytes) {
        var stop = Math.max(0, bytes.size() - LARGEST_PAGE);
        for (var at = bytes.size() - 27; at >= stop; at--) {
            if (bytes.at(at) == 'O' && bytes.has(at, "OggS")) {
                var granule = bytes.littleEndian(at + 6, 8);
                if (granule >= 0) {
                    return granule;
                }
            }
        }
        return -1;
    }
}
