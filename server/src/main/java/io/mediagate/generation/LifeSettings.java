package io.mediagate.generation;

import java.time.Duration;

/// The numbers that the life of generations goes by.
///
/// @param mostRunning how many generations this node follows at once, from 1; the rest stays queued
/// @param heartbeat how often this node says that it lives
/// @param takeOverAfter how long another node may be silent before its generations are taken over; at
///     least three heartbeats
/// @param mostAttempts how many submissions a generation may see, rejected ones included, from 1
/// @param firstBackoff how long to wait after a rejected submission; doubles with each
public record LifeSettings(
        int mostRunning,
        Duration heartbeat,
        Duration takeOverAfter,
        int mostAttempts,
        Duration firstBackoff,
        Bounds bounds) {

    /// The same, with the usual bounds.
    public LifeSettings(
            int mostRunning,
            Duration heartbeat,
            Duration takeOverAfter,
            int mostAttempts,
            Duration firstBackoff) {
        this(
                mostRunning,
                heartbeat,
                takeOverAfter,
                mostAttempts,
                firstBackoff,
                Bounds.of(mostRunning));
    }

    public LifeSettings {
        if (takeOverAfter.compareTo(heartbeat.multipliedBy(3)) < 0) {
            throw new IllegalArgumentException(
                    "take-over-after must be at least three heartbeats of %s, not %s"
                            .formatted(heartbeat, takeOverAfter));
        }
    }
}
