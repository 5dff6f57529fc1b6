package io.mediagate.generation;

import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import io.mediagate.storage.Database;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Knows about how much each workspace has queued, and refuses more than it may.
///
/// Counted each second, and between two counts what this node accepts is added: other nodes' acceptances
/// of the last second are not seen, which is near enough for what only keeps the queue from growing without
/// end.
final class QueueWatch {

    private static final Duration LATER = Duration.ofSeconds(10);

    private final Database database;
    private final int most;
    private final GenerationStore store = new GenerationStore();
    private volatile Map<String, Integer> queued = new ConcurrentHashMap<>();

    /// @param most how many one workspace may have queued
    QueueWatch(Database database, int most) {
        this.database = database;
        this.most = most;
    }

    /// Throws `SERVICE_UNAVAILABLE` when the workspace has enough queued.
    void requireRoom(String workspaceId) {
        if (queued.getOrDefault(workspaceId, 0) >= most) {
            throw Problem.of(
                            ErrorCode.SERVICE_UNAVAILABLE,
                            "This workspace has %d generations queued, as many as it may. Please retry later."
                                    .formatted(most))
                    .withRetryAfter(LATER);
        }
    }

    void accepted(String workspaceId) {
        queued.merge(workspaceId, 1, Integer::sum);
    }

    /// How many all workspaces have queued, as of the last count and what this node accepted since.
    int queued() {
        return queued.values().stream().mapToInt(Integer::intValue).sum();
    }

    void count() {
        queued = new ConcurrentHashMap<>(database.with(store::queued));
    }
}
