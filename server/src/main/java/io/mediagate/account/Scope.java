package io.mediagate.account;

/// Whose objects are meant: everything a caller can see or spend belongs to one workspace and one mode,
/// and nothing ever crosses from one scope to another.
///
/// @param workspaceId `ws_…`
/// @param livemode false: test mode, served by the sandbox from a balance of its own
public record Scope(String workspaceId, boolean livemode) {}
