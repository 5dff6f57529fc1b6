package io.mediagate.api;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// Puts an end to waiting for slow clients: sockets of virtual threads have no timeout of their own.
/// One thread looks at all watches from time to time; opening and ending one costs a map entry.
final class Deadlines implements AutoCloseable {

    private final Set<Watch> open = ConcurrentHashMap.newKeySet();
    private final Thread sweeper;

    /// @param shortest no limit is shorter than this
    Deadlines(Duration shortest) {
        long pause = Math.clamp(shortest.toMillis() / 10, 5, 500);
        sweeper = Thread.ofPlatform().daemon().name("deadlines").start(() -> sweep(pause));
    }

    /// Runs `late`, on a thread of its own, unless the watch has ended before.
    Watch watch(Duration limit, Runnable late) {
        var watch = new Watch(System.nanoTime() + limit.toNanos(), late);
        open.add(watch);
        return watch;
    }

    /// Interrupts the calling thread, which closes the socket it waits for, unless the watch has ended
    /// before.
    Watch interruptAfter(Duration limit) {
        return watch(limit, Thread.currentThread()::interrupt);
    }

    private void sweep(long pause) {
        try {
            while (true) {
                Thread.sleep(pause);
                long now = System.nanoTime();
                for (var watch : open) {
                    if (now - watch.deadline > 0) {
                        watch.expire();
                    }
                }
            }
        } catch (InterruptedException e) {
            open.clear();
        }
    }

    @Override
    public void close() {
        sweeper.interrupt();
    }

    /// One thing that must be over in time. Either it ends or it expires, never both.
    final class Watch {
        private final long deadline;
        private final Runnable late;
        private final AtomicBoolean over = new AtomicBoolean();

        private Watch(long deadline, Runnable late) {
            this.deadline = deadline;
            this.late = late;
        }

        /// Ends it; false: it had expired.
        boolean end() {
            open.remove(this);
            return over.compareAndSet(false, true);
        }

        private void expire() {
            open.remove(this);
            if (over.compareAndSet(false, true)) {
                Thread.startVirtualThread(late);
            }
        }
    }
}
