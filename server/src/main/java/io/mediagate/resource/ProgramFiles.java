package io.mediagate.resource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.jar.JarFile;

/// Files inside of the program: in its jar, or in the directory of its classes. One that is missing is a
/// fault of the build.
public final class ProgramFiles {
    private ProgramFiles() {}

    /// The file at a place that begins with a slash.
    public static byte[] bytes(String place) {
        try (var in = ProgramFiles.class.getResourceAsStream(place)) {
            if (in == null) {
                throw new IllegalStateException(place + " is not in the program");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + place, e);
        }
    }

    /// The same, as text.
    public static String text(String place) {
        return new String(bytes(place), StandardCharsets.UTF_8);
    }

    /// The lines of a text without those that are empty or begin with `#`, stripped.
    public static List<String> lines(String place) {
        return text(place)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }

    /// Where the program's classes are: a jar or a directory.
    public static Path program() {
        try {
            var source = ProgramFiles.class.getProtectionDomain().getCodeSource();
            return Path.of(source.getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("cannot find the program's own files", e);
        }
    }

    /// The files of one folder by their names, in the order of these: a new file needs no list to be kept.
    ///
    /// @param program a jar or a directory of classes
    /// @param wanted of the names
    public static SortedMap<String, byte[]> in(
            Path program, String folder, Predicate<String> wanted) {
        try {
            return Files.isDirectory(program)
                    ? listed(program.resolve(folder), wanted)
                    : packed(program, folder + "/", wanted);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read %s in %s".formatted(folder, program), e);
        }
    }

    private static SortedMap<String, byte[]> listed(Path folder, Predicate<String> wanted)
            throws IOException {
        var files = new TreeMap<String, byte[]>();
        try (var all = Files.list(folder)) {
            for (var file : all.toList()) {
                var name = String.valueOf(file.getFileName());
                if (wanted.test(name)) {
                    files.put(name, Files.readAllBytes(file));
                }
            }
        }
        return files;
    }

    private static SortedMap<String, byte[]> packed(
            Path jar, String folder, Predicate<String> wanted) throws IOException {
        var files = new TreeMap<String, byte[]>();
        try (var archive = new JarFile(jar.toFile())) {
            for (var entry : archive.stream().toList()) {
                if (!entry.getName().startsWith(folder)) {
                    continue;
                }
                var name = entry.getName().substring(folder.length());
                if (wanted.test(name)) {
                    try (var in = archive.getInputStream(entry)) {
                        files.put(name, in.readAllBytes());
                    }
                }
            }
        }
        return files;
    }
}
