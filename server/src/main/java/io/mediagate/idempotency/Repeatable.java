package io.mediagate.idempotency;

import io.mediagate.account.Scope;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// A request that its caller may send again: which one it is, and what it says.
///
/// @param id a hash over workspace, mode, method, path and the key: all of them together can be longer than
///     what an index takes
/// @param fingerprint of the body
public record Repeatable(String workspaceId, String id, Fingerprint fingerprint) {

    private static final int LONGEST_KEY = 255;

    /// Throws `INVALID_REQUEST` when the key is not 1 to 255 printable ASCII characters.
    public static void check(String key) {
        boolean printable = key.chars().allMatch(c -> c >= ' ' && c <= '~');
        if (key.isEmpty() || key.length() > LONGEST_KEY || !printable) {
            throw Problem.of(
                    ErrorCode.INVALID_REQUEST,
                    "Idempotency-Key must have 1 to %d printable ASCII characters."
                            .formatted(LONGEST_KEY));
        }
    }

    /// The request of this method and path that names this (checked) key.
    public static Repeatable of(
            Scope scope, String method, String path, String key, Fingerprint fingerprint) {
        // A path has no line break and a key none either, so this tells all of them apart.
        var text =
                String.join(
                        "\n",
                        scope.workspaceId(),
                        scope.livemode() ? "live" : "test",
                        method,
                        path,
                        key);
        var digest = Fingerprint.sha256().digest(text.getBytes(StandardCharsets.UTF_8));
        return new Repeatable(scope.workspaceId(), HexFormat.of().formatHex(digest), fingerprint);
    }
}
