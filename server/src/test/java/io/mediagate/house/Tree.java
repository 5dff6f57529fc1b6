package io.mediagate.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// The files of the repository, without what was built or downloaded.
final class Tree {
    private static final Set<String> NOT_OURS =
            Set.of("target", ".git", "node_modules", "data", ".idea", ".vscode", "dist");

    private Tree() {}

    /// The folder that holds the parent pom. Maven runs tests in the module's folder.
    static Path root() {
        var here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("server")) ? here : here.resolve("..").normalize();
    }

    static List<Path> sources() {
        return files(root().resolve("server/src/main/java"), ".java");
    }

    static List<Path> tests() {
        return files(root().resolve("server/src/test/java"), ".java");
    }

    /// Every file with that ending, in order.
    static List<Path> files(Path folder, String ending) {
        try (var walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().endsWith(ending))
                    .filter(Tree::isOurs)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOurs(Path file) {
        for (var part : root().relativize(file)) {
            if (NOT_OURS.contains(part.toString())) {
                return false;
            }
        }
        return true;
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// How a message names a file.
    static String name(Path file) {
        return root().relativize(file).toString();
    }
}
