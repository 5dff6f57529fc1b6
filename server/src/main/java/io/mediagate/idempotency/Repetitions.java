package io.mediagate.idempotency;

import org.jdbi.v3.core.Handle;

/// Requests that keep their answers, because what they do is no generation.
public interface Repetitions {

    /// Enters a request. `Fresh`: the caller carries it out and then calls `keep` or `forget`.
    Outcome begin(Repeatable request);

    /// Keeps the answer; called before it is sent.
    void keep(Repeatable request, KeptAnswer answer);

    /// The same, in the transaction of what the request does, so that both are there or neither. Throws
    /// `IDEMPOTENCY_IN_PROGRESS` when a repetition has taken over from a request that took too long.
    void keep(Handle tx, Repeatable request, KeptAnswer answer);

    /// The request was refused, which is not kept; an answer that was kept stays.
    void forget(Repeatable request);
}
