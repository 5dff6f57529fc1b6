package io.mediagate.event;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/// News of what changed in this process, by key, for whoever listens at the moment. It is only a
/// shortcut: news may be missed (another node's, or more than fit), and a listener that finds a gap reads
/// the journal. In one node it is what lets frames leave without asking the database.
public final class Feed<T> {

    private static final int MOST_UNREAD = 32;

    private final ConcurrentHashMap<String, List<Subscription>> byKey = new ConcurrentHashMap<>();

    /// Something to tell: a new value, or only that it is worth looking.
    public sealed interface News<T> {
        /// What was published.
        record Fresh<T>(T value) implements News<T> {}

        /// Something changed that did not come this way.
        record Look<T>() implements News<T> {}
    }

    /// Listens from now on, until closed.
    public Subscription subscribe(String key) {
        var subscription = new Subscription(key);
        byKey.merge(key, List.of(subscription), Feed::joined);
        return subscription;
    }

    private static <S> List<S> joined(List<S> some, List<S> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    /// Tells everybody who listens to the key. Never blocks.
    public void publish(String key, T value) {
        byKey.getOrDefault(key, List.of()).forEach(s -> s.put(new News.Fresh<>(value)));
    }

    /// Makes everybody who listens to the key look at the journal. Never blocks.
    public void nudge(String key) {
        byKey.getOrDefault(key, List.of()).forEach(s -> s.put(new News.Look<>()));
    }

    /// Makes everybody look at the journal.
    public void nudgeAll() {
        byKey.keySet().forEach(this::nudge);
    }

    /// Whether anybody listens.
    public boolean listening() {
        return !byKey.isEmpty();
    }

    /// One listener's mailbox.
    public final class Subscription implements AutoCloseable {
        private final String key;
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition came = lock.newCondition();
        private final ArrayDeque<News<T>> unread = new ArrayDeque<>(2);

        private Subscription(String key) {
            this.key = key;
        }

        private void put(News<T> news) {
            lock.lock();
            try {
                if (unread.size() >= MOST_UNREAD) {
                    unread.clear();
                    unread.add(new News.Look<>());
                } else {
                    unread.add(news);
                }
                came.signal();
            } finally {
                lock.unlock();
            }
        }

        /// Waits for news; empty when none came within the limit.
        public Optional<News<T>> await(Duration limit) throws InterruptedException {
            lock.lock();
            try {
                long left = limit.toNanos();
                while (unread.isEmpty() && left > 0) {
                    left = came.awaitNanos(left);
                }
                return Optional.ofNullable(unread.poll());
            } finally {
                lock.unlock();
            }
        }

        /// Stops listening.
        @Override
        public void close() {
            byKey.computeIfPresent(
                    key,
                    (_, all) -> {
                        var others = all.stream().filter(s -> s != this).toList();
                        return others.isEmpty() ? null : others;
                    });
        }
    }
}
