package io.mediagate.generation;

import io.mediagate.credits.PostgresLedger;
import io.mediagate.credits.Settlement;
import io.mediagate.event.Event;
import io.mediagate.event.JournalStore;
import io.mediagate.storage.Database;
import io.mediagate.storage.GroupCommit;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/// Makes changes of accepted generations, many in one transaction: state, money, attempt, files and
/// journal event move together or not at all. This is the only place where a generation ends.
final class Changes implements GroupCommit.Batch<Change, Change.Answer> {

    private final Database database;
    private final PostgresLedger ledger;
    private final InstantSource clock;
    private final long nodeId;
    private final Consumer<Generation> published;
    private final GenerationStore generations = new GenerationStore();
    private final AttemptStore attempts = new AttemptStore();
    private final TimelineStore timelines = new TimelineStore();
    private final KeyUseStore keyUse = new KeyUseStore();
    private final JournalStore journal = new JournalStore();

    /// @param published is told of every generation that a change has been made of
    Changes(
            Database database,
            PostgresLedger ledger,
            InstantSource clock,
            long nodeId,
            Consumer<Generation> published) {
        this.published = published;
        this.database = database;
        this.ledger = ledger;
        this.clock = clock;
        this.nodeId = nodeId;
    }

    @Override
    public List<Change.Answer> commit(List<Change> changes) {
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var made = database.transaction(tx -> make(tx, changes, now));
        var answers = new ArrayList<Change.Answer>();
        for (int i = 0; i < changes.size(); i++) {
            var generation = made.get(i);
            answers.add(
                    generation == null
                            ? unlessMadeBefore(changes.get(i))
                            : new Change.Answer.Made(generation));
        }
        return answers;
    }

    private Map<Integer, Generation> make(Handle tx, List<Change> changes, Instant now) {
        var made = generations.change(tx, changes, now);
        var settlements = new ArrayList<Settlement>();
        var ended = new ArrayList<AttemptChange.Ended>();
        var succeeded = new ArrayList<Change.Succeeded>();
        var events = new ArrayList<Event>();
        made.forEach((position, generation) -> {
            var change = changes.get(position);
            events.add(generation.event(change.type(), change.progress(), now));
            settlement(change).ifPresent(settlements::add);
            switch (change) {
                case Change.Succeeded success -> succeeded.add(success);
                case Change.Failed failed -> failed.attempt().ifPresent(ended::add);
                case Change.Canceled _, Change.Progressed _ -> {}
            }
        });
        giveBack(tx, made.values());
        ledger.settle(tx, settlements);
        attempts.end(tx, ended, now);
        attempts.succeed(tx, succeeded, now);
        timelines.append(tx, notes(changes, made));
        generations.insertFiles(
                tx, made.values().stream().filter(g -> g.state() == State.SUCCEEDED).toList(), now);
        journal.append(tx, nodeId, events);
        return made;
    }

    private static List<Note> notes(List<Change> changes, Map<Integer, Generation> made) {
        return made.keySet().stream()
                .map(changes::get)
                .filter(Change.Failed.class::isInstance)
                .flatMap(change -> ((Change.Failed) change).notes().stream())
                .toList();
    }

    private void giveBack(Handle tx, Collection<Generation> made) {
        var released =
                made.stream()
                        .filter(g -> g.state() == State.FAILED || g.state() == State.CANCELED)
                        .toList();
        if (!released.isEmpty()) {
            keyUse.giveBack(tx, released);
        }
    }

    private static Optional<Settlement> settlement(Change change) {
        return switch (change) {
            case Change.Progressed _ -> Optional.empty();
            case Change.Succeeded _ -> Optional.of(settlement(change, Settlement.Kind.CAPTURE));
            case Change.Failed _, Change.Canceled _ ->
                    Optional.of(settlement(change, Settlement.Kind.RELEASE));
        };
    }

    private static Settlement settlement(Change change, Settlement.Kind kind) {
        return new Settlement(change.workspaceId(), change.generationId(), kind);
    }

    @Override
    public void committed(Change.Answer answer) {
        if (answer instanceof Change.Answer.Made(var generation)) {
            published.accept(generation);
        }
    }

    /// Nothing to look up: a change may be asked for again, since `commit` knows its own traces.
    @Override
    public Optional<Change.Answer> stored(Change change) {
        return Optional.empty();
    }

    /// What was too late may have been made before, by a commit whose answer was lost: then the row has
    /// ended so under the same lease, which only its holder can have done. A cancellation is anybody's,
    /// so whoever made it, it is made.
    private Change.Answer unlessMadeBefore(Change change) {
        var row =
                switch (change) {
                    case Change.Progressed _ -> Optional.<Generation>empty();
                    case Change.Succeeded(var lease, _, _) -> ended(lease);
                    case Change.Failed(var lease, _, _, _) -> ended(lease);
                    case Change.Canceled(var workspaceId, var id) ->
                            database.with(h -> generations.find(h, workspaceId, id));
                };
        return row.filter(generation -> generation.state() == change.state())
                .<Change.Answer>map(Change.Answer.Made::new)
                .orElseGet(Change.Answer.TooLate::new);
    }

    private Optional<Generation> ended(Lease lease) {
        return database.with(handle -> generations.endedUnder(handle, lease));
    }
}
