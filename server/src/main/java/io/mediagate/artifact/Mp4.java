package io.mediagate.artifact;

import io.mediagate.artifact.Mp4Boxes.Box;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// MP4 and its relatives: a tree of boxes, of which `moov` holds what is to be known.
final class Mp4 {

    private final Bytes bytes;
    private double seconds;
    private boolean movie;
    private boolean picture;
    private boolean sound;
    private int width;
    private int height;

    private Mp4(Bytes bytes) {
        this.bytes = bytes;
    }

    static Optional<Media> read(Bytes bytes) {
        var file = new Mp4(bytes);
        Mp4Boxes.show(bytes, file::look);
        return file.media();
    }

    private Optional<Media> media() {
        if (!movie || (!picture && !sound)) {
            return Optional.empty();
        }
        var duration =
                seconds > 0 && Double.isFinite(seconds)
                        ? OptionalDouble.of(MediaProbe.rounded(seconds))
                        : OptionalDouble.empty();
        if (!picture) {
            return Optional.of(
                    new Media(
                            "audio/mp4",
                            "m4a",
                            OptionalInt.empty(),
                            OptionalInt.empty(),
                            duration));
        }
        var quickTime = bytes.has(8, "qt  ");
        return Optional.of(
                new Media(
                        quickTime ? "video/quicktime" : "video/mp4",
                        quickTime ? "mov" : "mp4",
                        OptionalInt.of(width),
                        OptionalInt.of(height),
                        duration));
    }

    private boolean look(Box box) {
        switch (box.name()) {
            case "moov", "trak", "mdia" -> {
                return true;
            }
            case "mvhd" -> movieHeader(box.content());
            case "tkhd" -> trackHeader(box.content());
            case "hdlr" -> {
                picture |= bytes.has(box.content() + 8, "vide");
                sound |= bytes.has(box.content() + 8, "soun");
            }
            default -> {}
        }
        return false;
    }

    private void movieHeader(long content) {
        movie = true;
        var wide = bytes.at(content) == 1;
        var scale = bytes.number(content + (wide ? 20 : 12), 4);
        var length = bytes.number(content + (wide ? 24 : 16), wide ? 8 : 4);
        var unknown = length < 0 || (!wide && length == 0xFFFFFFFFL);
        if (scale > 0 && !unknown) {
            seconds = (double) length / scale;
        }
    }

    /// Sound tracks have no size. A picture that is shown turned by a quarter swaps its sides.
    private void trackHeader(long content) {
        var wide = bytes.at(content) == 1;
        var matrix = content + (wide ? 52 : 40);
        var w = bytes.number(matrix + 36, 4);
        var h = bytes.number(matrix + 40, 4);
        if (w > 0 && h > 0) {
            var turned = bytes.number(matrix, 4) == 0 && bytes.number(matrix + 4, 4) > 0;
            width = (int) ((turned ? h : w) >> 16);
            height = (int) ((turned ? w : h) >> 16);
        }
    }
}
