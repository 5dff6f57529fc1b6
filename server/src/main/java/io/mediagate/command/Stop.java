package io.mediagate.command;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// The wish to stop: by SIGTERM, by Ctrl-C (a second one ends at once), or because the process ends for
/// another reason.
final class Stop {
    private static final int STOPPED_BY_CTRL_C = 130;

    private final CountDownLatch wished = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);
    private final AtomicInteger exitCode = new AtomicInteger();
    private final String[] signals;

    /// @param signals the names of those that mean it
    Stop(String... signals) {
        this.signals = signals.clone();
    }

    /// What runs under guard.
    interface Work {
        int run() throws InterruptedException;
    }

    /// Runs the work with the signals bound to this wish. Returns its exit code.
    int guard(Work work) throws InterruptedException {
        Signals.on(this::signal, signals);
        // For an end that comes by no signal of ours, such as System.exit elsewhere.
        var hook = new Thread(this::wishAndWait, "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return work.run();
        } finally {
            done.countDown();
            removeHook(hook);
        }
    }

    private void signal(String name) {
        boolean ctrlC = name.equals("INT");
        if (ctrlC && wished.getCount() == 0) {
            // Impatience. A second SIGTERM is none: supervisors and wrappers repeat it.
            Runtime.getRuntime().halt(STOPPED_BY_CTRL_C);
        }
        // A clean stop on request is a success; only a shell's loop wants to know of Ctrl-C.
        wish(ctrlC ? STOPPED_BY_CTRL_C : 0);
    }

    /// Asks for the end, with the process's exit code.
    void wish(int code) {
        exitCode.set(code);
        wished.countDown();
    }

    private void wishAndWait() {
        wished.countDown();
        try {
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending already, and the hook waits for nothing any more.
            Thread.onSpinWait();
        }
    }

    /// Waits for the wish; the exit code that goes with it.
    int await() throws InterruptedException {
        wished.await();
        return exitCode.get();
    }
}
