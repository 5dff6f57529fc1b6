package io.mediagate.config;

import java.net.URI;
import java.util.Optional;

/// Reads addresses of APIs.
final class Addresses {
    private Addresses() {}

    static URI base(Settings settings, String key, String variable, URI standard) {
        return base(settings, key, variable, Optional.of(standard)).orElse(standard);
    }

    /// The address of an API, without a slash at the end.
    static Optional<URI> base(
            Settings settings, String key, String variable, Optional<URI> standard) {
        var given =
                settings.given(key, standard.map(URI::toString).orElse(""))
                        .or(() -> settings.environment(variable));
        if (given.isEmpty() || given.get().text().isBlank()) {
            return standard;
        }
        try {
            var url = URI.create(given.get().text().strip().replaceAll("/+$", ""));
            boolean web = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
            if (web
                    && url.getHost() != null
                    && url.getRawUserInfo() == null
                    && url.getRawQuery() == null) {
                return Optional.of(url);
            }
        } catch (IllegalArgumentException _) {
            // Told below, with the rule.
        }
        settings.fault(
                "%s must be an address such as https://api.example.com/v1, without user and query (%s)"
                        .formatted(key, given.get().where()));
        return standard;
    }
}
