package io.mediagate.provider;

/// All that is needed to follow an accepted generation, on any node and after a restart. Stored as it
/// is; opaque to everybody but the provider that made it. Must hold no secret. At most 16 kB.
public record ProviderHandle(String text) {}
