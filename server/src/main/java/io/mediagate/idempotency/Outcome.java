package io.mediagate.idempotency;

/// What is known of a request when it comes in with an `Idempotency-Key`.
public sealed interface Outcome {
    /// It has not been sent before, or was refused then: this is the one that is carried out.
    record Fresh() implements Outcome {}

    /// It is being carried out just now.
    record UnderWay() implements Outcome {}

    /// The key was used for another body.
    record Reused() implements Outcome {}

    /// It has made this generation.
    record Generated(String generationId) implements Outcome {}

    /// It was answered so.
    record Answered(KeptAnswer answer) implements Outcome {}
}
