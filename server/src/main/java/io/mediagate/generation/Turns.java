package io.mediagate.generation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/// Takes generations out of the queue, one workspace after the other: whoever has queued ten thousand does
/// not delay who has queued one. Each takes up the round where the last one ended.
///
/// No workspace gets all of a node: beyond its share of the places it waits, even where there are free ones,
/// so that those who come later need not wait until one of its generations ends.
///
/// Called by one thread at a time.
final class Turns {

    private static final int WORKSPACES_AT_ONCE = 64;

    private final GenerationStore store = new GenerationStore();
    private final Places places;
    private String after = "";

    Turns(Places places) {
        this.places = places;
    }

    /// What was taken.
    ///
    /// @param more whether there may be more that could be taken at once
    /// @param heldBack whether some workspace waits only because there is no place for it
    record Taken(List<Lease> leases, boolean more, boolean heldBack) {}

    /// Takes the oldest of some workspaces, in equal parts, and a place for each.
    ///
    /// @param room how many at most, from 1
    /// @param kept gets how many places each workspace has been given by this: to be freed if the
    ///     transaction fails
    Taken take(Handle tx, long nodeId, int room, Instant now, Map<String, Integer> kept) {
        boolean fromTheStart = after.isEmpty();
        var waiting = store.waitingWorkspaces(tx, after, WORKSPACES_AT_ONCE);
        if (waiting.isEmpty() && !fromTheStart) {
            fromTheStart = true;
            waiting = store.waitingWorkspaces(tx, "", WORKSPACES_AT_ONCE);
        }
        var next = new ArrayList<String>();
        for (var workspace : waiting) {
            if (next.size() < room && places.freeFor(workspace) > 0) {
                next.add(workspace);
                after = workspace;
            }
        }
        boolean end = waiting.size() < WORKSPACES_AT_ONCE && next.size() < room;
        after = end ? "" : next.size() < room ? waiting.getLast() : after;
        int part = room / Math.max(1, next.size());
        next.forEach(workspace -> kept.put(workspace, places.take(workspace, part)));
        kept.values().removeIf(many -> many == 0);
        var leases = kept.isEmpty() ? List.<Lease>of() : store.claim(tx, nodeId, kept, now);
        var taken = new HashMap<String, Integer>();
        leases.forEach(lease -> taken.merge(lease.workspaceId(), 1, Integer::sum));
        boolean more = !end || !fromTheStart;
        boolean heldBack = waiting.size() > kept.size();
        for (var entry : kept.entrySet()) {
            int many = taken.getOrDefault(entry.getKey(), 0);
            if (many == entry.getValue()) {
                boolean hasMorePlaces = places.freeFor(entry.getKey()) > 0;
                more |= hasMorePlaces;
                heldBack |= !hasMorePlaces;
            }
            places.free(entry.getKey(), entry.getValue() - many);
            entry.setValue(many);
        }
        return new Taken(leases, more, heldBack);
    }
}
