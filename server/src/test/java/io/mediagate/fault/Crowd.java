package io.mediagate.fault;

import io.mediagate.Until;
import java.util.ArrayList;
import java.util.List;

/// Everybody who calls a gateway at the same time.
final class Crowd {
    private final List<Thread> threads = new ArrayList<>();

    void add(Runnable caller) {
        threads.add(Thread.ofPlatform().daemon().start(caller));
    }

    /// Waits until each has finished the call it is at.
    void awaitEnd() {
        for (var thread : threads) {
            try {
                if (!thread.join(Until.LONG)) {
                    throw new AssertionError("a caller hangs");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
