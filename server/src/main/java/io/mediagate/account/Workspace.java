package io.mediagate.account;

import java.time.Instant;

/// Whose objects, keys and credits belong together.
///
/// @param id `ws_…`
/// @param name unique; how operators speak of it
public record Workspace(String id, String name, Instant createdAt) {}
