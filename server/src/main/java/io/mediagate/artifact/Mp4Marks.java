package io.mediagate.artifact;

import io.mediagate.artifact.Edits.Patch;
import io.mediagate.artifact.Mp4Boxes.Box;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The marks in MP4 and its relatives: boxes of metadata become free space of the same length, and the names
/// of tools inside other boxes are blanked. Nothing moves, so the index stays true.
final class Mp4Marks {
    private static final Set<String> PARENTS = Set.of("moov", "trak", "mdia", "minf", "stbl");
    private static final Set<String> GONE = Set.of("udta", "meta", "uuid", "jumb", "c2pa");
    private static final int HANDLER_NAME = 24;

    private final Bytes bytes;
    private final List<Patch> patches = new ArrayList<>();

    private Mp4Marks(Bytes bytes) {
        this.bytes = bytes;
    }

    static List<Patch> of(Bytes bytes) {
        var file = new Mp4Marks(bytes);
        Mp4Boxes.show(bytes, file::look);
        return file.patches;
    }

    private boolean look(Box box) {
        long content = box.content();
        long end = box.end();
        if (GONE.contains(box.name())) {
            patches.add(Patch.text(box.at() + 4, "free"));
            patches.add(Patch.blank(content, end - content));
        } else if (box.name().equals("hdlr") && content + HANDLER_NAME < end) {
            // The name of whoever wrote the track; an empty text is one, too.
            patches.add(Patch.blank(content + HANDLER_NAME, end - content - HANDLER_NAME));
        } else if (box.name().equals("stsd")) {
            codecName(content, end);
        }
        return PARENTS.contains(box.name());
    }

    /// Of a film: 31 letters at a fixed place in its first description.
    private void codecName(long content, long end) {
        long entry = content + 8;
        long place = entry + 50;
        boolean film =
                Set.of("avc1", "avc3", "hvc1", "hev1", "av01", "vp09", "mp4v", "apch", "apcn")
                        .contains(bytes.name(entry + 4));
        if (film && place + 32 <= end) {
            patches.add(Patch.blank(place, 32));
        }
    }
}
