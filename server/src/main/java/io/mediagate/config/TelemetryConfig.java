package io.mediagate.config;

import io.mediagate.error.Secret;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a node tells of itself beside its metrics.
///
/// @param traces empty: none are made
public record TelemetryConfig(Log log, Optional<Traces> traces) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]+");

    /// Its lines on standard error.
    ///
    /// @param level what is left out below it
    public record Log(Format format, Level level) {}

    /// How a line looks.
    public enum Format {
        /// For people.
        TEXT,
        /// An object a line, for programs.
        JSON
    }

    /// From the fewest lines to the most.
    public enum Level {
        ERROR,
        WARN,
        INFO,
        /// Also a line for each request.
        DEBUG
    }

    /// Where traces go.
    ///
    /// @param endpoint a collector for OTLP over HTTP; `/v1/traces` comes behind it
    /// @param headers that the collector wants, by their names
    /// @param samplePercent of the traces that begin here, 1 to 100
    public record Traces(URI endpoint, Map<String, Secret> headers, int samplePercent) {
        public Traces {
            headers = Map.copyOf(headers);
        }
    }

    static TelemetryConfig read(Settings settings) {
        return new TelemetryConfig(
                new Log(
                        settings.choice("log.format", Format.TEXT),
                        settings.choice("log.level", Level.INFO)),
                traces(settings));
    }

    private static Optional<Traces> traces(Settings settings) {
        var endpoint =
                Addresses.base(
                        settings,
                        "telemetry.otlp_endpoint",
                        "OTEL_EXPORTER_OTLP_ENDPOINT",
                        Optional.empty());
        var headers =
                settings.given("telemetry.otlp_headers", "")
                        .or(() -> settings.environment("OTEL_EXPORTER_OTLP_HEADERS"))
                        .map(given -> headers(settings, given.text()))
                        .orElse(Map.of());
        int percent = settings.whole("telemetry.sample_percent", 100, 1, 100);
        return endpoint.map(url -> new Traces(url, headers, percent));
    }

    /// `name=value,name=value`, each percent-encoded, as OpenTelemetry writes them.
    private static Map<String, Secret> headers(Settings settings, String text) {
        var headers = new LinkedHashMap<String, Secret>();
        for (var part : text.split(",", -1)) {
            int sign = part.indexOf('=');
            var name = sign < 0 ? "" : part.substring(0, sign).strip();
            if (NAME.matcher(name).matches()) {
                headers.put(name, new Secret(decoded(part.substring(sign + 1).strip())));
            } else if (!part.isBlank()) {
                // Not the text itself: it is mostly a key.
                settings.fault("telemetry.otlp_headers must be name=value,name=value");
            }
        }
        return headers;
    }

    private static String decoded(String text) {
        try {
            // A plus is itself here, unlike in a form.
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return text;
        }
    }
}
