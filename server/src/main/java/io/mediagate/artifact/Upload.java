package io.mediagate.artifact;

import java.time.Instant;

/// A file that a caller sent, in our store.
///
/// @param digest SHA-256 of its bytes, in hexadecimal
/// @param expiresAt when it is deleted
public record Upload(StoredFile file, String digest, Instant createdAt, Instant expiresAt) {
    /// What stands for it in a stored input.
    public FileReference reference() {
        return FileReference.to(file);
    }
}
