package io.mediagate.account;

import io.mediagate.error.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The keys with which callers prove who they are.
public interface ApiKeys {

    /// Which of a workspace's two worlds a key opens.
    enum Mode {
        LIVE,
        TEST
    }

    /// What can be known of a key later on.
    ///
    /// @param hint its beginning, enough to recognise it by
    /// @param formerUntil until when the text that it had before its rotation is valid, too
    record ApiKey(
            String id,
            Scope scope,
            String name,
            String hint,
            Instant createdAt,
            Optional<Instant> expiresAt,
            Optional<Instant> revokedAt,
            Optional<Instant> formerUntil,
            KeyLimits limits) {}

    /// A key that was just made; the only time its text can be seen.
    record Issued(ApiKey key, Secret text) {}

    /// Who sends this `Authorization` header; throws `UNAUTHORIZED` when nobody valid does.
    Caller authenticate(@Nullable String authorization);

    /// Makes a key. A test key's workspace is filled up to 10,000 test credits.
    Issued issue(String workspaceId, Mode mode, String name);

    /// Ends a key at once; false when there is none of that id or it was revoked before.
    boolean revoke(String keyId);

    /// All keys of a workspace, newest first.
    List<ApiKey> list(String workspaceId);
}
