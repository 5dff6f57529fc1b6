package io.mediagate.command;

import io.mediagate.config.Config;
import io.mediagate.config.Sources;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that say which gateway is meant: its data folder and its configuration.
final class Place {
    /// Set by the launcher to the folder it lies in.
    private static final String HOME_PROPERTY = "mediagate.home";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data folder (MEDIAGATE_DATA; otherwise data beside the launcher).")
    private @Nullable Path data;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "The configuration (MEDIAGATE_CONFIG; otherwise mediagate.yaml in the data"
                            + " folder, if there is one).")
    private @Nullable Path config;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting, such as --set database.connections=32; may be repeated.")
    private Map<String, String> settings = new HashMap<>();

    DataFolder folder(Map<String, String> environment) {
        var standard = Path.of(System.getProperty(HOME_PROPERTY, "")).resolve("data");
        return new DataFolder(
                Optional.ofNullable(data)
                        .or(() -> path(environment, "MEDIAGATE_DATA"))
                        .orElse(standard)
                        .toAbsolutePath()
                        .normalize());
    }

    Config config(Map<String, String> environment, Map<String, String> options) {
        var named = Optional.ofNullable(config).or(() -> path(environment, "MEDIAGATE_CONFIG"));
        var commandLine = new HashMap<>(settings);
        commandLine.putAll(options);
        return Config.read(Sources.of(named, folder(environment).path(), environment, commandLine));
    }

    private static Optional<Path> path(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name))
                .filter(text -> !text.isBlank())
                .map(Path::of);
    }
}
