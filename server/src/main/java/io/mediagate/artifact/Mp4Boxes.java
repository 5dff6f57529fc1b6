package io.mediagate.artifact;

/// The boxes of MP4 and its relatives: each has a length, a name of four letters, and data or more boxes.
/// What breaks the lengths ends the walk, and so does a file that is nothing but boxes.
final class Mp4Boxes {
    private static final int MOST = 4000;
    private static final int DEEPEST = 6;
    private static final int HEADER = 8;
    private static final int LONG_HEADER = 16;

    /// One box.
    ///
    /// @param at where it begins; its name is four bytes further on
    /// @param content where its data begins
    /// @param end where the next one begins
    record Box(String name, long at, long content, long end) {}

    /// Who looks at boxes.
    interface Visitor {
        /// Looks at one; true to be shown the boxes in it.
        boolean opens(Box box);
    }

    private final Bytes bytes;
    private final Visitor visitor;
    private int seen;

    private Mp4Boxes(Bytes bytes, Visitor visitor) {
        this.bytes = bytes;
        this.visitor = visitor;
    }

    /// Shows all boxes of a file, each before those in it.
    static void show(Bytes bytes, Visitor visitor) {
        new Mp4Boxes(bytes, visitor).walk(0, bytes.size(), 0);
    }

    private void walk(long from, long end, int depth) {
        long at = from;
        while (at + HEADER <= end && seen++ < MOST) {
            long length = bytes.number(at, 4);
            int header = HEADER;
            if (length == 1) {
                length = bytes.number(at + HEADER, 8);
                header = LONG_HEADER;
            } else if (length == 0) {
                length = end - at;
            }
            if (length < header || length > end - at) {
                return;
            }
            var box = new Box(bytes.name(at + 4), at, at + header, at + length);
            if (visitor.opens(box) && depth < DEEPEST) {
                walk(box.content(), box.end(), depth + 1);
            }
            at = box.end();
        }
    }
}
