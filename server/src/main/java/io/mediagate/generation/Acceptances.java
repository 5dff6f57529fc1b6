package io.mediagate.generation;

import io.mediagate.credits.Credits;
import io.mediagate.credits.PostgresLedger;
import io.mediagate.event.Event;
import io.mediagate.event.EventType;
import io.mediagate.event.JournalStore;
import io.mediagate.idempotency.Repeatable;
import io.mediagate.storage.Database;
import io.mediagate.storage.GroupCommit;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jdbi.v3.core.Handle;

/// Accepts generations, many in one transaction: idempotency key, hold, row and journal event commit
/// together or not at all.
final class Acceptances implements GroupCommit.Batch<Acceptances.Request, Acceptances.Answer> {

    /// A draft with the id it will have.
    ///
    /// @param repeatable how its caller may ask for it again
    /// @param trace where its request stands in its trace; blank for none
    record Request(
            Draft draft, String id, Instant at, Optional<Repeatable> repeatable, String trace) {}

    /// What came of asking.
    sealed interface Answer {
        record Accepted(Generation generation) implements Answer {}

        record Insufficient(Credits available) implements Answer {}

        /// The key has no room for it.
        record Limited(String message, Duration retryAfter) implements Answer {}

        /// The same request has made this generation before.
        record Repeated(String generationId) implements Answer {}

        /// The idempotency key was used for another request.
        record Reused() implements Answer {}

        /// The same request is being carried out.
        record UnderWay() implements Answer {}
    }

    private final Database database;
    private final PostgresLedger ledger;
    private final InstantSource clock;
    private final long nodeId;
    private final Snapshots snapshots;
    private final GenerationStore generations = new GenerationStore();
    private final JournalStore journal = new JournalStore();

    Acceptances(
            Database database,
            PostgresLedger ledger,
            InstantSource clock,
            long nodeId,
            Snapshots snapshots) {
        this.snapshots = snapshots;
        this.database = database;
        this.ledger = ledger;
        this.clock = clock;
        this.nodeId = nodeId;
    }

    @Override
    public List<Answer> commit(List<Request> requests) {
        return database.transaction(tx -> accept(tx, requests));
    }

    private List<Answer> accept(Handle tx, List<Request> requests) {
        var answers = new AcceptanceBatch(tx, ledger, requests, clock.instant()).decide();
        var rows = new ArrayList<GenerationStore.Accepted>();
        var events = new ArrayList<Event>();
        for (int i = 0; i < requests.size(); i++) {
            if (answers.get(i) instanceof Answer.Accepted(var generation)) {
                var draft = requests.get(i).draft();
                rows.add(
                        new GenerationStore.Accepted(
                                generation,
                                draft.caller().keyId(),
                                draft.model().deadline().toSeconds(),
                                KeyRoom.isLimited(requests.get(i)),
                                requests.get(i).trace()));
                events.add(created(generation));
            }
        }
        generations.insert(tx, rows);
        journal.append(tx, nodeId, events);
        return answers;
    }

    private static Event created(Generation generation) {
        return new Event(
                generation.scope(),
                generation.id(),
                generation.sequence(),
                EventType.CREATED,
                OptionalInt.empty(),
                generation.createdAt());
    }

    @Override
    public void committed(Answer answer) {
        if (answer instanceof Answer.Accepted(var generation)) {
            snapshots.publish(generation);
        }
    }

    /// The transaction whose answer was lost may still be committing. It holds the grants that it spends
    /// from, so it is waited for before the row is looked for.
    @Override
    public Optional<Answer> stored(Request request) {
        var scope = request.draft().caller().scope();
        return database.transaction(
                        tx -> {
                            ledger.awaitSpenders(tx, scope);
                            return generations.find(tx, scope, request.id());
                        })
                .map(Answer.Accepted::new);
    }
}
