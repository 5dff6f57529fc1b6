package io.mediagate.config;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// Where the gateway listens and how it stops.
///
/// @param port 0 takes a free one
/// @param publicUrl how callers reach it, without a slash at the end; empty: as they called it
/// @param maxConnections more wait in the system's queue
/// @param drain how long a stop waits for running requests
/// @param heartbeat the longest silence of an event stream
public record ServerConfig(
        String host,
        int port,
        Optional<URI> publicUrl,
        int maxConnections,
        Duration drain,
        Duration heartbeat) {

    static ServerConfig read(Settings settings) {
        return new ServerConfig(
                settings.text("server.host", "127.0.0.1"),
                settings.whole("server.port", 8080, 0, 65_535),
                publicUrl(settings),
                settings.whole("server.max_connections", 25_000, 10, 1_000_000),
                settings.duration("server.drain", "10s", Duration.ZERO, Duration.ofMinutes(10)),
                settings.duration(
                        "server.heartbeat", "15s", Duration.ofMillis(10), Duration.ofSeconds(15)));
    }

    private static Optional<URI> publicUrl(Settings settings) {
        return settings.value(
                "server.public_url",
                "",
                text -> Optional.of(text.isEmpty() ? Optional.empty() : Optional.of(url(text))),
                "must be http(s)://host without query");
    }

    private static URI url(String text) {
        var url = URI.create(text.replaceFirst("/+$", ""));
        var scheme = String.valueOf(url.getScheme());
        if (!scheme.matches("https?") || url.getHost() == null || url.getQuery() != null) {
            throw new IllegalArgumentException("not a public address");
        }
        return url;
    }
}
