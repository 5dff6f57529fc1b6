package io.mediagate.generation;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/// Keeps submissions from a provider's model that is in trouble. It opens when half of the last answers
/// were trouble, lets nothing through for a while, then a few to see, and closes again when they are well.
final class Breaker {

    static final Duration REST = Duration.ofSeconds(15);
    static final int FEWEST_ANSWERS = 5;
    private static final int LAST_ANSWERS = 10;
    private static final int TO_SEE = 2;
    private static final float HALF = 50;

    /// How long a few submissions may take to show whether it is well; a submission that never tells must
    /// not keep it half open for ever.
    private static final Duration LONGEST_LOOK = Duration.ofMinutes(2);

    /// What an answer was.
    private enum Seen {
        WELL,
        TROUBLE
    }

    private final CircuitBreaker breaker;
    private final InstantSource clock;
    private final AtomicReference<Instant> openUntil = new AtomicReference<>(Instant.MIN);

    Breaker(String name, InstantSource clock) {
        this.clock = clock;
        var config =
                CircuitBreakerConfig.custom()
                        .slidingWindow(
                                LAST_ANSWERS,
                                FEWEST_ANSWERS,
                                CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                        .failureRateThreshold(HALF)
                        .waitDurationInOpenState(REST)
                        .permittedNumberOfCallsInHalfOpenState(TO_SEE)
                        .maxWaitDurationInHalfOpenState(LONGEST_LOOK)
                        .recordResult(Seen.TROUBLE::equals)
                        .clock(clock.withZone(ZoneOffset.UTC))
                        .build();
        this.breaker = CircuitBreaker.of(name, config);
        breaker.getEventPublisher()
                .onStateTransition(event -> {
                    if (event.getStateTransition().getToState() == State.OPEN) {
                        openUntil.set(clock.instant().plus(REST));
                    }
                });
    }

    /// Whether a submission may go out now. Each yes is followed by exactly one of `well`, `trouble` and
    /// `silent`.
    boolean tryAcquire() {
        return breaker.tryAcquirePermission();
    }

    /// The provider took it, or turned it away for a reason of its own: it is there.
    void well() {
        breaker.onResult(0, TimeUnit.NANOSECONDS, Seen.WELL);
    }

    /// It was overloaded, broken, slow, or the line to it was.
    void trouble() {
        breaker.onResult(0, TimeUnit.NANOSECONDS, Seen.TROUBLE);
    }

    /// Nothing was learned.
    void silent() {
        breaker.releasePermission();
    }

    /// Until when nothing goes out at all; empty while something may.
    Optional<Instant> openUntil() {
        var until = openUntil.get();
        return breaker.getState() == State.OPEN && clock.instant().isBefore(until)
                ? Optional.of(until)
                : Optional.empty();
    }

    /// 0 closed, 1 open, between them while it looks whether all is well.
    double openness() {
        return switch (breaker.getState()) {
            case OPEN, FORCED_OPEN -> openUntil().isPresent() ? 1 : 0.5;
            case HALF_OPEN -> 0.5;
            case CLOSED, DISABLED, METRICS_ONLY -> 0;
        };
    }
}
