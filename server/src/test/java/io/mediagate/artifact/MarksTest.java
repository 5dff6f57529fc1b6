package io.mediagate.artifact;

import static io.mediagate.artifact.SampleMedia.ascii;
import static io.mediagate.artifact.SampleMedia.join;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MarksTest {
    private static final String MARK = "Made by Acme Vision";

    @TempDir Path folder;

    static Stream<Arguments> marked() {
        var png = SampleMedia.png(30, 20);
        var jpeg = SampleMedia.jpeg(30, 20);
        var exif = segment(0xE1, join(ascii("Exif\0\0MM\0*\0\0\0\10\0\0"), ascii(MARK)));
        var mp4 = SampleMedia.mp4(64, 36, 1000);
        return Stream.of(
                Arguments.of(
                        "text of a PNG",
                        insert(
                                png,
                                33,
                                join(
                                        chunk("tEXt", ascii("Software\0" + MARK)),
                                        chunk("caBX", ascii(MARK))))),
                Arguments.of("EXIF of a JPEG", insert(jpeg, 2, exif)),
                Arguments.of(
                        "XMP of a JPEG",
                        insert(
                                jpeg,
                                2,
                                segment(0xE1, ascii("http://ns.adobe.com/xap/1.0/\0" + MARK)))),
                Arguments.of(
                        "C2PA of a JPEG", insert(jpeg, 2, segment(0xEB, ascii("JP\0\1" + MARK)))),
                Arguments.of("comment of a JPEG", insert(jpeg, 2, segment(0xFE, ascii(MARK)))),
                Arguments.of("metadata of an MP4", join(mp4, box("udta", ascii(MARK)))),
                Arguments.of(
                        "manifest of an MP4",
                        join(mp4, box("uuid", ascii("0123456789abcdef" + MARK)))),
                Arguments.of("list of a WAV", wav()),
                Arguments.of(
                        "tag of an MP3",
                        join(ascii("ID3\3\0\0\0\0\0\36"), Arrays.copyOf(ascii(MARK), 30), mp3())));
    }

    @ParameterizedTest
    @MethodSource("marked")
    void areTakenOut(String what, byte[] bytes) throws Exception {
        var before = new MediaProbe().probe(bytes).orElseThrow();
        assertThat(latin(bytes)).contains(MARK);

        var clean = cleaned(bytes);

        assertThat(latin(clean)).as(what).doesNotContain("Acme");
        assertThat(new MediaProbe().probe(clean)).contains(before);
    }

    @Test
    void leaveEveryPixelAsItWas() throws Exception {
        var png = SampleMedia.png(30, 20);
        var marked = insert(png, 33, chunk("iTXt", ascii(MARK)));

        assertThat(cleaned(marked)).isEqualTo(png);
        assertThat(cleaned(png)).isEqualTo(png);
        var jpeg = SampleMedia.jpeg(30, 20);
        assertThat(cleaned(insert(jpeg, 2, segment(0xFE, ascii(MARK))))).isEqualTo(jpeg);
        assertThat(ImageIO.read(new ByteArrayInputStream(cleaned(marked))).getWidth())
                .isEqualTo(30);
    }

    @Test
    void leaveAPictureTurnedThatIsToBeShownTurned() throws Exception {
        var entry = ByteBuffer.allocate(14).putShort((short) 1).putShort((short) 0x0112);
        entry.putShort((short) 3).putInt(1).putShort((short) 6);
        var exif = segment(0xE1, join(ascii("Exif\0\0MM\0*\0\0\0\10"), entry.array()));
        var turned = insert(SampleMedia.jpeg(30, 20), 2, exif);

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
                var file = Files.write(folder.resolve("any"), bytes);
                Marks.remove(file, media, folder.resolve("scratch"));
                assertThat(Files.size(file)).isPositive().isLessThanOrEqualTo(bytes.length);
            }
        }
    }

    private byte[] cleaned(byte[] bytes) throws Exception {
        var file = Files.write(folder.resolve("file"), bytes);
        Marks.remove(file, new MediaProbe().probe(bytes).orElseThrow(), folder.resolve("scratch"));
        assertThat(folder.resolve("scratch")).doesNotExist();
        return Files.readAllBytes(file);
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static byte[] insert(byte[] bytes, int at, byte[] more) {
        return join(Arrays.copyOf(bytes, at), more, Arrays.copyOfRange(bytes, at, bytes.length));
    }

    private static byte[] chunk(String type, byte[] content) {
        var crc = new CRC32();
        crc.update(ascii(type));
        crc.update(content);
        return ByteBuffer.allocate(12 + content.length)
                .putInt(content.length)
                .put(ascii(type))
                .put(content)
                .putInt((int) crc.getValue())
                .array();
    }

    private static byte[] segment(int marker, byte[] content) {
        return ByteBuffer.allocate(4 + content.length)
                .put((byte) 0xFF)
                .put((byte) marker)
                .putShort((short) (2 + content.length))
                .put(content)
                .array();
    }

    private static byte[] box(String name, byte[] content) {
        return ByteBuffer.allocate(8 + content.length)
                .putInt(8 + content.length)
                .put(ascii(name))
                .put(content)
                .array();
    }

    private static byte[] wav() {
        var wav = SampleMedia.wav(1);
        var list = join(ascii("LIST\24\0\0\0"), Arrays.copyOf(ascii(MARK), 20));
        return insert(wav, 36, list);
    }

    private static byte[] mp3() {
        var sound = new byte[417 * 3];
        for (int i = 0; i < 3; i++) {
            ByteBuffer.wrap(sound).putInt(i * 417, 0xFFFB9064);
        }
        return sound;
    }
}
