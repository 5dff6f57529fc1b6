package io.mediagate.artifact;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/// Whether a file is of one piece: it reaches its own end, and nothing else lies behind it. A file that
/// is a picture to one program and an archive or a page to another is used to get past checks.
enum Structure {
    WHOLE,
    CUT_OFF,
    SOMETHING_BEHIND,
    TOO_MUCH_INSIDE;

    private static final int HEAD = 1024;
    private static final int MOST_PARTS = 2_000_000;
    // A film of single frames costs as much as its frames together.
    private static final long MOST_PIXELS_OF_AN_ANIMATION = 4_000_000_000L;
    private static final int PADDING = 4096;
    private static final List<String> SCRIPTS =
            List.of("%pdf-", "<svg", "<html", "<script", "<!doctype", "<?php");
    private static final List<String> FOREIGN_BEGINNINGS =
            List.of("PK\3\4", "%PDF-", "<", "\177ELF", "MZ", "Rar!", "7z");
    private static final List<String> FOREIGN_ANYWHERE =
            List.of("<script", "<html", "<?php", "%PDF-");
    private static final int LONGEST_END_OF_AN_ARCHIVE = 65_557;

    /// Whether a browser or a reader of documents could take the head of it for one.
    static boolean hasScript(Bytes bytes) {
        int length = (int) Math.min(HEAD, bytes.size());
        var head = new byte[length];
        for (int i = 0; i < length; i++) {
            head[i] = (byte) bytes.at(i);
        }
        var text = new String(head, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        return text.strip().startsWith("<?xml") || SCRIPTS.stream().anyMatch(text::contains);
    }

    static Structure of(Bytes bytes, Media media) {
        return switch (media.contentType()) {
            case "image/png" -> judge(bytes, png(bytes));
            case "image/jpeg" -> jpegEnd(bytes);
            case "image/gif" -> gif(bytes, media);
            case "image/webp", "audio/wav" -> judge(bytes, riff(bytes));
            case "video/mp4", "video/quicktime", "audio/mp4" -> judge(bytes, boxes(bytes));
            default -> isArchive(bytes, 0) ? SOMETHING_BEHIND : WHOLE;
        };
    }

    /// @param end behind the last byte that belongs to it; empty when it never comes
    private static Structure judge(Bytes bytes, OptionalLong end) {
        if (end.isEmpty() || end.getAsLong() > bytes.size()) {
            return CUT_OFF;
        }
        return isPadding(bytes, end.getAsLong()) ? WHOLE : SOMETHING_BEHIND;
    }

    private static boolean isPadding(Bytes bytes, long from) {
        if (bytes.size() - from > PADDING) {
            return false;
        }
        for (long at = from; at < bytes.size(); at++) {
            if (bytes.at(at) != 0 && bytes.at(at) != '\n' && bytes.at(at) != '\r') {
                return false;
            }
        }
        return true;
    }

    private static OptionalLong png(Bytes bytes) {
        var at = 8L;
        for (int chunk = 0; chunk < MOST_PARTS; chunk++) {
            long length = bytes.number(at, 4);
            if (length < 0) {
                return OptionalLong.empty();
            }
            if (bytes.has(at + 4, "IEND")) {
                return OptionalLong.of(at + 12 + length);
            }
            at += 12 + length;
        }
        return OptionalLong.empty();
    }

    private static OptionalLong riff(Bytes bytes) {
        long length = bytes.littleEndian(4, 4);
        // Who writes a stream cannot go back to say how long it became.
        return length <= 0 || length == 0xFFFFFFFFL
                ? OptionalLong.of(bytes.size())
                : OptionalLong.of(
                        Math.min(8 + length, bytes.has(8, "WAVE") ? bytes.size() : Long.MAX_VALUE));
    }

    private static OptionalLong boxes(Bytes bytes) {
        var at = 0L;
        for (int box = 0; box < MOST_PARTS && at < bytes.size(); box++) {
            long length = bytes.number(at, 4);
            if (length == 0) {
                return OptionalLong.of(bytes.size());
            }
            if (length == 1) {
                length = bytes.number(at + 8, 8);
            }
            if (length < 8 || !isBoxName(bytes, at + 4)) {
                return OptionalLong.of(at);
            }
            if (length > bytes.size() - at) {
                return OptionalLong.empty();
            }
            at += length;
        }
        return OptionalLong.of(at);
    }

    private static boolean isBoxName(Bytes bytes, long at) {
        for (int i = 0; i < 4; i++) {
            int c = bytes.at(at + i);
            if (c < ' ' || (c > '~' && c != 0xA9)) {
                return false;
            }
        }
        return true;
    }

    /// Cameras put further pictures and films behind the first picture, so only what is foreign to a
    /// picture counts.
    private static Structure jpegEnd(Bytes bytes) {
        var at = 2L;
        while (at < bytes.size()) {
            if (bytes.at(at) != 0xFF) {
                return CUT_OFF;
            }
            int marker = bytes.at(at + 1);
            if (marker == 0xD9) {
                return hasForeign(bytes, at + 2) ? SOMETHING_BEHIND : WHOLE;
            }
            if (marker == 0xFF) {
                at += 1;
            } else if (marker >= 0xD0 && marker <= 0xD8) {
                at += 2;
            } else {
                long length = bytes.number(at + 2, 2);
                if (length < 2) {
                    return CUT_OFF;
                }
                at += 2 + length;
                at = marker == 0xDA ? nextMarker(bytes, at) : at;
            }
        }
        return CUT_OFF;
    }

    private static long nextMarker(Bytes bytes, long from) {
        for (long at = from; at < bytes.size(); at++) {
            if (bytes.at(at) == 0xFF) {
                int next = bytes.at(at + 1);
                if (next != 0 && next != 0xFF && (next < 0xD0 || next > 0xD7)) {
                    return at;
                }
            }
        }
        return bytes.size();
    }

    private static Structure gif(Bytes bytes, Media media) {
        long frame = (long) media.width().orElse(1) * media.height().orElse(1);
        long frames = 0;
        var at = 13 + GifBlocks.palette(bytes.at(10));
        for (int part = 0; part < MOST_PARTS; part++) {
            switch (bytes.at(at)) {
                case 0x3B -> {
                    return judge(bytes, OptionalLong.of(at + 1));
                }
                case 0x21 -> at = GifBlocks.behind(bytes, at + 2);
                case 0x2C -> {
                    frames++;
                    at = GifBlocks.behind(bytes, at + 11 + GifBlocks.palette(bytes.at(at + 9)));
                }
                default -> {
                    return CUT_OFF;
                }
            }
            if (frames * frame > MOST_PIXELS_OF_AN_ANIMATION) {
                return TOO_MUCH_INSIDE;
            }
        }
        return TOO_MUCH_INSIDE;
    }

    private static boolean hasForeign(Bytes bytes, long from) {
        if (FOREIGN_BEGINNINGS.stream().anyMatch(sign -> bytes.has(from, sign))) {
            return true;
        }
        for (long at = from; at < bytes.size(); at++) {
            int c = bytes.at(at);
            long here = at;
            if ((c == '<' || c == '%')
                    && FOREIGN_ANYWHERE.stream().anyMatch(sign -> bytes.has(here, sign))) {
                return true;
            }
        }
        return isArchive(bytes, from);
    }

    /// An archive is found from its end: the record there says how far it is from it.
    private static boolean isArchive(Bytes bytes, long from) {
        for (long at = Math.max(from, bytes.size() - LONGEST_END_OF_AN_ARCHIVE);
                at <= bytes.size() - 22;
                at++) {
            if (bytes.has(at, "PK\5\6")
                    && at + 22 + bytes.littleEndian(at + 20, 2) == bytes.size()) {
                return true;
            }
        }
        return false;
    }
}
