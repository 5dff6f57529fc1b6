package io.mediagate.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Where settings come from.
///
/// @param file a YAML file; empty for none
/// @param environment all variables of the process
/// @param commandLine by key, `server.port`
public record Sources(
        Optional<Path> file, Map<String, String> environment, Map<String, String> commandLine) {

    /// The file's usual name, in the data folder.
    public static final String FILE_NAME = "mediagate.yaml";

    public Sources {
        environment = Map.copyOf(environment);
        commandLine = Map.copyOf(commandLine);
    }

    /// Nothing is set anywhere.
    public static Sources none() {
        return new Sources(Optional.empty(), Map.of(), Map.of());
    }

    /// The usual ones: the named file, which must be there, otherwise the data folder's if it has one.
    public static Sources of(
            Optional<Path> named,
            Path dataFolder,
            Map<String, String> environment,
            Map<String, String> commandLine) {
        var usual = Optional.of(dataFolder.resolve(FILE_NAME)).filter(Files::exists);
        return new Sources(named.or(() -> usual), environment, commandLine);
    }
}
