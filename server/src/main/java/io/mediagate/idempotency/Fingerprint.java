package io.mediagate.idempotency;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Tells one request's content from another's without keeping it: SHA-256, in hexadecimal.
///
/// A body of one piece is fingerprinted by its bytes. A multipart body's bytes differ with every boundary,
/// so it is fingerprinted by its parts, in their order; `ofParts` begins that.
public record Fingerprint(String hex) {

    /// Of a body that is sent the same way each time.
    public static Fingerprint of(byte[] body) {
        return new Fingerprint(HexFormat.of().formatHex(sha256().digest(body)));
    }

    /// Of a body in parts, of which each is added.
    public static Parts ofParts() {
        return new Parts();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Gathers the parts of one body. Every piece goes in with its length before it, so that no two lists
    /// of parts run together into the same bytes.
    public static final class Parts {
        private final MessageDigest digest = sha256();

        private Parts() {}

        /// A field with its text.
        public Parts field(String name, String value) {
            return add("field").add(name).add(value);
        }

        /// A file, by the SHA-256 of its bytes: it need not be in memory, and its name does not matter.
        public Parts file(String name, byte[] sha256) {
            return add("file").add(name).add(sha256);
        }

        private Parts add(String text) {
            return add(text.getBytes(StandardCharsets.UTF_8));
        }

        private Parts add(byte[] piece) {
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(piece.length).array());
            digest.update(piece);
            return this;
        }

        /// Of all parts. Called once.
        public Fingerprint done() {
            return new Fingerprint(HexFormat.of().formatHex(digest.digest()));
        }
    }
}
