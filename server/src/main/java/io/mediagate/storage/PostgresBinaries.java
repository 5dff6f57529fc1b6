package io.mediagate.storage;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// The PostgreSQL programs that came with the build, unpacked once into the data folder.
final class PostgresBinaries {

    private static final int SECONDS_TO_RUN = 90;

    private final Path folder;
    private final List<String> prefix;

    private PostgresBinaries(Path folder, List<String> prefix) {
        this.folder = folder;
        this.prefix = prefix;
    }

    /// Unpacks them into the user's cache, unless that has been done: a folder for each build of them,
    /// which appears whole or not at all.
    static PostgresBinaries unpack() throws IOException {
        var resource = PostgresBinaries.class.getResource("/postgres-" + platform() + ".txz");
        if (resource == null) {
            throw new IllegalStateException(
                    "this build has no PostgreSQL for "
                            + platform()
                            + ": build it on this machine, or set DATABASE_URL");
        }
        var cache = cache();
        var folder = cache.resolve("postgres-" + resource.openConnection().getContentLengthLong());
        if (!Files.exists(folder)) {
            Files.createDirectories(cache);
            var fresh = Files.createTempDirectory(cache, "unpacking");
            try (var archive = resource.openStream()) {
                extract(archive, fresh);
            }
            try {
                Files.move(fresh, folder);
            } catch (IOException e) {
                // Another process was faster.
                FileTrees.delete(fresh);
                if (!Files.exists(folder)) {
                    throw e;
                }
            }
        }
        return new PostgresBinaries(folder, asAnotherUserThanRoot());
    }

    private static Path cache() {
        var base = System.getenv("XDG_CACHE_HOME");
        return (base == null || base.isBlank()
                        ? Path.of(System.getProperty("user.home"), ".cache")
                        : Path.of(base))
                .resolve("mediagate");
    }

    private static String platform() {
        var system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        var machine = System.getProperty("os.arch");
        return (system.contains("mac") ? "darwin" : "linux")
                + "-"
                + (machine.equals("amd64") || machine.equals("x86_64") ? "x86_64" : "arm_64");
    }

    private static void extract(InputStream archive, Path target) throws IOException {
        try (var tar =
                new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive)))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                write(tar, entry, target.resolve(entry.getName()).normalize());
            }
        }
    }

    private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path path)
            throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        var parent = path.resolveSibling(".").normalize();
        Files.createDirectories(parent);
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, path);
        if (parent.endsWith("bin")) {
            var all = EnumSet.allOf(PosixFilePermission.class);
            all.remove(PosixFilePermission.GROUP_WRITE);
            all.remove(PosixFilePermission.OTHERS_WRITE);
            Files.setPosixFilePermissions(path, all);
        }
    }

    /// PostgreSQL refuses to run as root. In a user namespace of its own, root is somebody else, and the
    /// files stay root's outside of it.
    private static List<String> asAnotherUserThanRoot() {
        return "root".equals(System.getProperty("user.name"))
                ? List.of("unshare", "-U")
                : List.of();
    }

    /// The words that start one of the programs.
    List<String> command(String program) {
        var words = new ArrayList<>(prefix);
        words.add(folder.resolve("bin").resolve(program).toString());
        return words;
    }

    /// Runs one of the programs to its end. Throws with what it printed when it fails.
    void run(String program, List<String> arguments) {
        var words = command(program);
        words.addAll(arguments);
        try {
            var printed = Files.createTempFile("mediagate-" + program, ".txt");
            try {
                var process =
                        new ProcessBuilder(words)
                                .redirectErrorStream(true)
                                .redirectOutput(printed.toFile())
                                .start();
                if (!process.waitFor(SECONDS_TO_RUN, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
                if (process.exitValue() != 0) {
                    throw new IllegalStateException(
                            program
                                    + " failed: "
                                    + Files.readString(printed, StandardCharsets.UTF_8));
                }
            } finally {
                Files.delete(printed);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(program + " cannot be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(program + " was interrupted", e);
        }
    }
}
