package io.mediagate.provider;

/// What a look-up said about a submission whose answer was lost.
public sealed interface Recovery {
    /// It arrived; follow it by the handle.
    record Found(ProviderHandle handle) implements Recovery {}

    /// It certainly did not arrive and cannot arrive any more: nothing was started or billed.
    record NeverArrived() implements Recovery {}

    /// Nothing is known yet, and another look may tell: the line was down, or it may still arrive.
    record NotYetKnown() implements Recovery {}

    /// The vendor offers nothing to tell by, and never will for this one.
    record CannotTell() implements Recovery {}
}
