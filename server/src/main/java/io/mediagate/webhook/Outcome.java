package io.mediagate.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/// What came of one attempt.
///
/// @param state what becomes of the delivery
/// @param pause until the next attempt; exactly when there is one
/// @param status of the answer; empty when none came
/// @param fault why none came; empty when one did
record Outcome(
        Sending sending,
        Delivery.State state,
        Optional<Duration> pause,
        Timing timing,
        OptionalInt status,
        Optional<String> fault,
        Messages messages) {

    /// When it began and how long it took.
    record Timing(Instant at, Duration took) {}

    /// What was sent, and what came back if something did; shortened.
    record Messages(Delivery.Message request, Optional<Delivery.Message> response) {}

    boolean delivered() {
        return state == Delivery.State.DELIVERED;
    }

    /// Whether the receiver says that it is there no more.
    boolean gone() {
        return status.orElse(0) == 410;
    }
}
