package io.mediagate.config;

import java.util.List;
import java.util.Map;

/// Everything the operator decides, checked. Read from `mediagate.yaml`, the environment and the command
/// line, of which the later beats the earlier; `docs/02-configuration.md` has every key.
public record Config(
        ServerConfig server,
        DatabaseConfig database,
        CatalogConfig catalog,
        GenerationConfig generation,
        SandboxConfig sandbox,
        ArtifactConfig artifact,
        LimitsConfig limits,
        UploadConfig uploads,
        WebhookConfig webhook,
        OutsideConfig outside,
        TelemetryConfig telemetry) {

    /// Reads and checks all of it. Throws `InvalidConfig` with every fault there is, so that an operator
    /// mends a file once and not once a line.
    public static Config read(Sources sources) {
        var settings = new Settings(sources);
        var config = read(settings);
        settings.finish();
        return config;
    }

    /// What holds when nothing is set.
    public static Config defaults() {
        return read(Sources.none());
    }

    /// Every key with its default, in the order of the sections.
    public static List<Key> keys() {
        var settings = new Settings(new Sources(java.util.Optional.empty(), Map.of(), Map.of()));
        read(settings);
        return settings.keys();
    }

    private static Config read(Settings settings) {
        return new Config(
                ServerConfig.read(settings),
                DatabaseConfig.read(settings),
                CatalogConfig.read(settings),
                GenerationConfig.read(settings),
                SandboxConfig.read(settings),
                ArtifactConfig.read(settings),
                LimitsConfig.read(settings),
                UploadConfig.read(settings),
                WebhookConfig.read(settings),
                OutsideConfig.read(settings),
                TelemetryConfig.read(settings));
    }
}
