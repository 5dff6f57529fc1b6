package io.mediagate.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.account.Scope;
import io.mediagate.error.Family;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TallyTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    private static Generation generation(Instant startedAt, Optional<Instant> finishedAt) {
        return new Generation(
                new Scope("ws_1", true),
                "gen_1",
                "a/b",
                Family.TTS,
                "{}",
                finishedAt.isEmpty() ? State.RUNNING : State.CANCELED,
                2,
                Usage.NONE,
                OptionalInt.empty(),
                NOW,
                Optional.of(startedAt),
                finishedAt,
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void countsAClockThatIsBehindAsNoTimeAtAll() {
        var tally = new Tally(metrics);
        var before = NOW.minusMillis(4);

        tally.claimed(generation(before, Optional.empty()));
        tally.changed(generation(before, Optional.of(before)));

        for (var name : new String[] {"mediagate.queue.wait", "mediagate.generation"}) {
            var timer = metrics.get(name).timer();
            assertThat(timer.count()).as(name).isEqualTo(1);
            assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).as(name).isZero();
        }
    }
}
