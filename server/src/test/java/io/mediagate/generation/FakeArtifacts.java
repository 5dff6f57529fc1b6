package io.mediagate.generation;

import io.mediagate.account.Scope;
import io.mediagate.artifact.Artifacts;
import io.mediagate.artifact.Media;
import io.mediagate.artifact.StoredFile;
import io.mediagate.provider.ResultFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;

/// A store that takes everything for a small picture.
final class FakeArtifacts implements Artifacts {

    /// Of all nodes of a test.
    private static final AtomicInteger NUMBER = new AtomicInteger();

    final AtomicInteger discarded = new AtomicInteger();
    final AtomicInteger refused = new AtomicInteger();

    /// Nothing can be written.
    volatile boolean full;

    @Override
    public Kept keep(Scope scope, String generationId, List<ResultFile> files) {
        if (full) {
            refused.incrementAndGet();
            throw new UncheckedIOException(new IOException("no space left on device"));
        }
        return new Kept.Stored(files.stream().map(_ -> file()).toList());
    }

    private StoredFile file() {
        var media =
                new Media(
                        "image/png",
                        "png",
                        OptionalInt.of(2),
                        OptionalInt.of(3),
                        OptionalDouble.empty());
        return new StoredFile("file_" + NUMBER.incrementAndGet(), "image.png", 1, media);
    }

    @Override
    public void discard(Scope scope, List<StoredFile> files) {
        discarded.addAndGet(files.size());
    }

    @Override
    public Optional<SeekableByteChannel> open(String workspaceId, String fileId) {
        return Optional.empty();
    }
}
