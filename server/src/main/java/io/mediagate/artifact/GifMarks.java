package io.mediagate.artifact;

import io.mediagate.artifact.Edits.Span;
import java.util.ArrayList;
import java.util.List;

/// The marks in a GIF: comments, and the blocks of applications (XMP among them), but for those that say
/// how often it plays (GIF89a, sections 24 and 26).
final class GifMarks {
    private static final int MOST_PARTS = 1_000_000;
    private static final int COMMENT = 0xFE;
    private static final int APPLICATION = 0xFF;

    private GifMarks() {}

    /// What stays, in order; empty when the file is not understood.
    static List<Span> stays(Bytes bytes) {
        var stays = new ArrayList<Span>();
        long at = 13 + GifBlocks.palette(bytes.at(10));
        stays.add(new Span(0, at));
        for (int i = 0; i < MOST_PARTS; i++) {
            long end;
            switch (bytes.at(at)) {
                case 0x3B -> {
                    stays.add(new Span(at, bytes.size() - at));
                    return stays;
                }
                case 0x21 -> end = GifBlocks.behind(bytes, at + 2);
                case 0x2C ->
                        end =
                                GifBlocks.behind(
                                        bytes, at + 11 + GifBlocks.palette(bytes.at(at + 9)));
                default -> {
                    return List.of();
                }
            }
            if (end > bytes.size()) {
                return List.of();
            }
            if (!tells(bytes, at)) {
                stays.add(new Span(at, end - at));
            }
            at = end;
        }
        return List.of();
    }

    private static boolean tells(Bytes bytes, long at) {
        if (bytes.at(at) != 0x21) {
            return false;
        }
        boolean plays = bytes.has(at + 3, "NETSCAPE2.0") || bytes.has(at + 3, "ANIMEXTS1.0");
        int label = bytes.at(at + 1);
        return label == COMMENT || (label == APPLICATION && !plays);
    }
}
