package io.mediagate.artifact;

import com.github.f4b6a3.ulid.UlidCreator;
import io.mediagate.account.Scope;
import io.mediagate.provider.ResultFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// The store on local disk: `files/01ABC/DE/<workspace>.<file id>`. Ids begin with their time, so files
/// that are written together lie together: one sync of a folder serves many of them, and what is old
/// can go folder by folder. The workspace in the name keeps one from opening another's file.
public final class DiskArtifacts implements Artifacts {

    private static final int PREFIX = "file_".length();
    private static final int SHORT_ID = 6;

    private final Path files;
    private final Path incoming;
    private final Function<ResultFile, Optional<Media>> probe;
    private final FolderSync folderSync = new FolderSync();

    /// The store whose files are measured by our own probe.
    public static DiskArtifacts in(Path folder) {
        var probe = new MediaProbe();
        return new DiskArtifacts(
                folder,
                result ->
                        switch (result) {
                            case ResultFile.Bytes(byte[] bytes) -> probe.probe(bytes);
                            case ResultFile.OnDisk(Path path) -> probe.probe(path);
                        });
    }

    /// @param folder is made where it is missing
    /// @param probe what a file is, measured from its bytes; empty when it is no media that we know
    public DiskArtifacts(Path folder, Function<ResultFile, Optional<Media>> probe) {
        this.files = folder.resolve("files");
        this.incoming = folder.resolve("incoming");
        this.probe = probe;
        try {
            Files.createDirectories(files);
            Files.createDirectories(incoming);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Kept keep(Scope scope, String generationId, List<ResultFile> results) {
        var stored = new ArrayList<StoredFile>();
        try {
            var media = new ArrayList<Media>();
            for (var result : results) {
                var measured = probe.apply(result);
                if (measured.isEmpty()) {
                    return new Kept.Unusable(
                            "file %d of %d is not media that we know"
                                    .formatted(media.size() + 1, results.size()));
                }
                media.add(measured.get());
            }
            for (int i = 0; i < results.size(); i++) {
                var name = name(generationId, media.get(i), i + 1, results.size());
                stored.add(store(scope, name, results.get(i), media.get(i)));
            }
            return new Kept.Stored(List.copyOf(stored));
        } catch (RuntimeException e) {
            discard(scope, stored);
            throw e;
        } finally {
            results.forEach(DiskArtifacts::dropLeftover);
        }
    }

    /// `image-4f7k2q-1.png`: what it is, whose it is, which of several; nothing of where it came from.
    private static String name(String generationId, Media media, int number, int of) {
        var type = media.contentType();
        var kind = type.startsWith("audio/") ? "speech" : type.substring(0, type.indexOf('/'));
        var id = generationId.substring(Math.max(0, generationId.length() - SHORT_ID));
        var which = of > 1 ? "-" + number : "";
        return kind + "-" + id.toLowerCase(Locale.ROOT) + which + "." + media.extension();
    }

    private StoredFile store(Scope scope, String name, ResultFile result, Media media) {
        var id = "file_" + UlidCreator.getUlid();
        var target = path(scope.workspaceId(), id);
        try {
            var folder = Optional.ofNullable(target.getParent()).orElseThrow();
            makeFolder(folder);
            long size = move(durable(id, result), target);
            folderSync.sync(folder);
            return new StoredFile(id, name, size, media);
        } catch (IOException e) {
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

    /// The result as a file whose content no crash can take back, under a name that nobody reads.
    private Path durable(String id, ResultFile result) throws IOException {
        return switch (result) {
            case ResultFile.Bytes(byte[] bytes) -> {
                var fresh = incoming.resolve(id);
                try (var channel =
                        FileChannel.open(
                                fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                    var buffer = ByteBuffer.wrap(bytes);
                    while (buffer.hasRemaining()) {
                        channel.write(buffer);
                    }
                    channel.force(false);
                }
                yield fresh;
            }
            case ResultFile.OnDisk(Path path) -> {
                var fresh = incoming.resolve(id);
                takeOver(path, fresh);
                try (var channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                    channel.force(false);
                }
                yield fresh;
            }
        };
    }

    private static void takeOver(Path path, Path fresh) throws IOException {
        try {
            Files.move(path, fresh, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            // The temporary folder is another file system.
            Files.move(path, fresh);
        }
    }

    private static long move(Path fresh, Path target) throws IOException {
        Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        return Files.size(target);
    }

    private static void dropLeftover(ResultFile result) {
        if (result instanceof ResultFile.OnDisk(Path path)) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void discard(Scope scope, List<StoredFile> unwanted) {
        for (var file : unwanted) {
            try {
                Files.deleteIfExists(path(scope.workspaceId(), file.id()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public Optional<SeekableByteChannel> open(String workspaceId, String fileId) {
        if (!isWord(workspaceId) || !isWord(fileId) || fileId.length() < PREFIX + 8) {
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

    private Path path(String workspaceId, String fileId) {
        return files.resolve(fileId.substring(PREFIX, PREFIX + 5))
                .resolve(fileId.substring(PREFIX + 5, PREFIX + 7))
                .resolve(workspaceId + "." + fileId);
    }

    // Names come from links: nothing but letters, digits and underscores becomes part of a path.
    private static boolean isWord(String name) {
        return !name.isEmpty()
                && name.length() <= 64
                && name.chars()
                        .allMatch(c -> c == '_' || (c < 128 && Character.isLetterOrDigit(c)));
    }
}
