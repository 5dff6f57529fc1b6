package io.mediagate.webhook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// When a delivery that failed is tried again. The first attempt is made at once; the waits after each
/// failure follow, each with jitter, so that the retries of an outage do not come back as one wave.
final class Ladder {

    /// The longest wait that a receiver may ask for by `Retry-After`.
    static final Duration LONGEST = Duration.ofHours(24);

    static final List<Duration> WAITS =
            List.of(
                    Duration.ofSeconds(5),
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(30),
                    Duration.ofHours(2),
                    Duration.ofHours(5),
                    Duration.ofHours(10),
                    LONGEST);

    /// The jitter, either way.
    static final double JITTER = 0.1;

    private Ladder() {}

    /// How long to wait after a failure; empty when that was the last attempt.
    ///
    /// @param failures how many attempts had failed before this one
    /// @param asked what the receiver asked for; it makes a wait longer, never shorter
    static Optional<Duration> waitAfter(
            int failures, Optional<Duration> asked, RandomGenerator random) {
        if (failures >= WAITS.size()) {
            return Optional.empty();
        }
        var step = WAITS.get(failures).toMillis();
        var jittered = Duration.ofMillis((long) (step * random.nextDouble(1 - JITTER, 1 + JITTER)));
        return Optional.of(
                asked.map(Ladder::bounded)
                        .filter(wait -> wait.compareTo(jittered) > 0)
                        .orElse(jittered));
    }

    private static Duration bounded(Duration asked) {
        return asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
    }
}
