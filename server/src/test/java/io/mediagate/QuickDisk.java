package io.mediagate;

import io.mediagate.storage.FileTrees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/// Where tests keep their files: in memory where Linux has a disk there with room, else in the usual
/// folder for temporary files. Tests write some gigabytes of databases and wait for each commit.
public final class QuickDisk implements TempDirFactory {
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final long ROOM = 8L << 30;
    private static final String PREFIX = "mediagate-tests-";
    private static final Path OURS = ours();

    /// A new folder. What nobody deletes in it goes when tests run the next time.
    public static Path newFolder(String name) {
        try {
            return Files.createTempDirectory(OURS, name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext test) {
        return newFolder("test");
    }

    private static Path ours() {
        try {
            var disk = hasRoom(MEMORY) ? MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
            sweep(disk);
            return Files.createDirectories(disk.resolve(PREFIX + ProcessHandle.current().pid()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean hasRoom(Path disk) throws IOException {
        return Files.isWritable(disk) && Files.getFileStore(disk).getUsableSpace() >= ROOM;
    }

    /// Deletes what test processes left that were killed.
    private static void sweep(Path disk) throws IOException {
        try (var all = Files.newDirectoryStream(disk, PREFIX + "*")) {
            for (var folder : all) {
                var pid = folder.getFileName().toString().substring(PREFIX.length());
                if (pid.matches("\\d{1,18}") && ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
                    delete(folder);
                }
            }
        }
    }

    private static void delete(Path folder) {
        try {
            FileTrees.delete(folder);
        } catch (IOException | UncheckedIOException _) {
            // Another process sweeps, too, or it is somebody else's.
        }
    }
}
