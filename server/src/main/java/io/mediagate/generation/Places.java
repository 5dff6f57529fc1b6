package io.mediagate.generation;

import java.util.HashMap;
import java.util.Map;

/// The places of a node for generations, and how many of them each workspace has. Whoever is about to start
/// something takes its place first and frees it if nothing comes of it: so two that look at the same
/// time never get the same place.
final class Places {

    private final int all;
    private final int mostOfOne;
    private final Map<String, Integer> ofWorkspaces = new HashMap<>();
    private int taken;

    /// @param all how many there are, from 1
    /// @param mostOfOne how many of them one workspace may have, from 1
    Places(int all, int mostOfOne) {
        this.all = all;
        this.mostOfOne = mostOfOne;
    }

    /// How many are free, for workspaces that have not got their share. Below 0 where more was taken over
    /// than there were places for.
    synchronized int free() {
        return all - taken;
    }

    /// How many of the free ones this workspace may have, from 0.
    synchronized int freeFor(String workspaceId) {
        int share = mostOfOne - ofWorkspaces.getOrDefault(workspaceId, 0);
        return Math.max(0, Math.min(share, all - taken));
    }

    /// Takes as many as there are for this workspace.
    ///
    /// @param most how many at most, from 0
    /// @return how many were taken
    synchronized int take(String workspaceId, int most) {
        int many = Math.min(most, freeFor(workspaceId));
        add(workspaceId, many);
        return many;
    }

    /// Takes one whether there is one or not: what was somebody else's cannot wait.
    synchronized void takeBeyond(String workspaceId) {
        add(workspaceId, 1);
    }

    /// @param many how many of those taken, from 0
    synchronized void free(String workspaceId, int many) {
        add(workspaceId, -many);
    }

    private void add(String workspaceId, int many) {
        taken += many;
        ofWorkspaces.merge(workspaceId, many, (had, more) -> had + more == 0 ? null : had + more);
    }
}
