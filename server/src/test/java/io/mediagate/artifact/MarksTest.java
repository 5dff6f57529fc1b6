package io.mediagate.artifact;

import static io.mediagate.artifact.SampleMedia.ascii;
import static io.mediagate.artifact.SampleMedia.join;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MarksTest {
    @TempDir Path folder;

    static Stream<Arguments> marked() {
        return MarkedMedia.all().entrySet().stream()
                .map(it -> Arguments.of(it.getKey(), it.getValue()));
    }

    @ParameterizedTest
    @MethodSource("marked")
    void areTakenOut(String what, byte[] bytes) throws Exception {
        var before = new MediaProbe().probe(bytes).orElseThrow();
        assertThat(latin(bytes)).contains(MarkedMedia.MARK);

        var clean = cleaned(bytes);

        assertThat(latin(clean)).as(what).doesNotContain("Acme");
        assertThat(new MediaProbe().probe(clean)).contains(before);
    }

    @Test
    void leaveEveryPixelAsItWas() throws Exception {
        var png = SampleMedia.png(30, 20);
        var marked =
                MarkedMedia.insert(png, 33, MarkedMedia.chunk("iTXt", ascii(MarkedMedia.MARK)));

        assertThat(cleaned(marked)).isEqualTo(png);
        assertThat(cleaned(png)).isEqualTo(png);
        var jpeg = SampleMedia.jpeg(30, 20);
        assertThat(
                        cleaned(
                                MarkedMedia.insert(
                                        jpeg,
                                        2,
                                        MarkedMedia.segment(0xFE, ascii(MarkedMedia.MARK)))))
                .isEqualTo(jpeg);
        assertThat(ImageIO.read(new ByteArrayInputStream(cleaned(marked))).getWidth())
                .isEqualTo(30);
    }

    @Test
    void leaveAnAnimationPlayingAsItDid() throws Exception {
        var marked = MarkedMedia.all().get("picture: GIF");

        var clean = cleaned(Objects.requireNonNull(marked));

        assertThat(latin(clean)).contains("NETSCAPE2.0").doesNotContain("XMP");
        assertThat(ImageIO.read(new ByteArrayInputStream(clean)).getWidth()).isEqualTo(30);
    }

    @Test
    void leaveAPictureTurnedThatIsToBeShownTurned() throws Exception {
        var entry = ByteBuffer.allocate(14).putShort((short) 1).putShort((short) 0x0112);
        entry.putShort((short) 3).putInt(1).putShort((short) 6);
        var exif = MarkedMedia.segment(0xE1, join(ascii("Exif\0\0MM\0*\0\0\0\10"), entry.array()));
        var turned = MarkedMedia.insert(SampleMedia.jpeg(30, 20), 2, exif);

        assertThat(cleaned(turned)).isEqualTo(turned);
    }

    @Test
    void neverBreakAFileThatIsNotAsExpected() throws Exception {
        var random = new Random(7);
        for (var sample : marked().map(it -> (byte[]) it.get()[1]).toList()) {
            var media = new MediaProbe().probe(sample).orElseThrow();
            for (int i = 0; i < 200; i++) {
                var bytes = sample.clone();
                for (int hits = random.nextInt(10); hits >= 0; hits--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                }
                assertThat(cleaned(bytes, media))
                        .hasSizeGreaterThan(0)
                        .hasSizeLessThanOrEqualTo(bytes.length);
            }
        }
    }

    @Test
    void leaveEveryPageOfAnOggWithItsChecksum() throws Exception {
        var ogg = cleaned(MarkedMedia.longOpus());
        int at = 0;
        int pages = 0;
        while (at < ogg.length) {
            int segments = ogg[at + 26] & 255;
            int end = at + 27 + segments;
            for (int i = 0; i < segments; i++) {
                end += ogg[at + 27 + i] & 255;
            }
            var page = Arrays.copyOfRange(ogg, at, end);
            assertThat(ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN).getInt(22))
                    .isEqualTo(MarkedMedia.oggChecksum(page));
            at = end;
            pages++;
        }
        assertThat(pages).isEqualTo(5);
    }

    private byte[] cleaned(byte[] bytes) throws Exception {
        return cleaned(bytes, new MediaProbe().probe(bytes).orElseThrow());
    }

    /// On disk and in memory: they must be the same.
    private byte[] cleaned(byte[] bytes, Media media) throws Exception {
        var before = bytes.clone();
        var edits = Marks.edits(new Bytes.InMemory(bytes), media);
        var file = Files.write(folder.resolve("file"), bytes);
        edits.makeIn(file, folder.resolve("scratch"));

        assertThat(folder.resolve("scratch")).doesNotExist();
        assertThat(edits.madeIn(bytes)).isEqualTo(Files.readAllBytes(file));
        assertThat(bytes).isEqualTo(before);
        return edits.madeIn(bytes);
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
