package io.mediagate.config;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// How results and uploads are kept and handed out.
///
/// @param linkLifetime how long a signed link works
/// @param retention how long results are kept; empty: until they are deleted
/// @param uploadRetention how long uploads are kept
/// @param quotaBytes what the files of a workspace may take; empty: as much as there is room for
/// @param keepProvenance whether metadata inside results that says who made them stays
/// @param s3 where files are kept; empty: on disk
public record ArtifactConfig(
        Duration linkLifetime,
        Optional<Duration> retention,
        Duration uploadRetention,
        OptionalLong quotaBytes,
        boolean keepProvenance,
        Optional<S3Config> s3) {

    static ArtifactConfig read(Settings settings) {
        var century = Duration.ofDays(36_500);
        var link =
                settings.duration(
                        "artifact.link_lifetime",
                        "24h",
                        Duration.ofMinutes(1),
                        Duration.ofDays(365));
        var retention = settings.duration("artifact.retention", "0s", Duration.ZERO, century);
        var uploads =
                settings.duration(
                        "artifact.upload_retention", "30d", Duration.ofMinutes(1), century);
        var quota = settings.size("artifact.quota", "0", "0", "1000000GiB");
        return new ArtifactConfig(
                link,
                retention.isZero() ? Optional.empty() : Optional.of(retention),
                uploads,
                quota == 0 ? OptionalLong.empty() : OptionalLong.of(quota),
                settings.value(
                        "artifact.keep_provenance",
                        "false",
                        text ->
                                switch (text) {
                                    case "true" -> Optional.of(true);
                                    case "false" -> Optional.of(false);
                                    default -> Optional.empty();
                                },
                        "must be true or false"),
                S3Config.read(settings));
    }
}
