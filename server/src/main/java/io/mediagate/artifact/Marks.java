package io.mediagate.artifact;

import io.mediagate.artifact.Edits.Patch;
import io.mediagate.artifact.Edits.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The marks that makers leave inside their files: who made it, with what, from which words. Taken out
/// without touching a pixel or a sample: parts of pictures are left out, parts of films and sounds are
/// overwritten in place, so that nothing behind them moves. A file that is not as expected stays as it is.
final class Marks {
    /// Of PNG: what may stay besides the picture itself, colours and sizes.
    private static final Set<String> PNG_STAYS =
            Set.of(
                    "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB",
                    "cICP", "mDCV", "cLLI", "bKGD", "hIST", "pHYs", "sPLT", "acTL", "fcTL", "fdAT");

    /// Of WebP: what goes.
    private static final Set<String> WEBP_GOES = Set.of("EXIF", "XMP ", "C2PA");

    private static final int MOST_PARTS = 1_000_000;
    private static final int VP8X_EXIF_AND_XMP = 0x0C;

    private Marks() {}

    /// What takes them out of a file that the probe has measured.
    static Edits edits(Bytes bytes, Media media) {
        return switch (media.contentType()) {
            case "image/png" -> Edits.keeping(png(bytes));
            case "image/jpeg" -> Edits.keeping(jpeg(bytes));
            case "image/webp" -> webp(bytes);
            case "image/gif" -> Edits.keeping(GifMarks.stays(bytes));
            case "video/mp4", "video/quicktime", "audio/mp4" -> Edits.over(Mp4Marks.of(bytes));
            case "audio/mpeg", "audio/aac" -> Edits.over(mp3(bytes));
            case "audio/wav" -> Edits.over(wav(bytes));
            case "audio/flac" -> Edits.over(flac(bytes));
            case "audio/ogg" -> Edits.over(OggMarks.of(bytes));
            // The others are rare among results, and carry at most the name of a muxer.
            default -> Edits.over(List.of());
        };
    }

    private static List<Span> png(Bytes bytes) {
        var stays = new ArrayList<Span>();
        stays.add(new Span(0, 8));
        long at = 8;
        for (int i = 0; i < MOST_PARTS; i++) {
            long length = bytes.number(at, 4);
            if (length < 0 || at + 12 + length > bytes.size()) {
                return List.of();
            }
            var type = bytes.name(at + 4);
            if (PNG_STAYS.contains(type)) {
                stays.add(new Span(at, 12 + length));
            }
            if (type.equals("IEND")) {
                return stays;
            }
            at += 12 + length;
        }
        return List.of();
    }

    /// Comments and the segments of applications go, but for the colours (ICC in APP2, Adobe in APP14), what
    /// makes it a JFIF (APP0), and the EXIF of a picture that is to be shown turned.
    private static List<Span> jpeg(Bytes bytes) {
        var stays = new ArrayList<Span>();
        stays.add(new Span(0, 2));
        long at = 2;
        while (bytes.at(at) == 0xFF) {
            int marker = bytes.at(at + 1);
            long length = bytes.number(at + 2, 2);
            if (length < 2 || at + 2 + length > bytes.size()) {
                return List.of();
            }
            if (marker == 0xDA) {
                stays.add(new Span(at, bytes.size() - at));
                return stays;
            }
            boolean application = marker >= 0xE0 && marker <= 0xEF;
            boolean needed =
                    marker == 0xE0
                            || (marker == 0xE2 && bytes.has(at + 4, "ICC_PROFILE"))
                            || marker == 0xEE
                            || (marker == 0xE1 && isTurned(bytes, at + 4));
            if ((!application && marker != 0xFE) || needed) {
                stays.add(new Span(at, 2 + length));
            }
            at += 2 + length;
        }
        return List.of();
    }

    /// Whether an EXIF segment says that the picture is to be turned or mirrored.
    private static boolean isTurned(Bytes bytes, long at) {
        if (!bytes.has(at, "Exif")) {
            return false;
        }
        long tiff = at + 6;
        boolean little = bytes.has(tiff, "II");
        long first = tiff + number(bytes, tiff + 4, 4, little);
        long entries = Math.min(100, number(bytes, first, 2, little));
        for (int i = 0; i < entries; i++) {
            long entry = first + 2 + 12L * i;
            if (number(bytes, entry, 2, little) == 0x0112) {
                return number(bytes, entry + 8, 2, little) > 1;
            }
        }
        return false;
    }

    private static long number(Bytes bytes, long at, int length, boolean little) {
        return little ? bytes.littleEndian(at, length) : bytes.number(at, length);
    }

    /// Without some chunks, and with a head that does not miss them.
    private static Edits webp(Bytes bytes) {
        var stays = webpChunks(bytes);
        long size = stays.isEmpty() ? bytes.size() : Edits.length(stays);
        var head = new ArrayList<Patch>();
        if (bytes.has(0, "RIFF")) {
            head.add(new Patch(4, littleEndian(size - 8)));
            if (bytes.has(12, "VP8X")) {
                head.add(new Patch(20, new byte[] {(byte) (bytes.at(20) & ~VP8X_EXIF_AND_XMP)}));
            }
        }
        return new Edits(stays, head);
    }

    private static List<Span> webpChunks(Bytes bytes) {
        var stays = new ArrayList<Span>();
        stays.add(new Span(0, 12));
        long at = 12;
        for (int i = 0; i < MOST_PARTS && at + 8 <= bytes.size(); i++) {
            long length = bytes.littleEndian(at + 4, 4);
            long whole = 8 + length + (length & 1);
            if (at + 8 + length > bytes.size()) {
                return List.of();
            }
            if (!WEBP_GOES.contains(bytes.name(at))) {
                stays.add(new Span(at, Math.min(whole, bytes.size() - at)));
            }
            at += whole;
        }
        return stays;
    }

    /// The tags in front and behind. A tag of padding is what players skip.
    private static List<Patch> mp3(Bytes bytes) {
        var patches = new ArrayList<Patch>();
        if (bytes.has(0, "ID3")) {
            long length = 0;
            for (int i = 6; i < 10; i++) {
                length = length << 7 | (bytes.at(i) & 0x7F);
            }
            patches.add(Patch.blank(10, Math.min(length, bytes.size() - 10)));
        }
        if (bytes.has(bytes.size() - 128, "TAG")) {
            patches.add(Patch.blank(bytes.size() - 125, 125));
        }
        return patches;
    }

    private static List<Patch> wav(Bytes bytes) {
        var patches = new ArrayList<Patch>();
        long at = 12;
        for (int i = 0; i < 1000 && at + 8 <= bytes.size(); i++) {
            long length = bytes.littleEndian(at + 4, 4);
            var type = bytes.name(at);
            boolean told = Set.of("LIST", "id3 ", "ID3 ", "bext", "iXML", "C2PA").contains(type);
            if (told && at + 8 + length <= bytes.size()) {
                patches.add(Patch.text(at, "JUNK"));
                patches.add(Patch.blank(at + 8, length));
            }
            at += 8 + length + (length & 1);
        }
        return patches;
    }

    /// Comments and pictures become padding.
    private static List<Patch> flac(Bytes bytes) {
        var patches = new ArrayList<Patch>();
        long at = 4;
        for (int i = 0; i < 128; i++) {
            int head = bytes.at(at);
            long length = bytes.number(at + 1, 3);
            int type = head & 0x7F;
            if (head < 0 || length < 0 || at + 4 + length > bytes.size()) {
                return patches;
            }
            if (type == 2 || type == 4 || type == 6) {
                patches.add(new Patch(at, new byte[] {(byte) ((head & 0x80) | 1)}));
                patches.add(Patch.blank(at + 4, length));
            }
            if ((head & 0x80) != 0) {
                return patches;
            }
            at += 4 + length;
        }
        return patches;
    }

    private static byte[] littleEndian(long number) {
        return new byte[] {
            (byte) number, (byte) (number >> 8), (byte) (number >> 16), (byte) (number >> 24)
        };
    }
}
