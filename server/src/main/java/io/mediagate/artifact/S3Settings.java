package io.mediagate.artifact;

import io.mediagate.error.Secret;
import java.net.URI;
import java.util.Optional;

/// Where a service that speaks S3 is, and how files are handed out from it.
///
/// @param endpoint empty for Amazon's own
/// @param prefix of all keys; empty, or with a slash at its end
/// @param credentials empty: as the environment, the profile or the machine gives them
public record S3Settings(
        Optional<URI> endpoint,
        String region,
        String bucket,
        String prefix,
        Optional<Credentials> credentials,
        Handing handing) {

    /// A key of the service.
    public record Credentials(String id, Secret secret) {}

    /// How a file comes to whoever has its link.
    public enum Handing {
        /// Through us: nobody sees the service.
        PROXIED,
        /// Our link leads on to a link of the service that holds for a short while.
        PRESIGNED
    }
}
