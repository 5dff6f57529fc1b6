package io.mediagate.artifact;

import io.mediagate.account.Scope;
import io.mediagate.provider.ResultFile;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Our own store of result files. What is kept here is durable before `keep` returns.
public interface Artifacts {

    /// What came of taking over a provider's files.
    sealed interface Kept {
        /// All of them are in the store.
        record Stored(List<StoredFile> files) implements Kept {}

        /// One is not the media it should be; nothing was kept.
        record Unusable(String why) implements Kept {}
    }

    /// Checks, measures and stores a generation's files, in order.
    Kept keep(Scope scope, String generationId, List<ResultFile> files);

    /// Removes files that nobody was told of.
    void discard(Scope scope, List<StoredFile> files);

    /// The content of a stored file; empty when there is none.
    Optional<SeekableByteChannel> open(String workspaceId, String fileId);

    /// An address outside under which whoever has it gets the file, for that long; empty where files go
    /// through us.
    default Optional<URI> direct(String workspaceId, StoredFile file, Duration holds) {
        return Optional.empty();
    }
}
