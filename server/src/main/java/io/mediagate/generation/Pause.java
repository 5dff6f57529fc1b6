package io.mediagate.generation;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/// A runner's sleep, which can be cut short: because its generation may have ended elsewhere, or because
/// the node is shutting down.
final class Pause {

    private final Semaphore bell = new Semaphore(0);
    private final BooleanSupplier draining;
    private final AtomicBoolean nudged = new AtomicBoolean();

    Pause(BooleanSupplier draining) {
        this.draining = draining;
    }

    /// Sleeps, at most this long. False: the node is shutting down, and the runner must stop where it is.
    boolean sleep(Duration duration) throws InterruptedException {
        if (!draining.getAsBoolean()) {
            // Whether the time passed or the bell rang, the caller looks at how things stand.
            boolean _ = bell.tryAcquire(Math.max(0, duration.toNanos()), TimeUnit.NANOSECONDS);
        }
        return !draining.getAsBoolean();
    }

    /// Ends the sleep: something may have happened to the generation.
    void nudge() {
        nudged.set(true);
        bell.release();
    }

    /// Ends the sleep: the node is shutting down.
    void ring() {
        bell.release();
    }

    /// Whether somebody has said so since the last time this was asked.
    boolean wasNudged() {
        return nudged.getAndSet(false);
    }
}
