package io.mediagate.api;

import io.mediagate.account.ApiKeys;
import io.mediagate.account.Caller;
import io.mediagate.account.Scope;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Two keys: `mine` and `theirs`, of two workspaces.
final class FakeKeys implements ApiKeys {

    static final Scope MINE = new Scope("ws_mine", true);
    private static final Scope THEIRS = new Scope("ws_theirs", true);

    @Override
    public Caller authenticate(@Nullable String authorization) {
        if ("Bearer mine".equals(authorization)) {
            return new Caller(MINE, "key_mine");
        }
        if ("Bearer theirs".equals(authorization)) {
            return new Caller(THEIRS, "key_theirs");
        }
        throw Problem.of(ErrorCode.UNAUTHORIZED);
    }

    @Override
    public Issued issue(String workspaceId, Mode mode, String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean revoke(String keyId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<ApiKey> list(String workspaceId) {
        throw new UnsupportedOperationException();
    }
}
