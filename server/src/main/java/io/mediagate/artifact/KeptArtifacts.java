package io.mediagate.artifact;

import com.github.f4b6a3.ulid.UlidCreator;
import io.mediagate.account.Scope;
import io.mediagate.provider.ResultFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// Results on their way from a provider into the depot: measured, named by us, and stored.
public final class KeptArtifacts implements Artifacts {

    private static final int SHORT_ID = 6;

    private final Depot depot;
    private final Scratch scratch;
    private final Function<Path, Optional<Media>> probe;
    private final Provenance provenance;
    private final Previews previews;

    /// What is done with metadata inside results that says who made them.
    public enum Provenance {
        /// It is taken out where that loses nothing of the picture or the sound.
        STRIP,
        /// It stays, manifests that prove where a result is from among it.
        KEEP
    }

    /// @param scratch for what came as bytes
    /// @param probe what a file is, measured from its bytes; empty when it is no media that we know
    public KeptArtifacts(
            Depot depot,
            Scratch scratch,
            Function<Path, Optional<Media>> probe,
            Provenance provenance) {
        this.provenance = provenance;
        this.previews = new Previews(depot, scratch);
        this.depot = depot;
        this.scratch = scratch;
        this.probe = probe;
    }

    @Override
    public Kept keep(Scope scope, String generationId, List<ResultFile> results) {
        var written = new ArrayList<Path>();
        try {
            var paths = new ArrayList<Path>();
            for (var result : results) {
                paths.add(path(result, written));
            }
            var kept = store(scope, generationId, paths);
            // Only now: a store that could not be written to is tried again with the same files.
            paths.forEach(KeptArtifacts::drop);
            return kept;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            written.forEach(KeptArtifacts::drop);
        }
    }

    private Kept store(Scope scope, String generationId, List<Path> paths) throws IOException {
        var media = new ArrayList<Media>();
        for (var path : paths) {
            var measured = probe.apply(path);
            if (measured.isEmpty()) {
                return new Kept.Unusable(
                        "file %d of %d is not media that we know"
                                .formatted(media.size() + 1, paths.size()));
            }
            media.add(measured.get());
            if (provenance == Provenance.STRIP) {
                Marks.remove(path, measured.get(), scratch.place());
            }
        }
        var stored = new ArrayList<StoredFile>();
        try {
            for (int i = 0; i < paths.size(); i++) {
                var name = name(generationId, media.get(i), i + 1, paths.size());
                stored.add(store(scope, name, paths.get(i), media.get(i)));
            }
            return new Kept.Stored(List.copyOf(stored));
        } catch (IOException | RuntimeException e) {
            discard(scope, stored);
            throw e;
        }
    }

    private Path path(ResultFile result, List<Path> written) throws IOException {
        return switch (result) {
            case ResultFile.OnDisk(var path) -> path;
            case ResultFile.Bytes(var bytes) -> {
                var path = scratch.place();
                written.add(path);
                yield Files.write(path, bytes);
            }
        };
    }

    /// `image-4f7k2q-1.png`: what it is, whose it is, which of several; nothing of where it came from.
    private static String name(String generationId, Media media, int number, int of) {
        var type = media.contentType();
        var kind = type.startsWith("audio/") ? "speech" : type.substring(0, type.indexOf('/'));
        var id = generationId.substring(Math.max(0, generationId.length() - SHORT_ID));
        var which = of > 1 ? "-" + number : "";
        return kind + "-" + id.toLowerCase(Locale.ROOT) + which + "." + media.extension();
    }

    private StoredFile store(Scope scope, String name, Path path, Media media) throws IOException {
        var id = "file_" + UlidCreator.getUlid();
        var file = new StoredFile(id, name, Files.size(path), media);
        depot.put(scope.workspaceId(), file, path);
        return file;
    }

    private static void drop(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void discard(Scope scope, List<StoredFile> unwanted) {
        // Nobody was told of them, so there are no previews.
        unwanted.forEach(file -> depot.delete(scope.workspaceId(), file.id()));
    }

    @Override
    public Optional<SeekableByteChannel> open(String workspaceId, String fileId) {
        return Previews.isPreview(fileId)
                ? previews.open(workspaceId, fileId)
                : depot.open(workspaceId, fileId);
    }

    @Override
    public Optional<URI> direct(String workspaceId, StoredFile file, Duration holds) {
        // A preview may still have to be made.
        return Previews.isPreview(file.id())
                ? Optional.empty()
                : depot.direct(workspaceId, file, holds);
    }
}
