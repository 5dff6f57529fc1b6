package io.mediagate.fault;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/// Waits for conditions that nothing signals: another process's end, a row of another node's.
final class Until {

    static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long PAUSE_NANOS = Duration.ofMillis(10).toNanos();

    private Until() {}

    /// Returns once it is true; fails with the words when it is not in time.
    static void isTrue(String what, Duration limit, Callable<Boolean> condition) {
        if (!comesTrue(limit, condition)) {
            throw new AssertionError("not within %s: %s".formatted(limit, what));
        }
    }

    static void isTrue(String what, Callable<Boolean> condition) {
        isTrue(what, LIMIT, condition);
    }

    /// Whether it became true in time.
    static boolean comesTrue(Duration limit, Callable<Boolean> condition) {
        long end = System.nanoTime() + limit.toNanos();
        try {
            while (!condition.call()) {
                if (System.nanoTime() > end) {
                    return false;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            return true;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /// Lets time pass: for moments that are meant to be random.
    static void passed(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
