package io.mediagate.provider.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mediagate.error.Family;
import io.mediagate.provider.Submission;
import io.mediagate.provider.sandbox.render.Order.Film;
import io.mediagate.provider.sandbox.render.Order.Picture;
import io.mediagate.provider.sandbox.render.Order.PictureFormat;
import io.mediagate.provider.sandbox.render.Order.Sound;
import io.mediagate.provider.sandbox.render.Order.Speech;
import io.mediagate.provider.sandbox.render.Order.SpeechFormat;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class SandboxOrdersTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "IMAGE | {} | 1024x1024",
                "IMAGE | {'image_size':'1024x1536'} | 1024x1536",
                "IMAGE | {'image_size':'1536*1024'} | 1536x1024",
                "IMAGE | {'image_size':'default'} | 1024x1024",
                "IMAGE | {'image_size':'square_hd'} | 1024x1024",
                "IMAGE | {'image_size':'square'} | 512x512",
                "IMAGE | {'image_size':'portrait_4_3'} | 768x1024",
                "IMAGE | {'image_size':'portrait_16_9'} | 576x1024",
                "IMAGE | {'image_size':'portrait_9_16'} | 576x1024",
                "IMAGE | {'image_size':'landscape_4_3'} | 1024x768",
                "IMAGE | {'image_size':'landscape_16_9'} | 1024x576",
                "IMAGE | {'width':640,'height':333} | 640x334",
                "IMAGE | {'aspect_ratio':'16:9'} | 1366x768",
                "IMAGE | {'aspect_ratio':'1:1','resolution':'2K'} | 2048x2048",
                "IMAGE | {'aspect_ratio':'1:1','resolution':'4K'} | 4096x4096",
                "IMAGE | {'aspect_ratio':'16:9','resolution':'1080p'} | 1920x1080",
                "IMAGE | {'aspect_ratio':'match_input_image'} | 1024x1024",
                "IMAGE | {'aspect_ratio':'3:1'} | 1774x592",
                "IMAGE | {'width':100000,'height':100000} | 4096x4096",
                "VIDEO | {} | 1280x720",
                "VIDEO | {'resolution':'360p'} | 640x360",
                "VIDEO | {'resolution':'480p'} | 854x480",
                "VIDEO | {'resolution':'540p'} | 960x540",
                "VIDEO | {'resolution':'768P'} | 1366x768",
                "VIDEO | {'resolution':'1080p','aspect_ratio':'9:16'} | 1080x1920",
                "VIDEO | {'resolution':'720p','aspect_ratio':'1:1'} | 720x720",
                "VIDEO | {'resolution':'720p','aspect_ratio':'4:3'} | 960x720",
                "VIDEO | {'resolution':'720p','aspect_ratio':'21:9'} | 1680x720",
                "VIDEO | {'resolution':'1440p'} | 2560x1440",
                "VIDEO | {'resolution':'2160p'} | 3840x2160",
                "VIDEO | {'resolution':'4k','aspect_ratio':'9:16'} | 2160x3840",
                "VIDEO | {'resolution':'auto','aspect_ratio':'adaptive'} | 1280x720",
                "VIDEO | {'size':'1280x720'} | 1280x720",
                "VIDEO | {'ratio':'720:1280'} | 720x1280",
            })
    void understandsEveryWayToAskForASize(Family family, String input, String expected) {
        var size = SandboxSizes.of(json(input.replace('\'', '"')), family);

        assertThat(size.width() + "x" + size.height()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1:1", "16:9", "3:2", "2:3", "4:5", "5:4", "9:16", "3:4", "4:3", "21:9", "10:16",
                "16:10", "1:3", "3:1", "9:21"
            })
    void keepsTheShapeOfEveryRatioOfTheCatalogue(String ratio) {
        var parts = ratio.split(":", -1);
        var expected = Double.parseDouble(parts[0]) / Double.parseDouble(parts[1]);
        for (var family : new Family[] {Family.IMAGE, Family.VIDEO}) {
            for (var tier : new String[] {"1K", "2K", "4K", "480p", "1080p"}) {
                var size =
                        SandboxSizes.of(
                                json("{}").put("aspect_ratio", ratio).put("resolution", tier),
                                family);

                assertThat((double) size.width() / size.height())
                        .isCloseTo(expected, within(expected * 0.01));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | 5",
                "{'duration':8} | 8",
                "{'duration':'10'} | 10",
                "{'duration':'6s'} | 6",
                "{'duration':2.5} | 2.5",
                "{'seconds':'4'} | 4",
                "{'duration':'auto'} | 5",
                "{'duration':-1} | 5",
                "{'duration':0.01} | 0.2",
                "{'duration':1e9} | 60",
            })
    void understandsEveryWayToAskForALength(String input, double seconds) {
        assertThat(film(input).seconds()).isEqualTo(seconds);
    }

    @Test
    void hasSoundUnlessItIsDeclined() {
        assertThat(film("{}").sound()).isEqualTo(Sound.AMBIENT);
        assertThat(film("{'generate_audio':true}").sound()).isEqualTo(Sound.AMBIENT);
        assertThat(film("{'generate_audio':false}").sound()).isEqualTo(Sound.NONE);
        assertThat(film("{'audio':false}").sound()).isEqualTo(Sound.NONE);
    }

    @Test
    void takesFramesAndResultsFromTheInput() {
        assertThat(film("{'fps':50,'n':3}").framesPerSecond()).isEqualTo(50);
        assertThat(film("{'fps':50,'n':3}").count()).isEqualTo(3);
        assertThat(film("{}").framesPerSecond()).isEqualTo(24);
        assertThat(picture("{'num_images':4}").count()).isEqualTo(4);
        assertThat(picture("{'n':1000000}").count()).isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource({"png, PNG", "PNG, PNG", "jpeg, JPEG", "jpg, JPEG", "webp, WEBP", "tiff, PNG"})
    void understandsEveryFormatOfPictures(String asked, PictureFormat format) {
        assertThat(picture("{'output_format':'" + asked + "'}").format()).isEqualTo(format);
    }

    @ParameterizedTest
    @CsvSource({
        "mp3, MP3",
        "mp3_44100_128, MP3",
        "wav, WAV",
        "pcm, WAV",
        "pcm_24000, WAV",
        "flac, FLAC",
        "opus, OPUS",
        "aac, AAC",
        "hex, MP3"
    })
    void understandsEveryFormatOfSpeech(String asked, SpeechFormat format) {
        assertThat(speech("{'text':'x','output_format':'" + asked + "'}").format())
                .isEqualTo(format);
    }

    @Test
    void keepsTheSpeedOfSpeechWithinWhatCanBeSaid() {
        assertThat(speech("{'text':'x','speed':1.5}").speed()).isEqualTo(1.5);
        assertThat(speech("{'text':'x','speed':100}").speed()).isEqualTo(4);
        assertThat(speech("{'text':'x','speed':0}").speed()).isEqualTo(0.25);
    }

    private static Film film(String input) {
        return (Film) SandboxOrders.of(submission(Family.VIDEO, input));
    }

    private static Picture picture(String input) {
        return (Picture) SandboxOrders.of(submission(Family.IMAGE, input));
    }

    private static Speech speech(String input) {
        return (Speech) SandboxOrders.of(submission(Family.TTS, input));
    }

    private static Submission submission(Family family, String input) {
        return new Submission(
                "gen_1", 1, "m", family, json(input.replace('\'', '"')), Instant.EPOCH);
    }

    private static ObjectNode json(String text) {
        return (ObjectNode) JsonMapper.shared().readTree(text);
    }
}
