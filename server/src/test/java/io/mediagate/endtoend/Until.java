package io.mediagate.endtoend;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for what has no signal that a caller could wait for.
final class Until {

    private static final long LIMIT = 30_000_000_000L;
    private static final long PAUSE = 20_000_000;

    private Until() {}

    /// Looks again and again until it holds; gives up after 30 s.
    static void holds(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("never came true: " + what);
            }
            LockSupport.parkNanos(PAUSE);
        }
    }
}
