package io.mediagate.artifact;

import io.mediagate.artifact.Marks.Patch;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The marks in MP4 and its relatives: boxes of metadata become free space of the same length, and the names
/// of tools inside other boxes are blanked. Nothing moves, so the index stays true.
final class Mp4Marks {
    private static final Set<String> PARENTS = Set.of("moov", "trak", "mdia", "minf", "stbl");
    private static final Set<String> GONE = Set.of("udta", "meta", "uuid", "jumb", "c2pa");
    private static final int MOST_BOXES = 4000;
    private static final int HANDLER_NAME = 24;

    private final Bytes bytes;
    private final List<Patch> patches = new ArrayList<>();
    private int seen;

    private Mp4Marks(Bytes bytes) {
        this.bytes = bytes;
    }

    static List<Patch> of(Bytes bytes) {
        var file = new Mp4Marks(bytes);
        file.walk(0, bytes.size(), 0);
        return file.patches;
    }

    private void walk(long from, long end, int depth) {
        var at = from;
        while (at + 8 <= end && seen++ < MOST_BOXES) {
            long length = bytes.number(at, 4);
            int header = 8;
            if (length == 1) {
                length = bytes.number(at + 8, 8);
                header = 16;
            } else if (length == 0) {
                length = end - at;
            }
            if (length < header || length > end - at) {
                return;
            }
            box(name(at + 4), at, header, length, depth);
            at += length;
        }
    }

    private void box(String name, long at, int header, long length, int depth) {
        long content = at + header;
        long end = at + length;
        if (GONE.contains(name)) {
            patches.add(Patch.text(at + 4, "free"));
            patches.add(Patch.blank(content, end - content));
        } else if (PARENTS.contains(name) && depth < 6) {
            walk(content, end, depth + 1);
        } else if (name.equals("hdlr") && content + HANDLER_NAME < end) {
            // The name of whoever wrote the track; an empty text is one, too.
            patches.add(Patch.blank(content + HANDLER_NAME, end - content - HANDLER_NAME));
        } else if (name.equals("stsd")) {
            codecName(content, end);
        }
    }

    /// Of a film: 31 letters at a fixed place in its first description.
    private void codecName(long content, long end) {
        long entry = content + 8;
        long place = entry + 50;
        boolean film =
                Set.of("avc1", "avc3", "hvc1", "hev1", "av01", "vp09", "mp4v", "apch", "apcn")
                        .contains(name(entry + 4));
        if (film && place + 32 <= end) {
            patches.add(Patch.blank(place, 32));
        }
    }

    private String name(long at) {
        var letters = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            letters.append((char) Math.max(0, bytes.at(at + i)));
        }
        return letters.toString();
    }
}
