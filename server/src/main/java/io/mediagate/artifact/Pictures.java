package io.mediagate.artifact;

import static io.mediagate.artifact.MediaProbe.picture;

import java.util.Optional;

/// The sizes of pictures, from their headers.
final class Pictures {

    private Pictures() {}

    static Optional<Media> png(Bytes bytes) {
        return bytes.has(12, "IHDR")
                ? picture("png", "png", bytes.number(16, 4), bytes.number(20, 4))
                : Optional.empty();
    }

    static Optional<Media> gif(Bytes bytes) {
        return picture("gif", "gif", bytes.littleEndian(6, 2), bytes.littleEndian(8, 2));
    }

    /// Walks over the segments to the one that begins the frame.
    static Optional<Media> jpeg(Bytes bytes) {
        var at = 2L;
        while (bytes.at(at) == 0xFF) {
            var marker = bytes.at(at + 1);
            if (marker == 0xFF) {
                at += 1;
                continue;
            }
            var startsFrame =
                    marker >= 0xC0
                            && marker <= 0xCF
                            && marker != 0xC4
                            && marker != 0xC8
                            && marker != 0xCC;
            if (startsFrame) {
                return picture("jpeg", "jpg", bytes.number(at + 7, 2), bytes.number(at + 5, 2));
            }
            var length = bytes.number(at + 2, 2);
            if (length < 2 || marker == 0xDA || marker == 0xD9) {
                return Optional.empty();
            }
            at += 2 + length;
        }
        return Optional.empty();
    }

    /// Lossy, lossless and extended files say it in three ways.
    static Optional<Media> webp(Bytes bytes) {
        if (bytes.has(12, "VP8X")) {
            return webp(bytes.littleEndian(24, 3) + 1, bytes.littleEndian(27, 3) + 1);
        }
        if (bytes.has(12, "VP8L") && bytes.at(20) == 0x2F) {
            var packed = bytes.littleEndian(21, 4);
            return packed < 0
                    ? Optional.empty()
                    : webp((packed & 0x3FFF) + 1, (packed >> 14 & 0x3FFF) + 1);
        }
        if (bytes.has(12, "VP8 ") && bytes.number(23, 3) == 0x9D012A) {
            return webp(bytes.littleEndian(26, 2) & 0x3FFF, bytes.littleEndian(28, 2) & 0x3FFF);
        }
        return Optional.empty();
    }

    private static Optional<Media> webp(long width, long height) {
        return picture("webp", "webp", width, height);
    }
}
