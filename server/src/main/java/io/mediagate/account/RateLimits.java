package io.mediagate.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.mediagate.account.RateStore.Lease;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Counts the requests of limited keys: so many in the minute that begins with the first of them, however
/// many nodes they reach.
///
/// A node takes turns out of the database some at a time, a fiftieth of what is left of the minute, and
/// gives them out without asking again. Near the limit they are taken one by one, so that one node is exact
/// to the request; others' turns that are never used cost less than a fiftieth each.
public final class RateLimits {

    private static final int MOST_KEYS = 100_000;
    private static final Duration IDLE = Duration.ofMinutes(5);

    /// What is left of a key's minute after a request.
    ///
    /// @param remaining further requests, as far as this node knows
    /// @param resetsIn when the minute is over
    /// @param exceeded the request itself was one too many
    public record Quota(int limit, int remaining, Duration resetsIn, boolean exceeded) {}

    private final RateStore store;
    private final Ticker ticker;
    private final Cache<String, Minute> minutes =
            Caffeine.newBuilder().maximumSize(MOST_KEYS).expireAfterAccess(IDLE).build();

    public RateLimits(RateStore store) {
        this(store, Ticker.systemTicker());
    }

    RateLimits(RateStore store, Ticker ticker) {
        this.store = store;
        this.ticker = ticker;
    }

    /// Counts a request; empty when the key has no such limit.
    public Optional<Quota> count(Caller caller) {
        return caller.limits()
                .requestsPerMinute()
                .map(limit -> minutes.get(caller.keyId(), _ -> new Minute()).count(caller, limit));
    }

    /// A key's minute as this node knows it.
    private final class Minute {
        /// Held while turns are taken, so that one request asks for all that wait.
        private final ReentrantLock lock = new ReentrantLock();

        private int limit;
        private int turns;
        private int elsewhere;
        private boolean known;

        /// When the minute is over at the earliest and at the latest: how long the database's answer was
        /// under way is not known. Turns are good until the latest; whoever is refused is told the
        /// latest, and finds a node that asks again since the earliest.
        private long mayEndAt;

        private long endsAt;

        Quota count(Caller caller, int currentLimit) {
            lock.lock();
            try {
                if (!known || limit != currentLimit || isOver()) {
                    limit = currentLimit;
                    elsewhere = 1;
                    turns = 0;
                }
                if (turns == 0 && elsewhere > 0) {
                    take(caller);
                }
                boolean exceeded = turns == 0;
                turns -= exceeded ? 0 : 1;
                var resetsIn = Duration.ofNanos(Math.max(0, endsAt - ticker.read()));
                return new Quota(limit, turns + elsewhere, resetsIn, exceeded);
            } finally {
                lock.unlock();
            }
        }

        private boolean isOver() {
            boolean usedUp = turns == 0 && elsewhere == 0;
            return ticker.read() - (usedUp ? mayEndAt : endsAt) >= 0;
        }

        private void take(Caller caller) {
            known = false;
            long askedAt = ticker.read();
            Lease lease = store.take(caller, limit);
            turns = lease.turns();
            elsewhere = lease.left();
            mayEndAt = askedAt + lease.endsIn().toNanos();
            endsAt = ticker.read() + lease.endsIn().toNanos();
            known = true;
        }
    }
}
