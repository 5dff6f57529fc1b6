package io.mediagate.generation;

import io.mediagate.account.Scope;
import io.mediagate.event.Event;
import io.mediagate.idempotency.Repeatable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What callers can do with generations. Everything here is safe for many threads and blocks the
/// (virtual) thread that calls it.
public interface Generations {
    /// Accepts and holds the price, durably. Throws `INSUFFICIENT_CREDITS` and accepts nothing when the
    /// balance is short, `SERVICE_UNAVAILABLE` when draining, `PROVIDER_UNAVAILABLE` when no route can
    /// take it.
    ///
    /// However often a repeatable request asks, and of however many nodes, it is accepted once. Throws
    /// `IDEMPOTENCY_KEY_REUSED` when its key was used for another request.
    Acceptance accept(Draft draft, Optional<Repeatable> request) throws InterruptedException;

    /// Accepts what nobody will ask for again.
    default Generation accept(Draft draft) throws InterruptedException {
        return accept(draft, Optional.empty()).generation();
    }

    /// What this request has made before, as it was accepted then; empty when it has made nothing. Throws
    /// `IDEMPOTENCY_KEY_REUSED` when its key was used for another request.
    Optional<Generation> made(Repeatable request);

    Optional<Generation> find(Scope scope, String id);

    /// The generation as it stood after one of its events; empty when it is not there any more.
    Optional<Generation> asOf(Event event);

    /// Cancels; an ended one is returned as it is. Empty when there is none of that id in the scope.
    Optional<Generation> cancel(Scope scope, String id) throws InterruptedException;

    /// Queued and running ones, newest first.
    List<Generation> running(Scope scope, int limit);

    /// History, newest first.
    Page history(Scope scope, Filter filter, int limit, Optional<String> cursor);

    /// Waits until it ends; the latest snapshot when it has not ended in time.
    Generation awaitEnd(Generation generation, Duration limit) throws InterruptedException;

    /// Follows it from its journal: snapshots with a sequence greater than `after`, in order, without
    /// gap or repetition. Empty when there is none of that id in the scope.
    Optional<Following> follow(Scope scope, String id, long after);

    /// The current snapshot first, then every later change.
    Optional<Following> follow(Scope scope, String id);

    /// Which of the history is meant.
    record Filter(Optional<State> state, Optional<String> model) {}

    /// One page of the history.
    ///
    /// @param next cursor of the next page; empty on the last one
    record Page(List<Generation> generations, Optional<String> next) {}

    /// An open stream of snapshots. Close it when the client is gone; that never stops the generation.
    interface Following extends AutoCloseable {
        /// The next snapshot; empty when there was none within the limit. After one that has ended,
        /// nothing more comes.
        Optional<Generation> next(Duration limit) throws InterruptedException;

        /// Whether the generation has ended and its last snapshot lies at or before where this began:
        /// nothing will ever come.
        boolean exhausted();

        @Override
        void close();
    }
}
