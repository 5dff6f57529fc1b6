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
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jdbi.v3.core.Handle;

/// Accepts generations, many in one transaction: idempotency key, hold, row and journal event commit
/// together or not at all. Those for which there is a place start in the same transaction.
final class Acceptances implements GroupCommit.Batch<Acceptances.Request, Acceptances.Answer> {

    /// A draft with the id it will have.
    ///
    /// @param repeatable how its caller may ask for it again
    /// @param trace where its request stands in its trace; blank for none
    record Request(
            Draft draft, String id, Instant at, Optional<Repeatable> repeatable, String trace) {}

    /// What came of asking.
    sealed interface Answer {
        /// It will be made.
        ///
        /// @param generation as it was accepted
        /// @param started the lease of one that did not have to queue
        record Accepted(Generation generation, Optional<Lease> started) implements Answer {
            Accepted(Generation generation) {
                this(generation, Optional.empty());
            }
        }

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
    private final OpenPlaces places;
    private final GenerationStore generations = new GenerationStore();
    private final JournalStore journal = new JournalStore();

    Acceptances(
            Database database,
            PostgresLedger ledger,
            InstantSource clock,
            long nodeId,
            Snapshots snapshots,
            OpenPlaces places) {
        this.snapshots = snapshots;
        this.places = places;
        this.database = database;
        this.ledger = ledger;
        this.clock = clock;
        this.nodeId = nodeId;
    }

    @Override
    public List<Answer> commit(List<Request> requests) {
        var kept = new ArrayList<String>();
        try {
            return database.transaction(tx -> accept(tx, requests, kept));
        } catch (RuntimeException | Error e) {
            kept.forEach(places::giveBack);
            throw e;
        }
    }

    /// @param kept gets the ids of those for which a place is kept
    private List<Answer> accept(Handle tx, List<Request> requests, List<String> kept) {
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var decided = new AcceptanceBatch(tx, ledger, requests, now).decide();
        var answers = new ArrayList<Answer>();
        var rows = new ArrayList<GenerationStore.Accepted>();
        var events = new ArrayList<Event>();
        for (int i = 0; i < requests.size(); i++) {
            if (decided.get(i) instanceof Answer.Accepted(var generation, _)) {
                var started =
                        Optional.of(lease(requests.get(i), generation, now)).filter(places::keep);
                started.ifPresent(lease -> kept.add(lease.id()));
                answers.add(new Answer.Accepted(generation, started));
                rows.add(row(requests.get(i), generation, started.isPresent()));
                events.add(
                        generation.event(
                                EventType.CREATED, OptionalInt.empty(), generation.createdAt()));
                started.ifPresent(lease -> events.add(lease.started()));
            } else {
                answers.add(decided.get(i));
            }
        }
        generations.insert(tx, rows, nodeId, now);
        journal.append(tx, nodeId, events);
        return answers;
    }

    /// The one that it has if it starts now.
    private static Lease lease(Request request, Generation generation, Instant now) {
        var deadline = request.draft().model().deadline();
        return Lease.first(generation, now, deadline, request.trace());
    }

    private static GenerationStore.Accepted row(
            Request request, Generation generation, boolean started) {
        var draft = request.draft();
        return new GenerationStore.Accepted(
                generation,
                draft.caller().keyId(),
                draft.model().deadline().toSeconds(),
                KeyRoom.isLimited(request),
                request.trace(),
                started);
    }

    @Override
    public void committed(Answer answer) {
        if (answer instanceof Answer.Accepted(var generation, var started)) {
            snapshots.publish(generation);
            started.ifPresent(places::start);
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
                .map(now -> new Answer.Accepted(Snapshots.asAccepted(now)));
    }
}
