package io.mediagate.generation;

import io.mediagate.credits.HoldAnswer;
import io.mediagate.credits.HoldRequest;
import io.mediagate.credits.PostgresLedger;
import io.mediagate.event.Event;
import io.mediagate.event.EventType;
import io.mediagate.event.JournalStore;
import io.mediagate.storage.Database;
import io.mediagate.storage.GroupCommit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jdbi.v3.core.Handle;

/// Accepts generations, many in one transaction: hold, row and journal event commit together or not at
/// all.
final class Acceptances implements GroupCommit.Batch<Acceptances.Request, Acceptances.Answer> {

    /// A draft with the id it will have.
    record Request(Draft draft, String id, Instant at) {}

    /// What came of asking.
    sealed interface Answer {
        record Accepted(Generation generation) implements Answer {}

        record Insufficient(io.mediagate.credits.Credits available) implements Answer {}
    }

    private final Database database;
    private final PostgresLedger ledger;
    private final long nodeId;
    private final Snapshots snapshots;
    private final GenerationStore generations = new GenerationStore();
    private final JournalStore journal = new JournalStore();

    Acceptances(Database database, PostgresLedger ledger, long nodeId, Snapshots snapshots) {
        this.snapshots = snapshots;
        this.database = database;
        this.ledger = ledger;
        this.nodeId = nodeId;
    }

    @Override
    public List<Answer> commit(List<Request> requests) {
        return database.transaction(tx -> accept(tx, requests));
    }

    private List<Answer> accept(Handle tx, List<Request> requests) {
        var holds = ledger.hold(tx, requests.stream().map(Acceptances::hold).toList());
        var answers = new ArrayList<Answer>();
        var rows = new ArrayList<GenerationStore.Accepted>();
        var events = new ArrayList<Event>();
        for (int i = 0; i < requests.size(); i++) {
            var request = requests.get(i);
            switch (holds.get(i)) {
                case HoldAnswer.Insufficient(var available) ->
                        answers.add(new Answer.Insufficient(available));
                case HoldAnswer.Held(var subscription, var permanent) -> {
                    var generation = generation(request, new Usage(subscription, permanent));
                    var draft = request.draft();
                    rows.add(
                            new GenerationStore.Accepted(
                                    generation,
                                    draft.caller().keyId(),
                                    draft.model().deadline().toSeconds()));
                    events.add(created(generation));
                    answers.add(new Answer.Accepted(generation));
                }
            }
        }
        generations.insert(tx, rows);
        journal.append(tx, nodeId, events);
        return answers;
    }

    private static HoldRequest hold(Request request) {
        var draft = request.draft();
        return new HoldRequest(draft.caller().scope(), request.id(), draft.price());
    }

    private static Generation generation(Request request, Usage usage) {
        var draft = request.draft();
        return new Generation(
                draft.caller().scope(),
                request.id(),
                draft.model().path(),
                draft.model().family(),
                draft.input().toString(),
                State.QUEUED,
                1,
                usage,
                OptionalInt.empty(),
                request.at(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Event created(Generation generation) {
        return new Event(
                generation.scope().workspaceId(),
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
