package io.mediagate.webhook;

import io.mediagate.account.Scope;
import io.mediagate.event.Event;
import io.mediagate.event.JournalStore;
import io.mediagate.storage.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The events of a scope as they happen, with their bodies, for whoever watches them from the operator's
/// machine. Reads the journal behind a horizon, as streams do, so that nothing is passed over; what was
/// just written may be told twice.
public final class EventTail {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    /// Some events.
    ///
    /// @param next to be asked with the next time
    public record Batch(List<Told> events, String next) {
        public Batch {
            events = List.copyOf(events);
        }
    }

    /// One event, with the body that an endpoint would get.
    public record Told(String id, String type, String generationId, String body) {}

    private final Database database;
    private final Bodies bodies;
    private final JournalStore journal = new JournalStore();
    private final LogStore log = new LogStore();

    public EventTail(Database database, Bodies bodies) {
        this.database = database;
        this.bodies = bodies;
    }

    /// What happened since the last batch; waits a little for something to happen.
    ///
    /// @param after the last batch's `next`; empty: from now on
    public Batch after(Scope scope, String after, Duration limit) throws InterruptedException {
        if (after.isEmpty()) {
            return new Batch(List.of(), database.with(journal::horizon));
        }
        long until = System.nanoTime() + limit.toNanos();
        while (true) {
            var batch = look(scope, after);
            if (!batch.events().isEmpty() || System.nanoTime() > until) {
                return batch;
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
    }

    private Batch look(Scope scope, String after) {
        return database.with(handle -> {
            // First the horizon: what is written while the events are read lies behind it.
            var next = journal.horizon(handle);
            return new Batch(told(log.since(handle, scope, after)), next);
        });
    }

    private List<Told> told(List<Event> events) {
        var told = new ArrayList<Told>();
        for (var event : events) {
            var name = EventName.ofColumn(event.type().column());
            bodies.of(event, name)
                    .ifPresent(body ->
                            told.add(
                                    new Told(
                                            event.id(),
                                            name.publicName(),
                                            event.generationId(),
                                            body)));
        }
        return told;
    }
}
