package io.mediagate.config;

import java.time.Duration;

/// What one request may use.
///
/// @param bodyTime how long a caller may take to send a body
public record LimitsConfig(long jsonBytes, Duration bodyTime) {

    static LimitsConfig read(Settings settings) {
        return new LimitsConfig(
                settings.size("limits.json_body", "1MiB", "1KiB", "64MiB"),
                settings.duration(
                        "limits.body_time", "30s", Duration.ofMillis(100), Duration.ofHours(1)));
    }
}
