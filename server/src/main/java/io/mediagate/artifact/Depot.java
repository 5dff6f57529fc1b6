package io.mediagate.artifact;

import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Where the bytes of stored files lie: on disk, or in a service that speaks S3.
///
/// Promises: what `put` returned from is durable and whole; what it did not return from may be there or
/// not, and is never readable in part; a file never changes under its id; `delete` may be repeated. A
/// depot that cannot be reached or written to throws `UncheckedIOException`.
public interface Depot extends AutoCloseable {

    /// Stores a file. It stays where it was, for the caller to remove and, since the depot may hold the very
    /// same bytes, never to change.
    void put(String workspaceId, StoredFile file, Path from);

    /// The same with bytes.
    void put(String workspaceId, StoredFile file, byte[] bytes);

    /// The content, from any position; empty when there is no such file. Ids that nobody made are no file.
    Optional<SeekableByteChannel> open(String workspaceId, String fileId);

    /// Removes it, if it is there.
    void delete(String workspaceId, String fileId);

    /// An address under which whoever has it gets the file straight from the depot, for that long; empty
    /// where files go through us.
    Optional<URI> direct(String workspaceId, StoredFile file, Duration holds);

    @Override
    void close();

    /// Whether an id can be one of ours: names come from links, and nothing but letters, digits and
    /// underscores becomes part of a path.
    static boolean isId(String name) {
        return !name.isEmpty()
                && name.length() <= 64
                && name.chars()
                        .allMatch(c -> c == '_' || (c < 128 && Character.isLetterOrDigit(c)));
    }
}
