package io.mediagate.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;

/// One YAML file of models.
///
/// @param ours whether it ships with the program, so that our tests have seen it
record CatalogFile(String name, String yaml, boolean ours) {
    /// Where they are among the classes.
    static final String FOLDER = "catalog/";

    /// What ships with the program: every YAML file of the folder `catalog` beside the classes, in a
    /// directory or in a jar, so that a new file needs no list to be kept.
    static List<CatalogFile> bundled() {
        try {
            var source = CatalogFile.class.getProtectionDomain().getCodeSource();
            return in(Path.of(source.getLocation().toURI()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException("cannot find the program's own files", e);
        }
    }

    /// The catalogue in a jar or in a directory of classes.
    static List<CatalogFile> in(Path classes) {
        return Files.isDirectory(classes) ? under(classes.resolve(FOLDER), true) : packed(classes);
    }

    /// An operator's own files, by their whole names.
    static List<CatalogFile> beside(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new CatalogFault(directory + ": is not a folder (catalog.folder)");
        }
        var files = under(directory, false);
        if (files.isEmpty()) {
            throw new CatalogFault(
                    directory + ": has no file that ends with .yaml or .yml (catalog.folder)");
        }
        return files;
    }

    private static List<CatalogFile> under(Path directory, boolean ours) {
        try (var entries = Files.list(directory)) {
            List<CatalogFile> files = new ArrayList<>();
            for (var path : entries.filter(file -> isYaml(file.toString())).sorted().toList()) {
                var name = ours ? String.valueOf(path.getFileName()) : path.toString();
                files.add(new CatalogFile(name, text(path), ours));
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the catalogue in " + directory, e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new CatalogFault(file + ": is not UTF-8", e);
        } catch (IOException e) {
            throw new CatalogFault(file + ": cannot be read", e);
        }
    }

    private static List<CatalogFile> packed(Path jar) {
        try (var archive = new JarFile(jar.toFile())) {
            List<CatalogFile> files = new ArrayList<>();
            var names =
                    archive.stream()
                            .map(java.util.zip.ZipEntry::getName)
                            .filter(name -> name.startsWith(FOLDER) && isYaml(name))
                            .sorted()
                            .toList();
            for (var name : names) {
                try (InputStream in = archive.getInputStream(archive.getEntry(name))) {
                    var yaml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                    files.add(new CatalogFile(name.substring(FOLDER.length()), yaml, true));
                }
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the catalogue in " + jar, e);
        }
    }

    private static boolean isYaml(String name) {
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }
}
