package io.mediagate.api;

import java.time.Duration;
import java.util.Optional;

/// What the operator decides about the HTTP edge.
///
/// @param host the address to listen on
/// @param port 0: any free one
/// @param publicUrl how callers reach us, for links; empty: as their own `Host` header says
/// @param jsonBodyLimitBytes the longest JSON body
/// @param readTimeout within which a request's header and its body must each have arrived
/// @param most how much is served at once
/// @param heartbeat the longest silence of an event stream
public record ApiSettings(
        String host,
        int port,
        Optional<String> publicUrl,
        int jsonBodyLimitBytes,
        Duration readTimeout,
        Most most,
        Duration heartbeat) {

    /// How much is served at once.
    ///
    /// @param connections further ones wait in the backlog
    /// @param requests open event streams aside; further ones are refused
    /// @param bodyBytes of all requests that are being served; further ones are refused
    public record Most(int connections, int requests, long bodyBytes) {}

    public ApiSettings {
        if (jsonBodyLimitBytes < 1024) {
            throw new IllegalArgumentException(
                    "json-body-limit-bytes must be at least 1024, not " + jsonBodyLimitBytes);
        }
        if (readTimeout.isNegative() || readTimeout.isZero()) {
            throw new IllegalArgumentException("read-timeout must be positive, not " + readTimeout);
        }
        if (heartbeat.compareTo(Duration.ofSeconds(15)) > 0 || heartbeat.toMillis() < 10) {
            throw new IllegalArgumentException(
                    "heartbeat must be between PT0.01S and PT15S, not " + heartbeat);
        }
        publicUrl =
                publicUrl.map(url -> url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
    }

    /// The defaults: 1 MiB of JSON, 30 s to send it, 25,000 connections, a heartbeat each 15 s.
    public static ApiSettings of(String host, int port) {
        return new ApiSettings(
                host,
                port,
                Optional.empty(),
                1 << 20,
                Duration.ofSeconds(30),
                new Most(25_000, 10_000, 128L << 20),
                Duration.ofSeconds(15));
    }
}
