package io.mediagate.config;

import java.time.Duration;

/// How callers' endpoints are told of events.
///
/// @param maxEndpoints of one workspace and mode
/// @param concurrency deliveries under way to one endpoint at once, on all nodes together
/// @param maxRunning deliveries under way on one node at once
/// @param timeout for one attempt
/// @param disableAfter how long an endpoint may fail
/// @param logRetention how long a delivery is kept once it has ended
public record WebhookConfig(
        int maxEndpoints,
        int concurrency,
        int maxRunning,
        Duration timeout,
        Duration disableAfter,
        Duration logRetention,
        Log log) {

    /// Bounds of the log.
    ///
    /// @param body how much of a body is kept, in characters
    /// @param replayLimit how many events one replay puts in line at most
    public record Log(int body, int replayLimit) {}

    static WebhookConfig read(Settings settings) {
        return new WebhookConfig(
                settings.whole("webhook.max_endpoints", 20, 1, 1_000),
                settings.whole("webhook.concurrency", 10, 1, 1_000),
                settings.whole("webhook.max_running", 1_000, 1, 20_000),
                settings.duration(
                        "webhook.timeout", "15s", Duration.ofMillis(100), Duration.ofMinutes(1)),
                settings.duration(
                        "webhook.disable_after", "5d", Duration.ofMinutes(1), Duration.ofDays(365)),
                settings.duration(
                        "webhook.log_retention", "14d", Duration.ofHours(1), Duration.ofDays(3650)),
                new Log(
                        settings.whole("webhook.log_body", 4_096, 1, 1_000_000),
                        settings.whole("webhook.replay_limit", 10_000, 1, 100_000)));
    }
}
