package io.mediagate.provider;

import java.nio.file.Path;

/// A file that a provider made, before it is checked and copied to our own store. What it is gets
/// measured from its bytes; nobody's word is taken for it.
public sealed interface ResultFile {
    /// Bytes that came in the answer itself. Not to be modified.
    @SuppressWarnings(
            "ArrayRecordComponent") // Compared nowhere; a copy of megabytes would serve nobody.
    record Bytes(byte[] bytes) implements ResultFile {}

    /// A temporary file, which the store takes over: it is moved, not copied.
    record OnDisk(Path path) implements ResultFile {}
}
