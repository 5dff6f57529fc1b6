package io.mediagate.provider.http;

import io.mediagate.error.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// One of the operator's keys at a vendor.
///
/// @param id tells it from the others in handles and logs, the same after a restart; nothing of the key
///     can be read from it
/// @param parts as the vendor asks for them, mostly one
public record Key(String id, List<Secret> parts) {
    private static final int ID_BYTES = 4;

    static Key of(List<Secret> parts) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            parts.forEach(part -> digest.update(part.value().getBytes(StandardCharsets.UTF_8)));
            var id = HexFormat.of().formatHex(digest.digest(), 0, ID_BYTES);
            return new Key(id, parts);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The key, or its first part.
    public String value() {
        return parts.getFirst().value();
    }
}
