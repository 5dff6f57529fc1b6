package io.mediagate.credits;

/// What came of asking to hold a price.
public sealed interface HoldAnswer {
    /// Held, this much of it in each bucket.
    record Held(Credits subscription, Credits permanent) implements HoldAnswer {}

    /// Not enough is left, and nothing was held.
    record Insufficient(Credits available) implements HoldAnswer {}
}
