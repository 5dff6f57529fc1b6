package io.mediagate;

import io.mediagate.api.ApiSettings;
import io.mediagate.artifact.S3Settings;
import io.mediagate.config.Config;
import io.mediagate.config.OutsideConfig;
import io.mediagate.config.S3Config;
import io.mediagate.config.SandboxConfig;
import io.mediagate.config.WebhookConfig;
import io.mediagate.egress.EgressSettings;
import io.mediagate.egress.Network;
import io.mediagate.generation.Bounds;
import io.mediagate.generation.LifeSettings;
import io.mediagate.provider.sandbox.SandboxSettings;
import io.mediagate.webhook.WebhookSettings;
import java.nio.file.Path;
import java.time.Duration;

/// What each part is told of the configuration, in its own terms: no part knows the whole.
final class SettingsOf {
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(500);

    private SettingsOf() {}

    static SandboxSettings sandbox(SandboxConfig config, Path dataFolder) {
        var pace =
                switch (config.pace()) {
                    case LIFELIKE -> SandboxSettings.Pace.LIFELIKE;
                    case INSTANT -> SandboxSettings.Pace.INSTANT;
                };
        return new SandboxSettings(
                dataFolder.resolve("sandbox"),
                config.renderThreads(),
                pace,
                config.submissionLog());
    }

    static LifeSettings life(Config all) {
        var config = all.generation();
        return new LifeSettings(
                config.maxRunning(),
                config.heartbeat(),
                config.takeoverAfter(),
                config.maxAttempts(),
                FIRST_BACKOFF,
                new Bounds(
                        Math.ceilDiv(config.maxRunning() * config.workspaceShare(), 100),
                        config.maxQueued(),
                        all.limits().waitingCreates()));
    }

    static S3Settings s3(S3Config config) {
        var handing =
                switch (config.links()) {
                    case PROXIED -> S3Settings.Handing.PROXIED;
                    case PRESIGNED -> S3Settings.Handing.PRESIGNED;
                };
        return new S3Settings(
                config.endpoint(),
                config.region(),
                config.bucket(),
                config.prefix(),
                config.keyId()
                        .map(id -> new S3Settings.Credentials(id, config.secret().orElseThrow())),
                handing);
    }

    static EgressSettings egress(OutsideConfig config) {
        return new EgressSettings(
                config.allowNetworks().stream().map(Network::of).toList(),
                Vendors.named(config),
                config.connectTimeout());
    }

    static WebhookSettings webhooks(WebhookConfig config) {
        return new WebhookSettings(
                config.maxEndpoints(),
                config.concurrency(),
                config.maxRunning(),
                config.timeout(),
                config.disableAfter(),
                config.logRetention(),
                new WebhookSettings.Log(config.log().body(), config.log().replayLimit()));
    }

    static ApiSettings api(Config config) {
        var server = config.server();
        return new ApiSettings(
                server.host(),
                server.port(),
                server.publicUrl().map(Object::toString),
                Math.toIntExact(config.limits().jsonBytes()),
                config.limits().bodyTime(),
                new ApiSettings.Most(
                        server.maxConnections(),
                        config.limits().requests(),
                        config.limits().bodyMemory()),
                server.heartbeat());
    }
}
