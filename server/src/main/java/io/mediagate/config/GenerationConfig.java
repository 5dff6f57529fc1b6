package io.mediagate.config;

import java.time.Duration;

/// How a node works on generations.
///
/// @param maxRunning how many it follows at once; more wait in the queue
/// @param workspaceShare how many percent of them one workspace may have
/// @param maxQueued how many one workspace may have queued
/// @param heartbeat how often it says that it lives
/// @param takeoverAfter how old a node's last heartbeat may be before the others take over
/// @param maxAttempts how often one generation is submitted at most, over all routes
public record GenerationConfig(
        int maxRunning,
        int workspaceShare,
        int maxQueued,
        Duration heartbeat,
        Duration takeoverAfter,
        int maxAttempts) {

    private static final int HEARTBEATS_BEFORE_TAKEOVER = 3;

    static GenerationConfig read(Settings settings) {
        var config =
                new GenerationConfig(
                        settings.whole("generation.max_running", 1_000, 1, 100_000),
                        settings.whole("generation.workspace_share", 80, 1, 100),
                        settings.whole("generation.max_queued", 100_000, 1, 100_000_000),
                        settings.duration(
                                "generation.heartbeat",
                                "1s",
                                Duration.ofMillis(50),
                                Duration.ofMinutes(1)),
                        settings.duration(
                                "generation.takeover_after",
                                "10s",
                                Duration.ofMillis(150),
                                Duration.ofHours(1)),
                        settings.whole("generation.max_attempts", 3, 1, 20));
        var least = config.heartbeat.multipliedBy(HEARTBEATS_BEFORE_TAKEOVER);
        if (config.takeoverAfter.compareTo(least) < 0) {
            settings.fault(
                    "generation.takeover_after must be at least %d heartbeats (%s), not %s"
                            .formatted(
                                    HEARTBEATS_BEFORE_TAKEOVER,
                                    Units.text(least),
                                    Units.text(config.takeoverAfter)));
        }
        return config;
    }
}
