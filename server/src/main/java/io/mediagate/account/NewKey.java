package io.mediagate.account;

import com.github.f4b6a3.ulid.UlidCreator;
import io.mediagate.account.ApiKeys.Mode;
import java.time.Instant;
import java.util.Optional;

/// A key to be made.
///
/// @param id `key_…`, the caller's, so that it is known before there is a key
public record NewKey(
        String id,
        String workspaceId,
        Mode mode,
        String name,
        Optional<Instant> expiresAt,
        KeyLimits limits) {

    /// One that works until it is revoked.
    public static NewKey of(String workspaceId, Mode mode, String name) {
        return new NewKey(freshId(), workspaceId, mode, name, Optional.empty(), KeyLimits.NONE);
    }

    public static String freshId() {
        return "key_" + UlidCreator.getMonotonicUlid();
    }
}
