package io.mediagate.config;

import io.mediagate.error.Secret;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// A server of the operator's own that has the image and speech routes everybody copies.
///
/// @param baseUrl with its version, such as `http://127.0.0.1:8080/v1`
/// @param key empty for a server that asks for none
/// @param models that server's name of a model, by our path of it
public record CompatibleConfig(URI baseUrl, Optional<Secret> key, Map<String, String> models) {
    private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");

    /// Empty without an address.
    static Optional<CompatibleConfig> read(Settings settings) {
        var base =
                Addresses.base(
                        settings,
                        "openai_compatible.base_url",
                        "OPENAI_COMPATIBLE_BASE_URL",
                        Optional.empty());
        var key =
                settings.given("openai_compatible.key", "")
                        .or(() -> settings.environment("OPENAI_COMPATIBLE_API_KEY"))
                        .map(given -> new Secret(given.text().strip()));
        var models = models(settings);
        if (base.isPresent() && models.isEmpty()) {
            settings.fault(
                    "openai_compatible.models must say which models that server has, such as"
                            + " acme/paint-2=my-model");
        }
        return base.map(url -> new CompatibleConfig(url, key, models));
    }

    private static Map<String, String> models(Settings settings) {
        var models = new LinkedHashMap<String, String>();
        var written = settings.text("openai_compatible.models").orElse("");
        COMMA.splitAsStream(written)
                .filter(pair -> !pair.isBlank())
                .forEach(pair -> put(settings, models, pair.strip()));
        return models;
    }

    private static void put(Settings settings, Map<String, String> models, String pair) {
        int equals = pair.indexOf('=');
        if (equals <= 0 || equals == pair.length() - 1) {
            settings.fault(
                    "openai_compatible.models must be pairs such as acme/paint-2=my-model, not %s"
                            .formatted(pair));
            return;
        }
        models.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
    }
}
