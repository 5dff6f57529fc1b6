package io.mediagate.artifact;

/// How long the parts of a GIF are (GIF89a).
final class GifBlocks {
    private GifBlocks() {}

    /// How many bytes the palette takes of which the flags tell; none where there is none.
    static long palette(int flags) {
        return flags >= 0 && (flags & 0x80) != 0 ? 3L << ((flags & 7) + 1) : 0;
    }

    /// Where a row of blocks that begins there is over.
    static long behind(Bytes bytes, long from) {
        long at = from;
        for (int length = bytes.at(at); length > 0; length = bytes.at(at)) {
            at += 1 + length;
        }
        return at + 1;
    }
}
