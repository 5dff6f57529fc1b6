package io.mediagate.generation;

import io.mediagate.event.Event;
import io.mediagate.event.EventType;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;

/// The right of one node to move a running generation on. The number grows with every owner, so what a
/// former owner writes late changes nothing.
///
/// @param generation as it was when the lease was taken
/// @param deadlineAt when it ends as `TIMEOUT`
/// @param trace where its request stands in its trace; blank for none
record Lease(Generation generation, long number, Instant deadlineAt, String trace) {
    /// The lease of one that starts now, of a generation that is still queued.
    static Lease first(Generation queued, Instant now, Duration deadline, String trace) {
        var running = queued.begun(now);
        return new Lease(running, 1, now.plus(deadline), trace);
    }

    /// That it was started, for the journal: of a lease that was taken out of the queue.
    Event started() {
        return generation.event(
                EventType.STARTED, OptionalInt.empty(), generation.startedAt().orElseThrow());
    }

    String id() {
        return generation.id();
    }

    String workspaceId() {
        return generation.scope().workspaceId();
    }
}
