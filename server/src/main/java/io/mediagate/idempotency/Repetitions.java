package io.mediagate.idempotency;

/// Requests that keep their answers, because what they do is no generation.
public interface Repetitions {

    /// Enters a request. `Fresh`: the caller carries it out and then calls `keep` or `forget`.
    Outcome begin(Repeatable request);

    /// Keeps the answer; called before it is sent.
    void keep(Repeatable request, KeptAnswer answer);

    /// The request was refused, which is not kept.
    void forget(Repeatable request);
}
