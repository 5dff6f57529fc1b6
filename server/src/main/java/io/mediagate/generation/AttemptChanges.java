package io.mediagate.generation;

import io.mediagate.storage.Database;
import io.mediagate.storage.GroupCommit;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes the record of attempts, many lines in one transaction. The answer to a line says whether its
/// lease was still valid.
final class AttemptChanges implements GroupCommit.Batch<AttemptChange, Boolean> {

    private final Database database;
    private final InstantSource clock;
    private final long nodeId;
    private final AttemptStore store = new AttemptStore();
    private final TimelineStore timelines = new TimelineStore();
    private final GenerationStore generations = new GenerationStore();

    AttemptChanges(Database database, InstantSource clock, long nodeId) {
        this.database = database;
        this.clock = clock;
        this.nodeId = nodeId;
    }

    @Override
    public List<Boolean> commit(List<AttemptChange> changes) {
        var now = clock.instant();
        var newest = newestLeases(changes);
        var valid =
                database.transaction(tx -> {
                    var ids = new HashSet<String>();
                    ids.addAll(
                            store.begin(tx, only(changes, AttemptChange.Begun.class), nodeId, now));
                    ids.addAll(store.accept(tx, only(changes, AttemptChange.Accepted.class), now));
                    store.end(tx, only(changes, AttemptChange.Ended.class), now);
                    newest.keySet().retainAll(ids);
                    timelines.append(tx, notes(changes, newest));
                    return newest;
                });
        return changes.stream()
                .map(change -> change instanceof AttemptChange.Ended || isValid(change, valid))
                .toList();
    }

    /// Of each generation only the newest lease can be valid: an older one in the same batch, of a runner
    /// that was slow to learn that it had lost it, is not made so by the other's row.
    private static Map<String, Long> newestLeases(List<AttemptChange> changes) {
        var newest = new HashMap<String, Long>();
        for (var change : changes) {
            if (!(change instanceof AttemptChange.Ended)) {
                newest.merge(change.lease().id(), change.lease().number(), Math::max);
            }
        }
        return newest;
    }

    private static boolean isValid(AttemptChange change, Map<String, Long> valid) {
        var lease = valid.get(change.lease().id());
        return lease != null && lease == change.lease().number();
    }

    /// Of what happened; a beginning without a valid lease did not.
    private static List<Note> notes(List<AttemptChange> changes, Map<String, Long> valid) {
        return changes.stream()
                .filter(change ->
                        !(change instanceof AttemptChange.Begun) || isValid(change, valid))
                .flatMap(change -> change.notes().stream())
                .toList();
    }

    private static <C extends AttemptChange> List<C> only(
            List<AttemptChange> changes, Class<C> kind) {
        return changes.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /// A lost commit of a beginning shows in its row; one that another node has begun is not ours, and
    /// ours is worth nothing once the lease is lost. The other lines can be written again without harm.
    @Override
    public Optional<Boolean> stored(AttemptChange change) {
        if (!(change instanceof AttemptChange.Begun)) {
            return Optional.empty();
        }
        var lease = change.lease();
        return database.with(handle ->
                store.all(handle, lease.workspaceId(), lease.id()).stream()
                        .filter(past -> past.number() == change.number())
                        .filter(past -> past.nodeId() == nodeId)
                        .findFirst()
                        .map(_ -> generations.holds(handle, lease)));
    }
}
