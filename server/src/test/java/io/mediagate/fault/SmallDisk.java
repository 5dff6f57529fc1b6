package io.mediagate.fault;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/// A file system of little room, mounted over a folder for only those processes that are started with
/// its words in front. It can be full for real. Linux only, and only where the machine lets this user
/// mount inside a namespace of its own. It vanishes with the last process that has it, and with this JVM.
///
/// Inside, everybody seems to be root: a gateway there needs a database elsewhere, by `DATABASE_URL`.
final class SmallDisk implements AutoCloseable {

    private static final int PIECE = 64 * 1024;
    private static final String FILLER = "filler";
    private static final String HOLD =
            "mount -t tmpfs -o size=\"$1\"m tmpfs \"$0\" && echo mounted && exec cat";

    private final Process holder;
    private final Path folder;

    private SmallDisk(Process holder, Path folder) {
        this.holder = holder;
        this.folder = folder;
    }

    /// Mounts it over the folder, which is there. Where that is impossible, the test is skipped and says
    /// why.
    static SmallDisk at(Path folder, int mib) {
        var disk = tryAt(folder, mib);
        Assumptions.assumeTrue(
                disk.isPresent(), "no small disk can be mounted here; see the output");
        return disk.orElseThrow();
    }

    /// The same, for a test that can do without. Says on the output why there is none.
    static Optional<SmallDisk> tryAt(Path folder, int mib) {
        try {
            var holder =
                    new ProcessBuilder(
                                    "unshare",
                                    "--map-root-user",
                                    "--mount",
                                    "sh",
                                    "-c",
                                    HOLD,
                                    folder.toAbsolutePath().toString(),
                                    Integer.toString(mib))
                            .redirectErrorStream(true)
                            .start();
            var disk = new SmallDisk(holder, folder.toAbsolutePath());
            var said = firstLine(holder.inputReader(StandardCharsets.UTF_8));
            if (said.equals("mounted") && disk.letsIn()) {
                return Optional.of(disk);
            }
            disk.close();
            return none(said);
        } catch (IOException e) {
            return none(e.toString());
        }
    }

    private static String firstLine(BufferedReader output) throws IOException {
        return Optional.ofNullable(output.readLine()).orElse("nothing was said");
    }

    private static Optional<SmallDisk> none(String why) {
        System.err.println("SmallDisk: NONE CAN BE MOUNTED HERE, tests are skipped: " + why);
        return Optional.empty();
    }

    private boolean letsIn() throws IOException {
        var command = new ArrayList<>(before());
        command.add("true");
        try {
            return new ProcessBuilder(command).start().waitFor() == 0
                    && Files.isDirectory(folder());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// The words in front of a command that is to see this disk in the place of the folder. The process
    /// keeps its number.
    List<String> before() {
        var pid = Long.toString(holder.pid());
        return List.of(
                "nsenter",
                "--preserve-credentials",
                "--user",
                "--mount",
                "--target",
                pid,
                "--wd=" + Path.of("").toAbsolutePath(),
                "--");
    }

    /// The disk as it is seen from here: the folder itself is another one on this side.
    Path folder() {
        return Path.of("/proc", Long.toString(holder.pid()), "root" + folder);
    }

    /// Takes all room, at once.
    void fill() {
        var piece = ByteBuffer.allocate(PIECE);
        try (var filler =
                FileChannel.open(
                        folder().resolve(FILLER),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND)) {
            for (int size = PIECE; size > 0; size /= 2) {
                writeUntilFull(filler, piece.clear().limit(size));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void writeUntilFull(FileChannel filler, ByteBuffer piece) {
        try {
            while (true) {
                filler.write(piece.rewind());
            }
        } catch (IOException _) {
            // That was the last room for a piece of this size.
        }
    }

    /// Gives back what `fill` took.
    void free() {
        try {
            Files.deleteIfExists(folder().resolve(FILLER));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Those who still see it keep it.
    @Override
    public void close() {
        holder.destroyForcibly();
        try {
            holder.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
