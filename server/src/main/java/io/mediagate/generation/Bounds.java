package io.mediagate.generation;

/// What keeps one workspace, and all of them together, from using a node up.
///
/// @param runningOfOne how many places of a node one workspace may have, from 1
/// @param queuedOfOne how many generations one workspace may have queued, on all nodes, from 1
/// @param waiting how many requests may wait for one writer to accept them, from 1
public record Bounds(int runningOfOne, int queuedOfOne, int waiting) {

    /// What holds unless the operator says otherwise, of so many places.
    static Bounds of(int mostRunning) {
        return new Bounds(Math.max(1, mostRunning * 8 / 10), 100_000, 4_096);
    }
}
