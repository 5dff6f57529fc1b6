package io.mediagate.generation;

import java.time.Duration;
import java.time.Instant;

/// A generation in the hands of its runner: whose it is, how it stands, and how long there is time.
record Owned(Lease lease, Runner.Tools tools, Pause pause) {

    String id() {
        return lease.id();
    }

    /// Sleeps, at most to the deadline. False: the node is shutting down.
    boolean sleep(Duration wanted) throws InterruptedException {
        var left = Duration.between(now(), lease.deadlineAt());
        return pause.sleep(left.compareTo(wanted) < 0 ? left : wanted);
    }

    /// False once it has ended without us, or is another node's.
    boolean stillOurs() throws InterruptedException {
        return !pause.wasNudged() || Writers.surely(() -> tools.snapshots().holds(lease));
    }

    State state() throws InterruptedException {
        return Writers.surely(() -> tools.snapshots().find(lease.generation().scope(), lease.id()))
                .map(Generation::state)
                .orElseThrow();
    }

    boolean pastDeadline() {
        return !now().isBefore(lease.deadlineAt());
    }

    Instant now() {
        return tools.clock().instant();
    }
}
