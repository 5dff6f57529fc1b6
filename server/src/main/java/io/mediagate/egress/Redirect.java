package io.mediagate.egress;

import java.net.URI;
import java.util.Optional;

/// Where a `Location` leads from here.
record Redirect(URI from) {
    /// Empty if it leads nowhere, or from https to plain http.
    Optional<URI> to(String location) {
        try {
            var next = from.resolve(location);
            boolean less =
                    "https".equalsIgnoreCase(from.getScheme())
                            && !"https".equalsIgnoreCase(next.getScheme());
            return next.getHost() == null || less ? Optional.empty() : Optional.of(next);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
