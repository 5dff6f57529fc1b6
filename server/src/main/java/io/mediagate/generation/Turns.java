package io.mediagate.generation;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.ToIntFunction;
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
    private final int mostOfOne;
    private String after = "";

    /// @param mostOfOne how many places of the node one workspace may have, from 1
    Turns(int mostOfOne) {
        this.mostOfOne = mostOfOne;
    }

    /// What was taken.
    ///
    /// @param more whether there may be more that could be taken at once
    /// @param heldBack whether some workspace waits only because it has its share of the places
    record Taken(List<Lease> leases, boolean more, boolean heldBack) {}

    /// Takes the oldest of some workspaces, in equal parts.
    ///
    /// @param room how many at most, from 1
    /// @param running how many of a workspace the node has already
    Taken take(Handle tx, long nodeId, int room, ToIntFunction<String> running, Instant now) {
        boolean fromTheStart = after.isEmpty();
        var waiting = store.waitingWorkspaces(tx, after, WORKSPACES_AT_ONCE);
        if (waiting.isEmpty() && !fromTheStart) {
            fromTheStart = true;
            waiting = store.waitingWorkspaces(tx, "", WORKSPACES_AT_ONCE);
        }
        var free = new LinkedHashMap<String, Integer>();
        for (var workspace : waiting) {
            int places = mostOfOne - running.applyAsInt(workspace);
            if (places > 0 && free.size() < room) {
                free.put(workspace, places);
                after = workspace;
            }
        }
        boolean heldBack = waiting.size() > free.size();
        boolean end = waiting.size() < WORKSPACES_AT_ONCE && free.size() < room;
        after = end ? "" : free.size() < room ? waiting.getLast() : after;
        if (free.isEmpty()) {
            return new Taken(List.of(), !end || !fromTheStart, heldBack);
        }
        int part = Math.max(1, room / free.size());
        var parts = new LinkedHashMap<String, Integer>();
        free.forEach((workspace, places) -> parts.put(workspace, Math.min(part, places)));
        var leases = store.claim(tx, nodeId, parts, now);
        var taken = new LinkedHashMap<String, Integer>();
        leases.forEach(lease -> taken.merge(lease.workspaceId(), 1, Integer::sum));
        boolean more = !end || !fromTheStart;
        for (var entry : taken.entrySet()) {
            int places = free.getOrDefault(entry.getKey(), 0);
            heldBack |= entry.getValue() == places;
            more |= entry.getValue() < places && entry.getValue().equals(parts.get(entry.getKey()));
        }
        return new Taken(leases, more, heldBack);
    }
}
