package io.mediagate.artifact;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file that came in and lies in the scratch folder, where nobody else sees it. Gone when closed, unless
/// the store has taken it over.
///
/// @param digest SHA-256 of its bytes, in hexadecimal
public record Received(Path path, long sizeBytes, String digest) implements AutoCloseable {
    @Override
    public void close() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
