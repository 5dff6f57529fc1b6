package io.mediagate.account;

/// Who is asking, once the key has been checked.
public record Caller(Scope scope, String keyId) {}
