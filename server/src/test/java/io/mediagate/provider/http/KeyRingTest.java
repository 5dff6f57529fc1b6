package io.mediagate.provider.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.error.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyRingTest {
    private static final List<String> IDS =
            IntStream.range(0, 300).mapToObj(i -> "gen_" + i).toList();

    private static KeyRing ring(String... keys) {
        var parts = List.of(keys).stream().map(key -> List.of(new Secret(key))).toList();
        return new KeyRing(parts, InstantSource.fixed(Instant.EPOCH));
    }

    private static String keyOf(KeyRing ring, String id) {
        return ring.of(id).orElseThrow().value();
    }

    @Test
    void goesByTheSameKeyForTheSameIdAndByAllKeysForMany() {
        var ring = ring("one", "two", "three");

        assertThat(IDS)
                .allMatch(id -> keyOf(ring, id).equals(keyOf(ring("three", "two", "one"), id)));
        for (var key : List.of("one", "two", "three")) {
            assertThat(IDS.stream().filter(id -> keyOf(ring, id).equals(key)).count())
                    .as(key)
                    .isBetween(50L, 150L);
        }
    }

    @Test
    void movesOnlyWhatANewKeyTakes() {
        var before = ring("one", "two");
        var after = ring("one", "two", "three");

        assertThat(IDS)
                .allMatch(id ->
                        keyOf(after, id).equals("three")
                                || keyOf(after, id).equals(keyOf(before, id)));
    }

    @Test
    void doesNotTurnToAnotherKeyWhileThatOneRests() {
        var ring = ring("one", "two");
        var key = ring.of("gen_1").orElseThrow();

        ring.rest(key, Duration.ofMinutes(1));

        assertThat(ring.of("gen_1")).isEmpty();
        assertThat(ring.next()).isPresent();
    }
}
