package io.mediagate.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WhenTest {

    private final When when =
            new When(InstantSource.fixed(Instant.parse("2026-11-28T10:00:00.123456Z")));

    /// A time from now is given to the second: nobody means the microseconds of the moment he typed it.
    @ParameterizedTest
    @CsvSource({
        "15m, 2026-11-28T10:15:00Z",
        "2h, 2026-11-28T12:00:00Z",
        "90d, 2027-02-26T10:00:00Z",
        "2027-01-31, 2027-01-31T00:00:00Z",
        "2027-01-31T12:00:00.5Z, 2027-01-31T12:00:00.5Z"
    })
    void readsAMomentAsPeopleGiveIt(String text, Instant moment) {
        assertThat(when.convert(text)).isEqualTo(moment);
    }
}
