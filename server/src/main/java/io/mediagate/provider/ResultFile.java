package io.mediagate.provider;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A file that a provider made, before it is checked and copied to our own store. What it is gets
/// measured from its bytes; nobody's word is taken for it.
public sealed interface ResultFile {
    /// Bytes that came in the answer itself. Not to be modified.
    @SuppressWarnings(
            "ArrayRecordComponent") // Compared nowhere; a copy of megabytes would serve nobody.
    record Bytes(byte[] bytes) implements ResultFile {}

    /// A temporary file, which the store takes over: it is moved, not copied.
    record OnDisk(Path path) implements ResultFile {}

    /// Throws away what nobody will take over.
    static void discard(List<ResultFile> files) {
        for (var file : files) {
            if (file instanceof OnDisk(Path path)) {
                try {
                    Files.deleteIfExists(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }
}
