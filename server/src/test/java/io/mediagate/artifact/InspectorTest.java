package io.mediagate.artifact;

import static io.mediagate.artifact.SampleMedia.ascii;
import static io.mediagate.artifact.SampleMedia.join;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.artifact.Inspector.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class InspectorTest {
    private static final FileLimits LIMITS =
            new FileLimits(30_000_000, 64_000_000, Duration.ofMinutes(10));

    @TempDir Path folder;

    private final Inspector inspector = new Inspector(LIMITS);

    static Stream<Arguments> good() {
        return Stream.of(
                Arguments.of("image/png", SampleMedia.png(30, 20)),
                Arguments.of("image/jpeg", SampleMedia.jpeg(30, 20)),
                Arguments.of("image/gif", SampleMedia.gif(30, 20)),
                Arguments.of("image/webp", SampleMedia.webp(30, 20)),
                Arguments.of("audio/wav", SampleMedia.wav(1)),
                Arguments.of("video/mp4", SampleMedia.mp4(640, 360, 5_000)),
                // Cameras put a second picture or a film behind the first.
                Arguments.of("image/jpeg", join(SampleMedia.jpeg(30, 20), SampleMedia.jpeg(3, 2))),
                Arguments.of(
                        "image/jpeg", join(SampleMedia.jpeg(30, 20), SampleMedia.mp4(3, 2, 9))));
    }

    @ParameterizedTest
    @MethodSource("good")
    void takesMedia(String type, byte[] bytes) {
        assertThat(inspect(bytes))
                .isInstanceOfSatisfying(
                        Verdict.Fine.class,
                        fine -> assertThat(fine.media().contentType()).isEqualTo(type));
    }

    static Stream<Arguments> bad() {
        var png = SampleMedia.png(30, 20);
        var jpeg = SampleMedia.jpeg(30, 20);
        return Stream.of(
                Arguments.of("empty", new byte[0]),
                Arguments.of("no media", ascii("just a text")),
                Arguments.of("no media", new byte[1000]),
                Arguments.of("no media", Arrays.copyOf(png, 8)),
                Arguments.of(
                        "document or a script", ascii("<svg xmlns='http://www.w3.org/2000/svg'/>")),
                Arguments.of("document or a script", ascii("<?xml version='1.0'?><svg/>")),
                Arguments.of("document or a script", ascii("\n<!DOCTYPE html><html></html>")),
                Arguments.of("document or a script", ascii("%PDF-1.7\n")),
                // One thing to one program, another to another.
                Arguments.of("something else", join(png, zip())),
                Arguments.of("something else", join(jpeg, zip())),
                Arguments.of("something else", join(SampleMedia.gif(3, 2), zip())),
                Arguments.of("something else", join(SampleMedia.wav(1), zip())),
                Arguments.of("something else", join(SampleMedia.mp4(6, 4, 9), zip())),
                Arguments.of(
                        "something else",
                        join(SampleMedia.jpeg(900, 900), ascii("..<script>alert(1)</script>"))),
                Arguments.of(
                        "something else",
                        join(SampleMedia.png(900, 900), ascii("<?php system('id'); ?>"))),
                Arguments.of(
                        "document or a script", join(ascii("GIF89a/*<script>"), new byte[200])),
                // Cut off.
                Arguments.of("breaks off", Arrays.copyOf(png, png.length - 15)),
                Arguments.of("breaks off", Arrays.copyOf(jpeg, jpeg.length / 2)),
                Arguments.of("breaks off", Arrays.copyOf(SampleMedia.gif(30, 20), 60)),
                // Larger inside than outside.
                Arguments.of("50000 x 50000 pixels", SampleMedia.pngBomb(50_000, 50_000)),
                Arguments.of("16384 x 16384 pixels", SampleMedia.webp(16_384, 16_384)),
                Arguments.of("65535 x 65535 pixels", hugeJpeg()),
                Arguments.of("32000 x 32000 pixels", SampleMedia.mp4(32_000, 32_000, 1000)),
                Arguments.of("lasts 1193 hours", SampleMedia.mp4(640, 360, 0xFFFFFFFEL)),
                Arguments.of("too much memory", manyFrames()),
                Arguments.of("too large", new byte[30_000_001]));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void refusesWhatIsNone(String why, byte[] bytes) {
        assertThat(inspect(bytes))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class, refused -> assertThat(refused.why()).contains(why));
    }

    @Test
    void takesNoMoreTimeThanAFileIsLong() {
        var random = new Random(4711);
        var started = System.nanoTime();
        for (var head :
                new byte[][] {
                    SampleMedia.png(3, 2),
                    SampleMedia.jpeg(3, 2),
                    SampleMedia.gif(3, 2),
                    SampleMedia.wav(1),
                    SampleMedia.mp4(3, 2, 10)
                }) {
            // The worst of each kind: its own beginning, then 4 MB in which everything may be a
            // marker.
            var tail = new byte[4_000_000];
            random.nextBytes(tail);
            for (int i = 0; i < tail.length; i += 3) {
                tail[i] = (byte) 0xFF;
            }
            inspect(join(Arrays.copyOf(head, head.length - 12), tail));
        }

        assertThat(Duration.ofNanos(System.nanoTime() - started))
                .isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void livesThroughAnyBytes() {
        var random = new Random(42);
        for (var sample : good().map(it -> (byte[]) it.get()[1]).toList()) {
            for (int i = 0; i < 300; i++) {
                var bytes = sample.clone();
                for (int hits = random.nextInt(20); hits >= 0; hits--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                }
                assertThat(inspect(Arrays.copyOf(bytes, random.nextInt(bytes.length) + 1)))
                        .isNotNull();
            }
        }
    }

    private Verdict inspect(byte[] bytes) {
        try {
            return inspector.inspect(Files.write(folder.resolve("file"), bytes));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] zip() {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("a.txt"));
            zip.write(ascii("hidden"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    private static byte[] hugeJpeg() {
        var jpeg = SampleMedia.jpeg(30, 20);
        for (int at = 2; at < jpeg.length; at++) {
            if ((jpeg[at] & 255) == 0xFF && (jpeg[at + 1] & 255) == 0xC0) {
                ByteBuffer.wrap(jpeg).putInt(at + 5, -1);
                return jpeg;
            }
        }
        throw new AssertionError("no frame");
    }

    /// A GIF of a few bytes a frame, each as large as is allowed.
    private static byte[] manyFrames() {
        var out = new ByteArrayOutputStream();
        out.writeBytes(ascii("GIF89a"));
        out.writeBytes(new byte[] {64, 31, 64, 31, 0, 0, 0});
        for (int i = 0; i < 200; i++) {
            out.writeBytes(new byte[] {0x2C, 0, 0, 0, 0, 64, 31, 64, 31, 0, 2, 1, 0x44, 0});
        }
        out.write(0x3B);
        return out.toByteArray();
    }
}
