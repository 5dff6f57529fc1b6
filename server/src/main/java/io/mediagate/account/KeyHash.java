package io.mediagate.account;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// SHA-256 of a key: what is stored and remembered instead of it. A key holds 190 random bits, so that
/// nothing slower is needed.
record KeyHash(long a, long b, long c, long d) {

    static KeyHash of(String key) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return of(digest.digest(key.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static KeyHash of(byte[] bytes) {
        var buffer = ByteBuffer.wrap(bytes);
        return new KeyHash(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
    }

    byte[] bytes() {
        return ByteBuffer.allocate(4 * Long.BYTES)
                .putLong(a)
                .putLong(b)
                .putLong(c)
                .putLong(d)
                .array();
    }
}
