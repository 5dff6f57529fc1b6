package io.mediagate.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {

    private static String string(String text) {
        return Json.string(new StringBuilder(), text).toString();
    }

    @Test
    void writesEveryCharacterSoThatAParserReadsIt() {
        var all = new StringBuilder();
        for (char c = 0; c < 0xD800; c++) {
            all.append(c);
        }
        all.appendCodePoint(0x1F600).append('\uFFFF');

        var read = JsonBodies.MAPPER.readTree(string(all.toString())).stringValue();

        assertThat(read).isEqualTo(all.toString());
    }

    @Test
    void replacesHalvesOfPairs() {
        assertThat(string("a\uD800b")).isEqualTo("\"a\uFFFDb\"");
        assertThat(string("\uDC00\uD83D")).isEqualTo("\"\uFFFD\uFFFD\"");
        assertThat(string("\uD83D\uDE00")).isEqualTo("\"\uD83D\uDE00\"");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T08:00:00Z, 2026-11-23T08:00:00.000Z",
        "2026-01-02T03:04:05.006999Z, 2026-01-02T03:04:05.006Z",
        "1999-12-31T23:59:59.999Z, 1999-12-31T23:59:59.999Z",
    })
    void writesTimesWithThreeDigits(Instant at, String text) {
        assertThat(Json.time(new StringBuilder(), at).toString()).isEqualTo('"' + text + '"');
    }

    @ParameterizedTest
    @CsvSource({"8.0, 8", "3.2, 3.2", "3.23456, 3.235", "0, 0", "0.0004, 0"})
    void writesSecondsToTheMillisecond(double seconds, String text) {
        assertThat(Json.seconds(new StringBuilder(), OptionalDouble.of(seconds)).toString())
                .isEqualTo(text);
    }
}
