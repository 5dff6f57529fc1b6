package io.mediagate.provider.sandbox.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mediagate.artifact.MediaProbe;
import io.mediagate.provider.sandbox.Measured;
import io.mediagate.provider.sandbox.render.Order.Background;
import io.mediagate.provider.sandbox.render.Order.Film;
import io.mediagate.provider.sandbox.render.Order.Picture;
import io.mediagate.provider.sandbox.render.Order.PictureFormat;
import io.mediagate.provider.sandbox.render.Order.Size;
import io.mediagate.provider.sandbox.render.Order.Sound;
import io.mediagate.provider.sandbox.render.Order.Speech;
import io.mediagate.provider.sandbox.render.Order.SpeechFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StudioTest {

    private static final Pattern MAKERS =
            Pattern.compile(
                    "lav[fc]\\d|lavf|lavc|ffmpeg|LAME|x264|openh264|libopus|libwebp|freetts|kevin|mediagate",
                    Pattern.CASE_INSENSITIVE);

    @TempDir Path folder;
    private Studio studio;

    @BeforeEach
    void open() {
        studio = new Studio(folder.resolve("work"), 1);
    }

    @AfterEach
    void close() {
        studio.close();
    }

    @ParameterizedTest
    @EnumSource(PictureFormat.class)
    void drawsPicturesOfTheAskedFormatAndSize(PictureFormat format) throws Exception {
        var file = studio.make(picture(7, 1, format, new Size(320, 180))).getFirst();

        assertThat(Measured.byIdentify(file)).isEqualTo(format + " 320 180");
        var media = new MediaProbe().probe(file).orElseThrow();
        assertThat(media.contentType())
                .isEqualTo("image/" + format.name().toLowerCase(Locale.ROOT));
        assertThat(media.extension()).isEqualTo(format.extension());
        assertThat(media.width()).hasValue(320);
        assertThat(media.height()).hasValue(180);
        assertThat(makersIn(file)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(PictureFormat.class)
    void drawsTheSameBytesAgain(PictureFormat format) throws Exception {
        var order = picture(42, 1, format, new Size(256, 256));

        var first = studio.make(order).getFirst();
        var second = studio.make(order).getFirst();

        assertThat(second).hasSameBinaryContentAs(first);
    }

    @Test
    void drawsEveryResultOfAnOrderDifferently() throws Exception {
        var files = studio.make(picture(3, 4, PictureFormat.PNG, new Size(128, 128)));

        assertThat(files).hasSize(4).doesNotHaveDuplicates();
        assertThat(files.stream().map(StudioTest::text).distinct()).hasSize(4);
    }

    @Test
    void setsTheCaptionIntoThePicture() throws Exception {
        var with = Pictures.draw(captioned("A cat in neon rain"), 0);
        var without = Pictures.draw(captioned(""), 0);

        var top = 0;
        var bottom = 0;
        for (int y = 0; y < 256; y++) {
            for (int x = 0; x < 256; x++) {
                if (with.getRGB(x, y) != without.getRGB(x, y)) {
                    top += y < 100 ? 1 : 0;
                    bottom += y >= 100 ? 1 : 0;
                }
            }
        }
        assertThat(bottom).isGreaterThan(1000);
        assertThat(top).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "日本語のプロンプト",
                "مرحبا بالعالم",
                "हिन्दी में",
                "🎉🎉🎉",
                "\u0000\uD800 broken",
                "​​​",
                "one\n\ttwo",
                "𝔘𝔫𝔦𝔠𝔬𝔡𝔢",
                "aVeryLongWordThatDoesNotEndAnywhereNearTheEdgeOfThePictureAndGoesOnAndOnAndOnAndOn"
            })
    void drawsAnyPrompt(String prompt) throws Exception {
        var file = studio.make(captioned(prompt + prompt.repeat(30))).getFirst();

        assertThat(new MediaProbe().probe(file)).isPresent();
    }

    @Test
    void leavesTheSurroundingsTransparentWhenAsked() throws Exception {
        var order =
                new Picture(
                        1, 1, "", new Size(200, 200), PictureFormat.PNG, Background.TRANSPARENT);

        var image = ImageIO.read(studio.make(order).getFirst().toFile());

        assertThat(image.getRGB(0, 0) >>> 24).isZero();
        assertThat(image.getRGB(100, 100) >>> 24).isEqualTo(255);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 320, 180, 24, AMBIENT",
        "2.5, 180, 320, 25, NONE",
        "0.5, 64, 64, 12, AMBIENT",
        "1, 640, 274, 50, AMBIENT",
        "1.2, 322, 182, 1, NONE"
    })
    void filmsWithTheAskedLengthSizeAndSound(
            double seconds, int width, int height, int fps, Sound sound) throws Exception {
        var order = new Film(5, 1, "A cat", new Size(width, height), seconds, fps, sound);

        var file = studio.make(order).getFirst();

        var lines = Measured.byFfprobe(file);
        assertThat(lines)
                .contains(
                        "codec_name=h264",
                        "pix_fmt=yuv420p",
                        "width=" + width,
                        "height=" + height,
                        "r_frame_rate=" + fps + "/1");
        assertThat(lines.contains("codec_name=aac")).isEqualTo(sound == Sound.AMBIENT);
        assertThat(Measured.seconds(file)).isCloseTo(seconds, within(fps == 1 ? 0.5 : 0.1));
        var media = new MediaProbe().probe(file).orElseThrow();
        assertThat(media.contentType()).isEqualTo("video/mp4");
        assertThat(media.width()).hasValue(width);
        assertThat(media.height()).hasValue(height);
        assertThat(media.durationSeconds().orElseThrow())
                .isCloseTo(Measured.seconds(file), within(0.05));
        assertThat(makersIn(file)).isEmpty();
    }

    @Test
    void putsTheIndexOfAFilmBeforeItsData() throws Exception {
        var bytes = text(studio.make(film(1, Sound.AMBIENT)).getFirst());

        assertThat(bytes.indexOf("moov")).isLessThan(bytes.indexOf("mdat"));
    }

    @Test
    void filmsTheSameBytesAgain() throws Exception {
        var first = studio.make(film(11, Sound.AMBIENT)).getFirst();
        var second = studio.make(film(11, Sound.AMBIENT)).getFirst();

        assertThat(second).hasSameBinaryContentAs(first);
    }

    @Test
    void makesTheSameBytesWhenManyAreMadeAtOnce() throws Exception {
        try (var busy = new Studio(folder.resolve("work"), 4)) {
            var orders =
                    List.<Order>of(
                            film(21, Sound.AMBIENT),
                            picture(22, 1, PictureFormat.WEBP, new Size(200, 200)),
                            new Speech(0, "One, two, three.", SpeechFormat.MP3, 1));
            var made = new ConcurrentHashMap<Order, List<Path>>();
            var makings = new ArrayList<FutureTask<Void>>();
            for (int i = 0; i < 12; i++) {
                var order = orders.get(i % orders.size());
                var making = new FutureTask<Void>(() -> keep(busy, order, made), null);
                makings.add(making);
                Thread.ofVirtual().start(making);
            }
            for (var making : makings) {
                making.get();
            }

            for (var order : orders) {
                var files = made.getOrDefault(order, List.of());
                assertThat(files).hasSize(4);
                assertThat(files.stream().map(StudioTest::text).distinct()).hasSize(1);
            }
        }
    }

    private static void keep(
            Studio studio, Order order, ConcurrentHashMap<Order, List<Path>> made) {
        try {
            made.computeIfAbsent(order, o -> new CopyOnWriteArrayList<>())
                    .addAll(studio.make(order));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void filmsSomethingToHear() throws Exception {
        var file = studio.make(film(12, Sound.AMBIENT)).getFirst();

        assertThat(Measured.loudness(file)).isBetween(0.01, 0.5);
    }

    @ParameterizedTest
    @EnumSource(SpeechFormat.class)
    void speaksInTheAskedFormat(SpeechFormat format) throws Exception {
        var text = "The quick brown fox jumps over the lazy dog.";

        var file = studio.make(new Speech(0, text, format, 1)).getFirst();

        var seconds = Measured.seconds(file);
        assertThat(seconds).isBetween(text.length() / 20.0, text.length() / 9.0);
        assertThat(Measured.loudness(file)).isBetween(0.01, 0.5);
        var media = new MediaProbe().probe(file).orElseThrow();
        assertThat(media.contentType())
                .isEqualTo(
                        switch (format) {
                            case MP3 -> "audio/mpeg";
                            case WAV -> "audio/wav";
                            case FLAC -> "audio/flac";
                            case OPUS -> "audio/ogg";
                            case AAC -> "audio/aac";
                        });
        assertThat(media.durationSeconds().orElseThrow()).isCloseTo(seconds, within(0.1));
        assertThat(makersIn(file)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(SpeechFormat.class)
    void speaksTheSameBytesAgain(SpeechFormat format) throws Exception {
        var order = new Speech(0, "Once upon a time.", format, 1);

        var first = studio.make(order).getFirst();
        studio.make(new Speech(0, "Something else in between!", format, 2));
        var second = studio.make(order).getFirst();

        assertThat(second).hasSameBinaryContentAs(first);
    }

    @ParameterizedTest
    @CsvSource({"0.25, 4", "0.5, 2", "2, 0.5", "4, 0.25"})
    void speaksFasterAndSlower(double speed, double factor) throws Exception {
        var text = "We are going to take a long walk through the hills today.";
        var usual =
                Measured.seconds(studio.make(new Speech(0, text, SpeechFormat.WAV, 1)).getFirst());

        var asked =
                Measured.seconds(
                        studio.make(new Speech(0, text, SpeechFormat.WAV, speed)).getFirst());

        assertThat(asked).isCloseTo(usual * factor, within(usual * factor * 0.2 + 0.3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "你好，世界。今天天气很好，我们去公园散步吧。",
                "Привет, как дела? Сегодня хорошая погода.",
                "안녕하세요 반갑습니다 오늘 날씨가 좋네요",
                "Γειά σου Κόσμε, τι κάνεις σήμερα;",
                "こんにちは、げんきですか",
                "Ça a été très agréable, señor Ångström."
            })
    void saysEveryScriptForAsLongAsItDeserves(String text) throws Exception {
        var file = studio.make(new Speech(0, text, SpeechFormat.MP3, 1)).getFirst();

        assertThat(Measured.seconds(file)).isBetween(text.length() / 22.0, text.length() / 2.0);
        assertThat(Measured.loudness(file)).isGreaterThan(0.01);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "!!!", "🎉 — …", "\u0000\uD800", "<tag> & $100.50 50% a@b.c 1/2 #"})
    void speaksAnythingWithoutFailing(String text) throws Exception {
        var file = studio.make(new Speech(0, text, SpeechFormat.MP3, 1)).getFirst();

        assertThat(new MediaProbe().probe(file).orElseThrow().durationSeconds().orElseThrow())
                .isPositive();
    }

    @Test
    void leavesNothingBehindWhenItIsInterrupted() throws Exception {
        var order = new Film(1, 1, "", new Size(1280, 720), 60, 24, Sound.AMBIENT);
        var waiting =
                Thread.ofVirtual()
                        .start(() ->
                                assertThatThrownBy(() -> studio.make(order))
                                        .isInstanceOf(InterruptedException.class));
        while (files().isEmpty()) {
            Thread.onSpinWait();
        }

        waiting.interrupt();
        waiting.join();

        assertThat(files()).isEmpty();
    }

    private List<Path> files() throws IOException {
        try (var files = Files.list(folder.resolve("work"))) {
            return files.toList();
        }
    }

    private static Picture picture(long seed, int count, PictureFormat format, Size size) {
        return new Picture(seed, count, "A cat in rain", size, format, Background.OPAQUE);
    }

    private static Picture captioned(String caption) {
        return new Picture(
                9, 1, caption, new Size(256, 256), PictureFormat.JPEG, Background.OPAQUE);
    }

    private static Film film(long seed, Sound sound) {
        return new Film(seed, 1, "A cat", new Size(320, 180), 1, 24, sound);
    }

    private static List<String> makersIn(Path file) {
        return MAKERS.matcher(text(file)).results().map(found -> found.group()).toList();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
