package io.mediagate.fault;

import io.mediagate.storage.FileTrees;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The classes under test as a program to start: in a jar, with what the JVM kept of a first run, as the
/// launcher has it after a build. With it a gateway of these tests, of which there are many, starts in half
/// the time.
///
/// It is packed once a build, by whichever of the test JVMs comes first.
final class PackedProgram {
    private static final String MAIN = "io.mediagate.Main";

    /// A start takes a tenth less of the processors with large pages, which only Linux has, and with a small
    /// heap at first.
    private static final List<String> FLAGS =
            List.of(
                    "-XX:+UseSerialGC",
                    "-Xms64m",
                    "-XX:+IgnoreUnrecognizedVMOptions",
                    "-XX:+UseTransparentHugePages",
                    "-XX:TieredStopAtLevel=1",
                    "-Djava.awt.headless=true",
                    "--enable-native-access=ALL-UNNAMED");

    private static final int MINUTES_TO_PACK = 5;
    private static final PackedProgram ONLY = pack();

    private final Path jar;
    private final Path cache;
    private final List<Path> libraries;

    private PackedProgram(Path folder, Path classes, List<Path> libraries) throws IOException {
        var version = "%x-%x".formatted(newest(classes), libraries.hashCode());
        this.jar = folder.resolve(version + ".jar");
        this.cache = folder.resolve(version + ".aot");
        this.libraries = libraries;
    }

    /// What stands before the program's own arguments.
    static List<String> command() {
        return ONLY.command("-XX:AOTCache=" + ONLY.cache, "-Xlog:aot*=error");
    }

    private List<String> command(String... more) {
        var classPath =
                Stream.concat(Stream.of(jar), libraries.stream())
                        .map(Path::toString)
                        .collect(Collectors.joining(File.pathSeparator));
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(List.of(more));
        command.addAll(List.of("-cp", classPath, MAIN));
        return command;
    }

    private static PackedProgram pack() {
        var own = Path.of("target", "classes").toAbsolutePath();
        var libraries = classPath().stream().filter(Files::isRegularFile).toList();
        var folder = Path.of("target", "packed-program").toAbsolutePath();
        try (var lock =
                        FileChannel.open(
                                folder.resolveSibling("packed-program.lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                var _ = lock.lock()) {
            var program = new PackedProgram(folder, own, libraries);
            if (!Files.exists(program.cache)) {
                // What earlier builds left takes some 80 MB each.
                FileTrees.delete(folder);
                Files.createDirectories(folder);
                program.fill(own);
                program.train(folder);
            }
            return program;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// The tests' own class path: surefire's real one where it has one.
    private static List<Path> classPath() {
        var all =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        // Who enters another mount namespace starts in another folder.
        return Arrays.stream(all.split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath())
                .toList();
    }

    private static long newest(Path classes) throws IOException {
        try (var files = Files.walk(classes)) {
            return files.mapToLong(file -> file.toFile().lastModified()).max().orElseThrow();
        }
    }

    private void fill(Path classes) {
        int failed =
                ToolProvider.findFirst("jar")
                        .orElseThrow()
                        .run(
                                System.out,
                                System.err,
                                "--create",
                                "--no-compress",
                                "--file",
                                jar.toString(),
                                "-C",
                                classes.toString(),
                                ".");
        if (failed != 0) {
            throw new AssertionError("jar ended with " + failed);
        }
    }

    private void train(Path folder) throws IOException, InterruptedException {
        var command = new ArrayList<>(command("-XX:AOTCacheOutput=" + cache));
        command.addAll(List.of("warm-up", "--data", folder.resolve("data").toString()));
        var log = folder.resolve("training.log");
        var training =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        if (!training.waitFor(MINUTES_TO_PACK, TimeUnit.MINUTES)) {
            training.destroyForcibly();
        }
        if (training.waitFor() != 0 || !Files.exists(cache)) {
            throw new AssertionError("the program's first run: " + Files.readString(log));
        }
    }
}
