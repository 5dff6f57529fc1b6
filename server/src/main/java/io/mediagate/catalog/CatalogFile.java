package io.mediagate.catalog;

import io.mediagate.resource.ProgramFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// One YAML file of models.
///
/// @param ours whether it ships with the program, so that our tests have seen it
record CatalogFile(String name, String yaml, boolean ours) {
    /// Where they are in the program.
    static final String FOLDER = "catalog";

    /// What ships with the program.
    static List<CatalogFile> bundled() {
        return in(ProgramFiles.program());
    }

    /// The catalogue in a jar or in a directory of classes.
    static List<CatalogFile> in(Path classes) {
        return ProgramFiles.in(classes, FOLDER, CatalogFile::isYaml).entrySet().stream()
                .map(file -> of(file.getKey(), file.getValue(), true))
                .toList();
    }

    /// An operator's own files, by their whole names.
    static List<CatalogFile> beside(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new CatalogFault(directory + ": is not a folder (catalog.folder)");
        }
        var files = under(directory);
        if (files.isEmpty()) {
            throw new CatalogFault(
                    directory + ": has no file that ends with .yaml or .yml (catalog.folder)");
        }
        return files;
    }

    private static List<CatalogFile> under(Path directory) {
        try (var entries = Files.list(directory)) {
            return entries.filter(file -> isYaml(file.toString()))
                    .sorted()
                    .map(file -> of(file.toString(), bytes(file), false))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the catalogue in " + directory, e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new CatalogFault(file + ": cannot be read", e);
        }
    }

    private static CatalogFile of(String name, byte[] yaml, boolean ours) {
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(yaml));
            return new CatalogFile(name, text.toString(), ours);
        } catch (CharacterCodingException e) {
            throw new CatalogFault(name + ": is not UTF-8", e);
        }
    }

    private static boolean isYaml(String name) {
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }
}
