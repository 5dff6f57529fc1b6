package io.mediagate.provider.compatible;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.error.Family;
import io.mediagate.provider.Submission;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class CompatibleRequestsTest {
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(tools.jackson.core.json.JsonReadFeature.ALLOW_SINGLE_QUOTES)
                    .build();

    private static Submission submission(Family family, String input) {
        return new Submission(
                "gen_01TEST",
                1,
                "theirs",
                family,
                object(input),
                Instant.parse("2026-11-24T12:00:00Z"));
    }

    private static ObjectNode object(String json) {
        return (ObjectNode) JSON.readTree(json);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            textBlock =
                    """
                    {} ; ``
                    {'aspect_ratio':'1:1'} ; 1024x1024
                    {'aspect_ratio':'16:9'} ; 1344x768
                    {'aspect_ratio':'9:16'} ; 768x1344
                    {'aspect_ratio':'1:1','resolution':'2K'} ; 2048x2048
                    {'image_size':'512x768','aspect_ratio':'1:1'} ; 512x768
                    {'image_size':'default','aspect_ratio':'1:1'} ; 1024x1024
                    {'aspect_ratio':'auto'} ; ``
                    """)
    void asksForTheSizeThatTheCallerMeans(String input, String size) {
        assertThat(CompatibleRequests.size(object(input)).orElse("")).isEqualTo(size);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            textBlock =
                    """
                    {'text':'Hi'} ; {'voice':'alloy','response_format':'mp3'}
                    {'text':'Hi','voice':'nova','output_format':'wav'} ; {'voice':'nova','response_format':'wav'}
                    {'text':'Hi','voice_id':'v','output_format':'mp3_44100_128'} ; {'voice':'v','response_format':'mp3'}
                    {'text':'Hi','format':'ulaw','speed':2} ; {'voice':'alloy','response_format':'mp3','speed':2}
                    """)
    void asksForSpeechInCommonWords(String input, String asked) {
        var expected = object(asked).put("model", "theirs").put("input", "Hi");

        assertThat(CompatibleRequests.speech(submission(Family.TTS, input))).isEqualTo(expected);
    }
}
