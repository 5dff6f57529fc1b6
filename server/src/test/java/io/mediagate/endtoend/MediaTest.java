package io.mediagate.endtoend;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mediagate.provider.sandbox.Measured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Pictures, films and speech by every way of asking: the files behind the links are what was asked
/// for and what the answer says they are, in the opinion of programs that are not ours.
@ExtendWith(SharedGateway.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MediaTest {

    private static final String WORDS =
            "The quick brown fox jumps over the lazy dog, and the dog does not mind at all.";

    /// Whose traces encoders leave in files.
    private static final List<String> MAKERS =
            List.of(
                    "Lavf",
                    "Lavc",
                    "x264",
                    "FFmpeg",
                    "ffmpeg",
                    "libwebp",
                    "FreeTTS",
                    "LAME",
                    "OpenH264",
                    "Cisco",
                    "ImageIO",
                    "openai",
                    "OpenAI",
                    "google",
                    "Google",
                    "minimax",
                    "MiniMax",
                    "Replicate",
                    "sandbox",
                    "Mediagate");

    /// How the object was come by.
    enum Way {
        POLLED,
        WAITED,
        STREAMED,
        SPOKEN
    }

    /// What is asked for and what must come.
    ///
    /// @param format as `identify` or `ffprobe` calls it
    /// @param shape width by height in pixels, or a ratio where that is all that was asked for
    record Case(Way way, Sample sample, String model, String input, String format, String shape) {
        static Case picture(Way way, String model, String input, String format, String shape) {
            return new Case(way, Sample.PICTURE, model, input, format, shape);
        }

        static Case film(Way way, String model, String input, String shape) {
            return new Case(way, Sample.FILM, model, input, "h264", shape);
        }

        static Case speech(Way way, String model, String input) {
            return new Case(way, Sample.SPEECH, model, input, "audio", "");
        }

        /// How many files must come.
        int count() {
            return input.contains("\"n\":2") ? 2 : 1;
        }
    }

    /// What came.
    record Made(JsonNode data, List<Path> files) {}

    @TempDir static Path folder = Path.of("");

    private final RunningGateway gateway;
    private final UnderWay<Case, Made> underWay = new UnderWay<>();
    private boolean begun;

    MediaTest(RunningGateway gateway) {
        this.gateway = gateway;
    }

    @AfterAll
    void stop() {
        underWay.close();
    }

    static Stream<Case> cases() {
        var picture = "openai/gpt-image-2";
        var sized = "openai/gpt-image-1.5";
        var film = "google/veo-3.1";
        return Stream.of(
                Case.picture(
                        Way.POLLED,
                        picture,
                        "\"output_format\":\"png\",\"aspect_ratio\":\"1:1\"",
                        "PNG",
                        "1024x1024"),
                Case.picture(
                        Way.WAITED,
                        picture,
                        "\"output_format\":\"jpeg\",\"aspect_ratio\":\"16:9\",\"n\":2",
                        "JPEG",
                        "16:9"),
                Case.picture(
                        Way.STREAMED,
                        picture,
                        "\"output_format\":\"webp\",\"aspect_ratio\":\"9:16\"",
                        "WEBP",
                        "9:16"),
                Case.picture(
                        Way.WAITED,
                        "google/nano-banana-2",
                        "\"output_format\":\"webp\",\"resolution\":\"2K\",\"aspect_ratio\":\"1:1\"",
                        "WEBP",
                        "2048x2048"),
                Case.picture(Way.POLLED, sized, "\"image_size\":\"1536x1024\"", "PNG", "1536x1024"),
                Case.film(
                        Way.POLLED,
                        film,
                        "\"duration\":4,\"resolution\":\"720p\",\"generate_audio\":false",
                        "1280x720"),
                Case.film(
                        Way.STREAMED,
                        film,
                        "\"duration\":4,\"resolution\":\"720p\",\"aspect_ratio\":\"9:16\"",
                        "720x1280"),
                Case.film(
                        Way.WAITED,
                        film,
                        "\"duration\":6,\"resolution\":\"1080p\",\"generate_audio\":true",
                        "1920x1080"),
                Case.speech(Way.POLLED, "minimax-tts/speech-02-hd", ""),
                Case.speech(Way.WAITED, "minimax-tts/speech-2.8-hd", ""),
                Case.speech(Way.STREAMED, "minimax-tts/speech-02-hd", "\"voice\":\"x\""),
                Case.speech(Way.SPOKEN, "minimax-tts/speech-02-hd", ""));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void makesWhatWasAskedFor(Case one) throws Throwable {
        begin();

        var made = underWay.result(one);

        assertThat(made.files()).hasSize(one.count());
        for (var file : made.files()) {
            switch (one.sample().family()) {
                case IMAGE -> checkPicture(one, made, file);
                case VIDEO -> checkFilm(one, made, file);
                case TTS -> checkSpeech(made, file);
            }
            checkTraces(file);
        }
    }

    private void begin() {
        if (!begun) {
            begun = true;
            cases().forEach(one -> underWay.begin(one, () -> make(one)));
        }
    }

    private Made make(Case one) {
        var client = gateway.tenant();
        var field = one.sample() == Sample.SPEECH ? "text" : "prompt";
        var more = one.input().isEmpty() ? "" : "," + one.input();
        var input = "{\"%s\":\"%s\"%s}".formatted(field, WORDS, more);
        var data = ask(one, client, input);
        return new Made(data, download(client, data, one));
    }

    private static JsonNode ask(Case one, Client client, String input) {
        var path = "/api/v1/generation/" + one.model();
        var id =
                switch (one.way()) {
                    case POLLED -> client.ended(client.post(path, input).id()).id();
                    case WAITED -> {
                        var answer = client.post(path, input, "Prefer", "wait=60");
                        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
                        yield answer.id();
                    }
                    case STREAMED -> streamed(client, one.model(), input);
                    case SPOKEN -> spoken(client, one.model(), input);
                };
        var end = client.read(id);
        assertThat(end.state()).as(end.toString()).isEqualTo("COMPLETED");
        var credits = client.credits();
        assertThat(credits.held()).isZero();
        assertThat(credits.total()).isEqualTo(10_000 - end.json().at("/usage/total").asLong());
        return end.json().get("data");
    }

    private static String streamed(Client client, String model, String input) {
        var path = "/api/v1/generation/sse/" + model;
        try (var stream = client.stream("POST", path, input)) {
            var last = stream.rest().getLast().json();
            assertThat(last.get("status").asString()).isEqualTo("COMPLETED");
            var id = last.get("id").asString();
            assertThat(client.read(id).json()).isEqualTo(last);
            return id;
        }
    }

    private static String spoken(Client client, String model, String input) {
        var body = "{\"modelId\":\"%s\",\"input\":%s}".formatted(model, input);
        var answer = client.post("/api/ai/tts/generate", body);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        var data = answer.json().get("data");
        assertThat(answer.json().get("success").asBoolean()).isTrue();
        assertThat(List.copyOf(data.propertyNames()))
                .containsExactly(
                        "provider",
                        "model",
                        "modelId",
                        "endpoint",
                        "audio_url",
                        "audio",
                        "output",
                        "logs",
                        "metrics");
        assertThat(data.get("modelId").asString()).isEqualTo(model);
        assertThat(data.get("endpoint").asString()).isEqualTo(model);
        assertThat(data.at("/output/audio_url")).isEqualTo(data.get("audio_url"));
        var id = answer.header("x-generation-id").orElseThrow();
        assertThat(client.read(id).text("/data/audio/url"))
                .isEqualTo(data.get("audio_url").asString());
        return id;
    }

    private List<Path> download(Client client, JsonNode data, Case one) {
        var type = data.get("type").asString();
        assertThat(type).isEqualTo(one.sample().family().resultType());
        assertThat(data.get(type)).isEqualTo(data.get(type + "s").get(0));
        var files = new ArrayList<Path>();
        for (var file : data.get(type + "s")) {
            var link = file.get("url").asString();
            assertThat(link).startsWith(gateway.uri("/api/v1/files/").toString());
            var to = folder.resolve(one.hashCode() + "-" + file.get("file_name").asString());
            var answer = client.download(link, to);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("content-type")).contains(file.get("content_type").asString());
            assertThat(answer.header("content-disposition").orElse(""))
                    .contains(file.get("file_name").asString());
            files.add(to);
        }
        return files;
    }

    private static void checkPicture(Case one, Made made, Path file) {
        var image = made.data().get("image");
        int width = image.get("width").asInt();
        int height = image.get("height").asInt();
        assertThat(image.get("content_type").asString())
                .isEqualTo("image/" + one.format().toLowerCase(java.util.Locale.ROOT));
        assertThat(made.data().get("n").asInt()).isEqualTo(one.count());
        assertThat(made.data().get("actual_prompt").asString()).isEqualTo(WORDS);
        checkShape(one, width, height);
        assertThat(Measured.byIdentify(file))
                .isEqualTo("%s %d %d".formatted(one.format(), width, height));
    }

    private static void checkShape(Case one, int width, int height) {
        var exact = one.shape().split("x", -1);
        if (exact.length == 2) {
            assertThat("%dx%d".formatted(width, height)).isEqualTo(one.shape());
            return;
        }
        var ratio = one.shape().split(":", -1);
        assertThat((double) width / height)
                .isCloseTo(
                        Double.parseDouble(ratio[0]) / Double.parseDouble(ratio[1]), within(0.01));
    }

    private static void checkFilm(Case one, Made made, Path file) {
        var video = made.data().get("video");
        int width = video.get("width").asInt();
        int height = video.get("height").asInt();
        checkShape(one, width, height);
        double asked = Double.parseDouble(one.input().replaceAll(".*\"duration\":(\\d+).*", "$1"));
        assertThat(video.get("duration").asDouble()).isCloseTo(asked, within(0.1));
        assertThat(Measured.seconds(file)).isCloseTo(asked, within(0.1));
        var probed = Measured.byFfprobe(file);
        assertThat(probed)
                .contains("codec_name=h264", "width=" + width, "height=" + height)
                .anyMatch(line -> line.startsWith("format_name=") && line.contains("mp4"));
        boolean silent = one.input().contains("\"generate_audio\":false");
        assertThat(probed.contains("codec_type=audio")).isEqualTo(!silent);
        if (!silent) {
            assertThat(probed).contains("codec_name=aac");
            assertThat(Measured.loudness(file)).isGreaterThan(0.001);
        }
    }

    private static void checkSpeech(Made made, Path file) {
        double seconds = made.data().at("/audio/duration").asDouble();
        // Sixteen words, at the pace at which people speak.
        assertThat(seconds).isBetween(3.0, 10.0);
        assertThat(Measured.seconds(file)).isCloseTo(seconds, within(0.1));
        assertThat(Measured.byFfprobe(file)).contains("codec_type=audio");
        assertThat(Measured.loudness(file)).isGreaterThan(0.01);
    }

    private static void checkTraces(Path file) throws IOException {
        var text = Files.readString(file, ISO_8859_1);
        assertThat(MAKERS.stream().filter(text::contains).findFirst())
                .as("traces in %s", file)
                .isEqualTo(Optional.empty());
    }
}
