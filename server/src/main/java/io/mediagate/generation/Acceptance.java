package io.mediagate.generation;

/// What was accepted.
///
/// @param generation as it was at that moment
/// @param repeated the same request had been accepted before, and this is what it made then
public record Acceptance(Generation generation, boolean repeated) {}
