package io.mediagate.config;

import io.mediagate.error.Secret;
import java.net.URI;
import java.util.Optional;

/// A service that speaks S3, for files.
///
/// @param endpoint empty for Amazon's own
/// @param keyId and `secret` both or neither; neither: as the environment or the machine gives them
public record S3Config(
        Optional<URI> endpoint,
        String region,
        String bucket,
        String prefix,
        Optional<String> keyId,
        Optional<Secret> secret,
        Links links) {

    /// How files are handed out.
    public enum Links {
        PROXIED,
        PRESIGNED
    }

    /// Where files are kept.
    private enum Store {
        DISK,
        S3
    }

    /// Empty where files are kept on disk.
    static Optional<S3Config> read(Settings settings) {
        var store = settings.choice("artifact.store", Store.DISK);
        var endpoint =
                Addresses.base(
                        settings, "artifact.s3_endpoint", "AWS_ENDPOINT_URL_S3", Optional.empty());
        var region = settings.text("artifact.s3_region", "us-east-1");
        var bucket = settings.text("artifact.s3_bucket");
        var prefix = settings.text("artifact.s3_prefix", "");
        var keyId = settings.text("artifact.s3_key_id");
        var secret = settings.text("artifact.s3_secret").map(Secret::new);
        var links = settings.choice("artifact.s3_links", Links.PROXIED);
        if (store == Store.DISK) {
            return Optional.empty();
        }
        if (bucket.isEmpty()) {
            settings.fault("artifact.s3_bucket must name a bucket where artifact.store is s3");
        }
        if (keyId.isPresent() != secret.isPresent()) {
            settings.fault("artifact.s3_key_id and artifact.s3_secret belong together");
        }
        return Optional.of(
                new S3Config(
                        endpoint,
                        region,
                        bucket.orElse(""),
                        prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/",
                        keyId,
                        secret,
                        links));
    }
}
