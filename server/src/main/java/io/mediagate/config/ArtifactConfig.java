package io.mediagate.config;

import java.time.Duration;

/// How results are kept and handed out.
///
/// @param linkLifetime how long a signed link works
public record ArtifactConfig(Duration linkLifetime) {

    static ArtifactConfig read(Settings settings) {
        return new ArtifactConfig(
                settings.duration(
                        "artifact.link_lifetime",
                        "24h",
                        Duration.ofMinutes(1),
                        Duration.ofDays(365)));
    }
}
