package io.mediagate.account;

/// Who is asking, once the key has been checked, and what the key may do.
public record Caller(Scope scope, String keyId, KeyLimits limits) {

    /// One whose key may do everything.
    public Caller(Scope scope, String keyId) {
        this(scope, keyId, KeyLimits.NONE);
    }
}
