package io.mediagate.artifact;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;

/// The depot on local disk: `files/01ABC/DE/<workspace>.<file id>`. Ids begin with their time, so files
/// that are written together lie together: one sync of a folder serves many of them, and what is old
/// can go folder by folder. The workspace in the name keeps one from opening another's file.
public final class DiskDepot implements Depot {

    private static final int PREFIX = "file_".length();

    private final Path files;
    private final Path incoming;
    private final FolderSync folderSync = new FolderSync();

    /// @param folder is made where it is missing
    public DiskDepot(Path folder) {
        this.files = folder.resolve("files");
        this.incoming = folder.resolve("incoming");
        try {
            Files.createDirectories(files);
            Files.createDirectories(incoming);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void put(String workspaceId, StoredFile file, Path from) {
        place(workspaceId, file, fresh -> link(from, fresh));
    }

    @Override
    public void put(String workspaceId, StoredFile file, byte[] bytes) {
        place(workspaceId, file, fresh -> write(bytes, fresh));
    }

    /// Makes a file whose content no crash can take back.
    private interface Making {
        void of(Path fresh) throws IOException;
    }

    /// First under a name that nobody reads.
    private void place(String workspaceId, StoredFile file, Making making) {
        var target = path(workspaceId, file.id());
        var fresh = incoming.resolve(file.id());
        try {
            var folder = Optional.ofNullable(target.getParent()).orElseThrow();
            makeFolder(folder);
            making.of(fresh);
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
            folderSync.sync(folder);
        } catch (IOException e) {
            remove(fresh);
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a file was stored", e);
        }
    }

    private void makeFolder(Path folder) throws IOException, InterruptedException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Files.createDirectories(folder);
        folderSync.sync(Optional.ofNullable(folder.getParent()).orElseThrow());
        folderSync.sync(files);
    }

    private static void link(Path from, Path fresh) throws IOException {
        try {
            Files.createLink(fresh, from);
        } catch (FileSystemException | UnsupportedOperationException e) {
            // The scratch folder is another file system, or this one knows no links.
            Files.copy(from, fresh);
        }
        try (var channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            channel.force(false);
        }
    }

    private static void write(byte[] bytes, Path fresh) throws IOException {
        var left = ByteBuffer.wrap(bytes);
        try (var channel =
                FileChannel.open(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(false);
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void delete(String workspaceId, String fileId) {
        if (isPlausible(workspaceId, fileId)) {
            remove(path(workspaceId, fileId));
        }
    }

    @Override
    public Optional<SeekableByteChannel> open(String workspaceId, String fileId) {
        if (!isPlausible(workspaceId, fileId)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.newByteChannel(path(workspaceId, fileId)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<URI> direct(String workspaceId, StoredFile file, Duration holds) {
        return Optional.empty();
    }

    @Override
    public void close() {
        // Nothing is open between calls.
    }

    private static boolean isPlausible(String workspaceId, String fileId) {
        return Depot.isId(workspaceId) && Depot.isId(fileId) && fileId.length() >= PREFIX + 8;
    }

    private Path path(String workspaceId, String fileId) {
        return files.resolve(fileId.substring(PREFIX, PREFIX + 5))
                .resolve(fileId.substring(PREFIX + 5, PREFIX + 7))
                .resolve(workspaceId + "." + fileId);
    }
}
