package io.mediagate.provider;

/// What came of asking a provider to stop.
public enum Cancellation {
    /// It will not produce or bill anything more.
    STOPPED,
    /// It goes on, and a result may still arrive: it is recorded for the operator, and not charged.
    GOES_ON
}
