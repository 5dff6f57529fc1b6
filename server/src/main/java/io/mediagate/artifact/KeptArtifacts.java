package io.mediagate.artifact;

import com.github.f4b6a3.ulid.UlidCreator;
import io.mediagate.account.Scope;
import io.mediagate.provider.ResultFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Results on their way from a provider into the depot: measured, named by us, and stored.
public final class KeptArtifacts implements Artifacts {

    private static final int SHORT_ID = 6;

    private final Depot depot;
    private final Scratch scratch;
    private final Probe probe;
    private final Provenance provenance;
    private final Previews previews;

    /// What a file is, measured from its bytes; empty when it is no media that we know.
    public interface Probe {
        /// Throws `UncheckedIOException` when it cannot be read.
        Optional<Media> of(ResultFile file);
    }

    /// What is done with metadata inside results that says who made them.
    public enum Provenance {
        /// It is taken out where that loses nothing of the picture or the sound.
        STRIP,
        /// It stays, manifests that prove where a result is from among it.
        KEEP
    }

    /// @param scratch for what is changed on its way
    public KeptArtifacts(Depot depot, Scratch scratch, Probe probe, Provenance provenance) {
        this.provenance = provenance;
        this.previews = new Previews(depot, scratch);
        this.depot = depot;
        this.scratch = scratch;
        this.probe = probe;
    }

    @Override
    public Kept keep(Scope scope, String generationId, List<ResultFile> results) {
        try {
            var kept = store(scope, generationId, results);
            // Only now: a store that could not be written to is tried again with the same files.
            ResultFile.discard(results);
            return kept;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Kept store(Scope scope, String generationId, List<ResultFile> results)
            throws IOException {
        var media = new ArrayList<Media>();
        for (var result : results) {
            var measured = probe.of(result);
            if (measured.isEmpty()) {
                return new Kept.Unusable(
                        "file %d of %d is not media that we know"
                                .formatted(media.size() + 1, results.size()));
            }
            media.add(measured.get());
        }
        var stored = new ArrayList<StoredFile>();
        try {
            for (int i = 0; i < results.size(); i++) {
                var name = name(generationId, media.get(i), i + 1, results.size());
                stored.add(store(scope, name, results.get(i), media.get(i)));
            }
            return new Kept.Stored(List.copyOf(stored));
        } catch (IOException | RuntimeException e) {
            discard(scope, stored);
            throw e;
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

    private StoredFile store(Scope scope, String name, ResultFile result, Media media)
            throws IOException {
        var id = "file_" + UlidCreator.getUlid();
        return switch (result) {
            case ResultFile.OnDisk(var path) -> {
                removeMarks(path, media);
                var file = new StoredFile(id, name, Files.size(path), media);
                depot.put(scope.workspaceId(), file, path);
                yield file;
            }
            case ResultFile.Bytes(var bytes) -> {
                var clean = withoutMarks(bytes, media);
                var file = new StoredFile(id, name, clean.length, media);
                depot.put(scope.workspaceId(), file, clean);
                yield file;
            }
        };
    }

    private void removeMarks(Path path, Media media) throws IOException {
        if (provenance == Provenance.STRIP) {
            Edits edits;
            try (var channel = FileChannel.open(path)) {
                edits = Marks.edits(new Bytes.InFile(channel), media);
            }
            edits.makeIn(path, scratch.place());
        }
    }

    private byte[] withoutMarks(byte[] bytes, Media media) {
        return provenance == Provenance.STRIP
                ? Marks.edits(new Bytes.InMemory(bytes), media).madeIn(bytes)
                : bytes;
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
