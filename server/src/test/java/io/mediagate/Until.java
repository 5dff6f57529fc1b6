package io.mediagate;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/// Waits for conditions that nothing signals: another process's end, a row of another node's.
public final class Until {
    /// For what takes processes to start or to end, on a machine that is busy with others' work.
    public static final Duration LONG = Duration.ofMinutes(2);

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final long PAUSE_NANOS = Duration.ofMillis(5).toNanos();
    private static final long LONGEST_PAUSE_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int PAUSES_PER_QUESTION = 4;

    private Until() {}

    /// Returns once it holds; fails with the words when it does not within 30 s.
    public static void holds(String what, Callable<Boolean> condition) {
        holds(what, LIMIT, condition);
    }

    /// Returns once it holds; fails with the words when it does not in time.
    public static void holds(String what, Duration limit, Callable<Boolean> condition) {
        if (!comesTrue(limit, condition)) {
            throw new AssertionError("not within %s: %s".formatted(limit, what));
        }
    }

    /// Whether it became true in time.
    public static boolean comesTrue(Duration limit, Callable<Boolean> condition) {
        long end = System.nanoTime() + limit.toNanos();
        try {
            while (true) {
                long asked = System.nanoTime();
                if (condition.call()) {
                    return true;
                }
                long answered = System.nanoTime();
                if (answered > end) {
                    return false;
                }
                LockSupport.parkNanos(pauseAfter(answered - asked));
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /// Whoever waits must not slow down what he waits for: what takes long to find out is asked less often.
    private static long pauseAfter(long questionNanos) {
        return Math.clamp(PAUSES_PER_QUESTION * questionNanos, PAUSE_NANOS, LONGEST_PAUSE_NANOS);
    }

    /// Lets time pass: for moments that are meant to be random.
    public static void passed(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
