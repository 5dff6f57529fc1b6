package io.mediagate.config;

import java.time.Duration;

/// What one request may use, and all of them together.
///
/// @param bodyTime how long a caller may take to send a body
/// @param requests how many are served at once, open event streams aside
/// @param waitingCreates how many wait for one writer to accept them
/// @param bodyMemory how many bytes all bodies that are being served may have
public record LimitsConfig(
        long jsonBytes, Duration bodyTime, int requests, int waitingCreates, long bodyMemory) {

    static LimitsConfig read(Settings settings) {
        return new LimitsConfig(
                settings.size("limits.json_body", "1MiB", "1KiB", "64MiB"),
                settings.duration(
                        "limits.body_time", "30s", Duration.ofMillis(100), Duration.ofHours(1)),
                settings.whole("limits.requests", 10_000, 1, 1_000_000),
                settings.whole("limits.waiting_creates", 4_096, 1, 1_000_000),
                settings.size("limits.body_memory", "128MiB", "1MiB", "64GiB"));
    }
}
