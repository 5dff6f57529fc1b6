package io.mediagate.duty;

import io.mediagate.error.Problem;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One thing that a node does in the background: at an interval, and at once when it is woken. A turn
/// that fails is counted and logged, and the next one comes all the same.
public final class Duty implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Duty.class);

    private final String name;
    private final Duration interval;
    private final Runnable turn;
    private final Semaphore bell = new Semaphore(0);
    private final AtomicLong failures = new AtomicLong();
    private final Thread thread;
    private volatile boolean open = true;

    private Duty(String name, Duration interval, Runnable turn) {
        this.name = name;
        this.interval = interval;
        this.turn = turn;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
    }

    /// A duty that has not begun.
    public static Duty of(String name, Duration interval, Runnable turn) {
        return new Duty(name, interval, turn);
    }

    /// Starts a duty; its first turn comes at once.
    public static Duty start(String name, Duration interval, Runnable turn) {
        var duty = of(name, interval, turn);
        duty.begin();
        return duty;
    }

    /// Starts it; its first turn comes at once. Called once.
    public void begin() {
        thread.start();
    }

    /// Makes the next turn come now. Cheap, from any thread; many calls before a turn count as one.
    public void wake() {
        if (bell.availablePermits() == 0) {
            bell.release();
        }
    }

    /// What it is called, in the log and in the metrics.
    public String name() {
        return name;
    }

    /// How many turns have failed.
    public long failures() {
        return failures.get();
    }

    @SuppressWarnings("CatchAndPrintStackTrace")
    private void run() {
        while (open) {
            try {
                turn.run();
            } catch (Problem e) {
                failures.incrementAndGet();
                LOG.warn("{} will be tried again: {}", name, e.getMessage());
            } catch (Throwable e) {
                failures.incrementAndGet();
                LOG.warn("{} failed and will be tried again", name, e);
            }
            rest();
        }
    }

    private void rest() {
        try {
            if (bell.tryAcquire(interval.toNanos(), TimeUnit.NANOSECONDS)) {
                bell.drainPermits();
            }
        } catch (InterruptedException e) {
            open = false;
        }
    }

    /// Lets the current turn finish, and starts no other.
    @Override
    public void close() {
        open = false;
        bell.release();
        if (thread.getState() == Thread.State.NEW) {
            return;
        }
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
