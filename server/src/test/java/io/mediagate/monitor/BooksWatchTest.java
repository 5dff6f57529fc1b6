package io.mediagate.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BooksWatchTest {
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    private double shown(String name) {
        return metrics.get(name).gauge().value();
    }

    @Test
    void showsHowManyFaultsThereAreAndWhenTheyWereFound() {
        var watch =
                new BooksWatch(
                        () -> List.of("one is off", "another, too"),
                        () -> Instant.ofEpochSecond(1_800_000_000));
        watch.showIn(metrics);
        assertThat(shown("mediagate.ledger.faults")).isNaN();

        watch.prove();

        assertThat(shown("mediagate.ledger.faults")).isEqualTo(2);
        assertThat(shown("mediagate.ledger.proved.timestamp.seconds")).isEqualTo(1_800_000_000);
    }
}
