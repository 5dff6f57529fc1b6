package io.mediagate.generation;

import io.mediagate.event.Feed;
import java.time.Duration;

/// One caller's wait for a generation's end. Nearly every end is told by this node's feed or remembered,
/// so the database is asked only when the feed stays silent: once for what may have come before we
/// listened, and once more when time is up.
final class AwaitedEnd {

    private final Snapshots snapshots;
    private Generation latest;

    /// @param known as the caller knows it
    AwaitedEnd(Snapshots snapshots, Generation known) {
        this.snapshots = snapshots;
        this.latest = known;
    }

    /// The end; or the latest snapshot, when the limit is over or the generation is not there.
    ///
    /// @param patience how long the feed may be silent before the first look into the database
    Generation within(Duration limit, Duration patience) throws InterruptedException {
        long until = System.nanoTime() + limit.toNanos();
        try (var news = snapshots.listen(latest.id())) {
            // Listening first: an end that this node tells from now on is heard, one that it told
            // before is remembered, and what was forgotten since the first look finds.
            snapshots.ending(latest.id()).ifPresent(this::take);
            boolean there = true;
            var silence = patience;
            while (there && !latest.state().ended()) {
                var left = Duration.ofNanos(Math.max(0, until - System.nanoTime()));
                var told = news.await(silence.compareTo(left) < 0 ? silence : left);
                if (told.isPresent()
                        && told.get() instanceof Feed.News.Fresh<Generation>(var fresh)) {
                    take(fresh);
                } else {
                    there = look() && (told.isPresent() || silence.compareTo(left) < 0);
                    silence = limit;
                }
            }
        }
        return latest;
    }

    /// Whether it is there.
    private boolean look() {
        var found = snapshots.find(latest.scope(), latest.id());
        found.ifPresent(this::take);
        return found.isPresent();
    }

    private void take(Generation snapshot) {
        if (snapshot.sequence() > latest.sequence()) {
            latest = snapshot;
        }
    }
}
