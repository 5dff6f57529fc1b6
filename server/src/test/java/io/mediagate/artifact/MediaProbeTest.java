package io.mediagate.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaProbeTest {

    private final MediaProbe probe = new MediaProbe();
    @TempDir Path folder;

    @Test
    void measuresPictures() {
        assertPicture(
                hex("89504e470d0a1a0a0000000d49484452000003e8000002bc0802000000"),
                "image/png",
                1000,
                700);
        assertPicture(
                hex("ffd8ffe000104a46494600010100000100010000ffc0001108028003c003012200"),
                "image/jpeg",
                960,
                640);
        assertPicture(hex("474946383961c0038002"), "image/gif", 960, 640);
        assertPicture(webp("VP8X", "1000000000000000bf03007f0200"), "image/webp", 960, 640);
        assertPicture(webp("VP8L", "200000002fbfc39f0000000000"), "image/webp", 960, 640);
        assertPicture(webp("VP8 ", "200000005043009d012ac0038002"), "image/webp", 960, 640);
    }

    @Test
    void countsTheFramesOfMp3AlsoBehindATag() {
        var tagged = join("ID3\3\0\0\0\0\2\1".getBytes(StandardCharsets.ISO_8859_1), new byte[257]);
        var sound = mp3(100);

        for (var bytes : List.of(sound, join(tagged, sound))) {
            var media = probe.probe(bytes).orElseThrow();
            assertThat(media.contentType()).isEqualTo("audio/mpeg");
            assertThat(media.durationSeconds().orElseThrow())
                    .isCloseTo(100 * 1152 / 44_100.0, within(0.001));
        }
    }

    @Test
    void readsTheLengthOfWav() {
        var wav = ByteBuffer.allocate(44 + 32_000).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 32_000);
        wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        wav.putShort((short) 1).putShort((short) 1).putInt(16_000).putInt(32_000);
        wav.putShort((short) 2).putShort((short) 16);
        wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(32_000);

        var media = probe.probe(wav.array()).orElseThrow();

        assertThat(media.contentType()).isEqualTo("audio/wav");
        assertThat(media.durationSeconds()).hasValue(1);
    }

    @Test
    void readsTheSizeAndLengthOfMp4() {
        var media = probe.probe(mp4("isom", 0)).orElseThrow();

        assertThat(media.contentType()).isEqualTo("video/mp4");
        assertThat(media.width()).hasValue(1280);
        assertThat(media.height()).hasValue(720);
        assertThat(media.durationSeconds()).hasValue(8.5);
        assertThat(probe.probe(mp4("qt  ", 0)).orElseThrow().contentType())
                .isEqualTo("video/quicktime");
    }

    @Test
    void swapsTheSidesOfATurnedFilm() {
        var media = probe.probe(mp4("isom", 1)).orElseThrow();

        assertThat(media.width()).hasValue(720);
        assertThat(media.height()).hasValue(1280);
    }

    @Test
    void readsTheSizeAndLengthOfWebm() {
        var info =
                element(
                        "1549a966",
                        join(element("2ad7b1", hex("0f4240")), element("4489", hex("45abe000"))));
        var video = element("e0", join(element("b0", hex("0500")), element("ba", hex("02d0"))));
        var tracks = element("1654ae6b", element("ae", video));
        var webm =
                join(element("1a45dfa3", hex("42868101")), element("18538067", join(info, tracks)));

        var media = probe.probe(webm).orElseThrow();

        assertThat(media.contentType()).isEqualTo("video/webm");
        assertThat(media.width()).hasValue(1280);
        assertThat(media.height()).hasValue(720);
        assertThat(media.durationSeconds()).hasValue(5.5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html><body>504 Gateway Time-out</body></html>",
                "{\"error\":\"no\"}",
                "%PDF-1.7",
                "ID3",
                "RIFF",
                "RIFF....WEBP",
                "fLaC",
                "OggS",
                "GIF89a",
                "....ftypisom"
            })
    void knowsNothingOfWhatIsNotMedia(String text) {
        assertThat(probe.probe(text.getBytes(StandardCharsets.ISO_8859_1))).isEmpty();
    }

    @Test
    void knowsOneFrameOfMp3InRandomBytesForWhatItIs() {
        var frame = mp3(1);

        assertThat(probe.probe(join(frame, new byte[50]))).isEmpty();
        assertThat(probe.probe(frame)).isPresent();
    }

    @Test
    void survivesAnyBytes() throws IOException {
        var seed = new Random().nextLong();
        var random = new Random(seed);
        var samples = samples();
        var file = folder.resolve("any");
        for (int i = 0; i < 20_000; i++) {
            var bytes = spoiled(samples.get(i % samples.size()), random);
            try {
                var media = probe.probe(bytes);
                if (i % 50 == 0) {
                    Files.write(file, bytes);
                    assertThat(probe.probe(file)).isEqualTo(media);
                }
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", round " + i, e);
            }
        }
    }

    @Test
    void looksIntoFilesLargerThanItsWindow() throws IOException {
        var file = folder.resolve("long.mp3");
        Files.write(file, mp3(3000));

        assertThat(probe.probe(file)).isEqualTo(probe.probe(mp3(3000))).isPresent();
    }

    /// Each kind of file, so that its reader is reached, and noise.
    private static List<byte[]> samples() {
        var samples = new ArrayList<byte[]>();
        samples.add(hex("89504e470d0a1a0a0000000d49484452000003e8000002bc0802000000"));
        samples.add(hex("ffd8ffe000104a46494600010100000100010000ffc0001108028003c003012200"));
        samples.add(webp("VP8X", "1000000000000000bf03007f0200"));
        samples.add(mp3(3));
        samples.add(hex("fff15c400e7ffc" + "00".repeat(200)));
        samples.add(mp4("isom", 0));
        samples.add(
                element("1a45dfa3", element("18538067", element("1654ae6b", hex("ae83e081b0")))));
        samples.add(("fLaC" + "\0".repeat(60)).getBytes(StandardCharsets.ISO_8859_1));
        samples.add(
                ("OggS" + "\0".repeat(22) + "\1\23OpusHead" + "\1".repeat(60))
                        .getBytes(StandardCharsets.ISO_8859_1));
        samples.add(
                ("RIFF....WAVEfmt \20\0\0\0" + "\1".repeat(16) + "data\1\1\1\1" + "x".repeat(50))
                        .getBytes(StandardCharsets.ISO_8859_1));
        samples.add(new byte[300]);
        return samples;
    }

    private static byte[] spoiled(byte[] sample, Random random) {
        var bytes = sample.clone();
        var changes = 1 + random.nextInt(6);
        for (int i = 0; i < changes; i++) {
            var at = random.nextInt(bytes.length);
            bytes[at] =
                    (byte)
                            (random.nextBoolean()
                                    ? random.nextInt()
                                    : random.nextBoolean() ? 255 : 0);
        }
        return random.nextInt(4) == 0
                ? java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length))
                : bytes;
    }

    private void assertPicture(byte[] bytes, String contentType, int width, int height) {
        var media = probe.probe(bytes).orElseThrow();

        assertThat(media.contentType()).isEqualTo(contentType);
        assertThat(media.width()).hasValue(width);
        assertThat(media.height()).hasValue(height);
        assertThat(media.durationSeconds()).isEmpty();
    }

    /// Frames of 128 kbit/s at 44.1 kHz.
    private static byte[] mp3(int frames) {
        var bytes = new byte[frames * 417];
        for (int i = 0; i < frames; i++) {
            System.arraycopy(hex("fffb9000"), 0, bytes, i * 417, 4);
        }
        return bytes;
    }

    private static byte[] webp(String chunk, String content) {
        return join(
                ("RIFF\0\0\0\0WEBP" + chunk).getBytes(StandardCharsets.ISO_8859_1), hex(content));
    }

    /// Eight and a half seconds of 1280x720, perhaps turned by a quarter.
    private static byte[] mp4(String brand, int turned) {
        var straight = "00010000" + "00".repeat(12) + "00010000" + "00".repeat(12) + "40000000";
        var quarter =
                "00".repeat(4)
                        + "00010000"
                        + "00".repeat(4)
                        + "ffff0000"
                        + "00".repeat(16)
                        + "40000000";
        var header = box("mvhd", hex("00".repeat(12) + "000003e8" + "00002134" + "00".repeat(80)));
        var size = hex("0500000002d00000");
        var track =
                box("tkhd", join(hex("00".repeat(40) + (turned == 1 ? quarter : straight)), size));
        var handler =
                box("hdlr", join(hex("00".repeat(8)), "vide".getBytes(StandardCharsets.US_ASCII)));
        var trak = box("trak", join(track, box("mdia", handler)));
        return join(
                box("ftyp", brand.getBytes(StandardCharsets.US_ASCII)),
                box("moov", join(header, trak)));
    }

    private static byte[] box(String name, byte[] content) {
        return ByteBuffer.allocate(8 + content.length)
                .putInt(8 + content.length)
                .put(name.getBytes(StandardCharsets.US_ASCII))
                .put(content)
                .array();
    }

    private static byte[] element(String id, byte[] content) {
        return join(hex(id), new byte[] {(byte) (0x80 | content.length)}, content);
    }

    private static byte[] join(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (var part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
