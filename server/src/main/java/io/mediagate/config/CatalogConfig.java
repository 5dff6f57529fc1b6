package io.mediagate.config;

import java.nio.file.Path;
import java.util.Optional;

/// What is on offer beside the built-in models.
///
/// @param folder of the operator's YAML files; empty for none
public record CatalogConfig(Optional<Path> folder) {

    static CatalogConfig read(Settings settings) {
        return new CatalogConfig(settings.text("catalog.folder").map(CatalogConfig::absolute));
    }

    /// As a message should show it, wherever the process was started.
    private static Path absolute(String folder) {
        return Path.of(folder).toAbsolutePath().normalize();
    }
}
