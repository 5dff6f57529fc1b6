package io.mediagate.generation;

import java.time.Instant;

/// The right of one node to move a running generation on. The number grows with every owner, so what a
/// former owner writes late changes nothing.
///
/// @param generation as it was when the lease was taken
/// @param deadlineAt when it ends as `TIMEOUT`
/// @param trace where its request stands in its trace; blank for none
record Lease(Generation generation, long number, Instant deadlineAt, String trace) {
    String id() {
        return generation.id();
    }

    String workspaceId() {
        return generation.scope().workspaceId();
    }
}
