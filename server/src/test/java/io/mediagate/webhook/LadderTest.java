package io.mediagate.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LadderTest {
    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

    @Test
    void waitsAsTheContractSaysWithJitter() {
        var expected = List.of(5L, 60L, 300L, 1_800L, 7_200L, 18_000L, 36_000L, 86_400L);
        var random = new Random(1);

        for (int i = 0; i < expected.size(); i++) {
            var waits = new ArrayList<Long>();
            for (int j = 0; j < 200; j++) {
                waits.add(Ladder.waitAfter(i, Optional.empty(), random).orElseThrow().toMillis());
            }
            long seconds = expected.get(i);
            assertThat(waits).allMatch(it -> it >= seconds * 900 && it <= seconds * 1_100);
            assertThat(waits.stream().distinct().count()).isGreaterThan(100);
        }
    }

    @Test
    void endsAfterNineAttempts() {
        assertThat(Ladder.waitAfter(8, Optional.empty(), new Random(1))).isEmpty();
        assertThat(Ladder.waitAfter(8, Optional.of(Duration.ofSeconds(1)), new Random(1)))
                .isEmpty();
    }

    @Test
    void waitsLongerWhenItIsAskedToAndNeverShorter() {
        var random = new Random(1);

        assertThat(Ladder.waitAfter(0, Optional.of(Duration.ofMinutes(10)), random))
                .contains(Duration.ofMinutes(10));
        assertThat(Ladder.waitAfter(1, Optional.of(Duration.ofSeconds(1)), random).orElseThrow())
                .isGreaterThan(Duration.ofSeconds(50));
        assertThat(Ladder.waitAfter(0, Optional.of(Duration.ofDays(365)), random))
                .contains(Duration.ofHours(24));
    }

    @Test
    void readsSecondsAndDates() {
        assertThat(RetryAfter.read(" 120 ", NOW)).contains(Duration.ofMinutes(2));
        assertThat(RetryAfter.read("Mon, 23 Nov 2026 08:01:00 GMT", NOW))
                .contains(Duration.ofMinutes(1));
        assertThat(RetryAfter.read("Mon, 23 Nov 2026 07:59:00 GMT", NOW)).isEmpty();
        for (var nonsense : List.of("", "soon", "-5", "1.5", "99999999999999999999")) {
            assertThat(RetryAfter.read(nonsense, NOW)).as(nonsense).isEmpty();
        }
    }
}
