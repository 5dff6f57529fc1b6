package io.mediagate.provider.http;

/// What was being asked when an answer came; the same words mean different things in each.
public enum Phase {
    /// Something was to be started.
    SUBMIT,
    /// Something accepted was asked after.
    POLL,
    /// Something made was to be fetched.
    RESULT,
    /// Events of something under way.
    STREAM,
    /// No answer came at all, or it is not known during what.
    TRANSPORT
}
