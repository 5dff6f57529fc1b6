package io.mediagate.generation;

import io.mediagate.account.Scope;
import io.mediagate.event.Feed;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;

/// One open stream of a generation's snapshots. Listens to the feed and reads the journal whenever the
/// feed leaves a gap, so that nothing is missed and nothing comes twice.
final class Following implements Generations.Following {

    private final Snapshots snapshots;
    private final Scope scope;
    private final String id;
    private final Feed<Generation>.Subscription subscription;
    private final ArrayDeque<Generation> ready = new ArrayDeque<>(2);
    private long last;
    private boolean ended;

    /// Subscribes before anything is read, so that nothing can happen in between.
    private Following(Snapshots snapshots, Scope scope, String id, long after) {
        this.snapshots = snapshots;
        this.scope = scope;
        this.id = id;
        this.last = after;
        this.subscription = snapshots.listen(id);
    }

    /// Everything after the given event.
    static Optional<Generations.Following> after(
            Snapshots snapshots, Scope scope, String id, long after) {
        var following = new Following(snapshots, scope, id, after);
        var now = snapshots.find(scope, id);
        if (now.isEmpty()) {
            following.close();
            return Optional.empty();
        }
        following.read();
        following.ended = now.get().state().ended() && now.get().sequence() <= after;
        return Optional.of(following);
    }

    /// The current snapshot, then everything after it.
    static Optional<Generations.Following> fromNow(Snapshots snapshots, Scope scope, String id) {
        var following = new Following(snapshots, scope, id, 0);
        var now = snapshots.find(scope, id);
        if (now.isEmpty()) {
            following.close();
            return Optional.empty();
        }
        following.last = now.get().sequence() - 1;
        following.ready.add(now.get());
        return Optional.of(following);
    }

    @Override
    public Optional<Generation> next(Duration limit) throws InterruptedException {
        if (ended) {
            return Optional.empty();
        }
        long until = System.nanoTime() + limit.toNanos();
        while (ready.isEmpty()) {
            long left = until - System.nanoTime();
            var news = subscription.await(Duration.ofNanos(Math.max(0, left)));
            if (news.isPresent()) {
                take(news.get());
            } else {
                // Another node's news may be missed; the journal never lies. At worst a frame is
                // one
                // heartbeat late.
                if (snapshots.mayMiss()) {
                    read();
                }
                if (ready.isEmpty()) {
                    return Optional.empty();
                }
            }
        }
        var next = ready.remove();
        last = next.sequence();
        ended = next.state().ended();
        return Optional.of(next);
    }

    private void take(Feed.News<Generation> news) {
        switch (news) {
            case Feed.News.Look<Generation> _ -> read();
            case Feed.News.Fresh<Generation>(Generation fresh) -> {
                long newest = ready.isEmpty() ? last : ready.getLast().sequence();
                if (fresh.sequence() == newest + 1) {
                    ready.add(fresh);
                } else if (fresh.sequence() > newest) {
                    read();
                }
            }
        }
    }

    private void read() {
        long newest = ready.isEmpty() ? last : ready.getLast().sequence();
        ready.addAll(snapshots.after(scope, id, newest));
    }

    @Override
    public boolean exhausted() {
        return ended;
    }

    @Override
    public void close() {
        subscription.close();
    }
}
