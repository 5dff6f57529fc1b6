package io.mediagate.config;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// Where the gateway listens and how it stops.
///
/// @param port 0 takes a free one
/// @param publicUrl how callers reach it, without a slash at the end; empty: as they called it
/// @param maxConnections more wait in the system's queue
/// @param drain how a stop goes
/// @param heartbeat the longest silence of an event stream
/// @param role what of the work this node does
public record ServerConfig(
        String host,
        int port,
        Optional<URI> publicUrl,
        int maxConnections,
        Drain drain,
        Duration heartbeat,
        Role role) {

    /// How a stop goes.
    ///
    /// @param notice how long requests are still taken after `/readyz` has said that this node goes, so
    ///     that a load balancer hears of it
    /// @param limit how long running requests are waited for
    public record Drain(Duration notice, Duration limit) {}

    /// What of the work a node does. Nodes of all roles share one database.
    public enum Role {
        /// Answers callers and makes generations.
        ALL,
        /// Answers callers; generations wait for a worker.
        API,
        /// Makes generations; answers only `/healthz`, `/readyz`, `/metrics` and its operator.
        WORKER
    }

    static ServerConfig read(Settings settings) {
        return new ServerConfig(
                settings.text("server.host", "127.0.0.1"),
                settings.whole("server.port", 8080, 0, 65_535),
                publicUrl(settings),
                settings.whole("server.max_connections", 25_000, 10, 1_000_000),
                new Drain(
                        settings.duration(
                                "server.drain_notice", "0s", Duration.ZERO, Duration.ofMinutes(5)),
                        settings.duration(
                                "server.drain", "10s", Duration.ZERO, Duration.ofMinutes(10))),
                settings.duration(
                        "server.heartbeat", "15s", Duration.ofMillis(10), Duration.ofSeconds(15)),
                settings.choice("server.role", Role.ALL));
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
