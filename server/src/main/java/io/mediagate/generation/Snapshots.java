package io.mediagate.generation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.mediagate.account.Scope;
import io.mediagate.event.Event;
import io.mediagate.event.EventType;
import io.mediagate.event.Feed;
import io.mediagate.event.JournalStore;
import io.mediagate.storage.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;

/// Generations as they stand and as they stood: from memory where that cannot be stale, otherwise from
/// the database.
final class Snapshots {

    /// What the memory of ended generations may take, in characters of their inputs.
    private static final long MOST_REMEMBERED = 16_000_000;

    private static final int COST_OF_ONE = 1_000;

    private final Database database;
    private final GenerationStore generations = new GenerationStore();
    private final JournalStore journal = new JournalStore();
    private final Feed<Generation> feed;
    private final BooleanSupplier mayMiss;

    /// What ended never changes, so it can be remembered for as long as there is room.
    private final Cache<String, Generation> ended =
            Caffeine.newBuilder()
                    .maximumWeight(MOST_REMEMBERED)
                    .<String, Generation>weigher((_, g) -> COST_OF_ONE + g.input().length())
                    .build();

    /// @param mayMiss whether changes may come about that the feed does not hear of at once
    Snapshots(Database database, Feed<Generation> feed, BooleanSupplier mayMiss) {
        this.mayMiss = mayMiss;
        this.database = database;
        this.feed = feed;
    }

    /// Tells whoever listens that a change has been committed.
    void publish(Generation generation) {
        remember(generation);
        feed.publish(generation.id(), generation);
    }

    private void remember(Generation generation) {
        if (generation.state().ended()) {
            ended.put(generation.id(), generation);
        }
    }

    /// The generation as it stood after one of its events.
    Optional<Generation> asOf(Event event) {
        return find(event.scope(), event.generationId())
                .filter(now -> now.sequence() >= event.sequence())
                .map(now -> asOf(event, now));
    }

    Optional<Generation> find(Scope scope, String id) {
        var remembered = ended.getIfPresent(id);
        if (remembered != null) {
            return Optional.of(remembered).filter(g -> g.scope().equals(scope));
        }
        var found = database.with(handle -> generations.find(handle, scope, id));
        found.ifPresent(this::remember);
        return found;
    }

    /// How it ended, where this node remembers it; asks nobody.
    Optional<Generation> ending(String id) {
        return Optional.ofNullable(ended.getIfPresent(id));
    }

    /// A snapshot for each event after the given one, in order.
    List<Generation> after(Scope scope, String id, long sequence) {
        return database.with(handle -> {
            // The journal first: the row is then at least as new as the last event read.
            var events = journal.after(handle, scope, id, sequence);
            if (events.isEmpty()) {
                return List.of();
            }
            var latest = generations.find(handle, scope, id);
            var all = new ArrayList<Generation>();
            latest.ifPresent(g -> events.forEach(event -> all.add(asOf(event, g))));
            return all;
        });
    }

    /// Whether a silent feed is reason to look into the journal: other nodes write there too.
    boolean mayMiss() {
        return mayMiss.getAsBoolean();
    }

    /// Whether the lease is still valid.
    boolean holds(Lease lease) {
        return database.with(handle -> generations.holds(handle, lease));
    }

    Feed<Generation>.Subscription listen(String id) {
        return feed.subscribe(id);
    }

    /// How a generation stood after one of its events, told from how it stands now.
    private static Generation asOf(Event event, Generation now) {
        if (event.sequence() == now.sequence()) {
            return now;
        }
        return switch (event.type()) {
            case COMPLETED, FAILED, CANCELED -> now;
            case CREATED -> unfinished(now, event, State.QUEUED);
            case STARTED, PROGRESSED -> unfinished(now, event, State.RUNNING);
        };
    }

    private static Generation unfinished(Generation now, Event event, State state) {
        return unfinished(now, event.sequence(), state, progress(event));
    }

    private static OptionalInt progress(Event event) {
        return event.type() == EventType.PROGRESSED ? event.progress() : OptionalInt.empty();
    }

    /// How a generation stood when it was accepted, told from how it stands now.
    static Generation asAccepted(Generation now) {
        return unfinished(now, 1, State.QUEUED, OptionalInt.empty());
    }

    private static Generation unfinished(
            Generation now, long sequence, State state, OptionalInt progress) {
        return new Generation(
                now.scope(),
                now.id(),
                now.model(),
                now.family(),
                now.input(),
                state,
                sequence,
                now.price(),
                progress,
                now.createdAt(),
                state == State.QUEUED ? Optional.empty() : now.startedAt(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
