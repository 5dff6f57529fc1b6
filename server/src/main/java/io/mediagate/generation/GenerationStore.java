package io.mediagate.generation;

import io.mediagate.account.Scope;
import io.mediagate.artifact.StoredFile;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;

/// The SQL of generations.
final class GenerationStore {

    private static final String INSERT =
            """
            INSERT INTO generation (workspace_id, livemode, id, key_id, model, family, input,
                state, sequence, lease, node_id, from_subscription, from_permanent,
                deadline_seconds, created_at, limited, trace, started_at, deadline_at)
            SELECT workspace_id, livemode, id, key_id, model, family, input::json,
                   CASE WHEN started THEN 'running' ELSE 'queued' END,
                   CASE WHEN started THEN 2 ELSE 1 END,
                   CASE WHEN started THEN 1 ELSE 0 END,
                   CASE WHEN started THEN :node END,
                   subscription, permanent, deadline, created_at::timestamptz,
                   limited, nullif(trace, ''),
                   CASE WHEN started THEN :now::timestamptz END,
                   CASE WHEN started
                        THEN :now::timestamptz + deadline * interval '1 second' END
              FROM unnest(:workspaces, :livemodes, :ids, :keys, :models, :families, :inputs,
                          :subscriptions, :permanents, :deadlines, :ats, :limited, :traces,
                          :started)
                AS g (workspace_id, livemode, id, key_id, model, family, input,
                      subscription, permanent, deadline, created_at, limited, trace,
                      started)
            """;

    /// A generation to insert, with what the public object does not tell.
    record Accepted(
            Generation generation,
            String keyId,
            long deadlineSeconds,
            boolean limited,
            String trace,
            boolean started) {}

    /// @param nodeId of the owner of those that have started
    /// @param now when those have started
    void insert(Handle tx, List<Accepted> all, long nodeId, Instant now) {
        if (all.isEmpty()) {
            return;
        }
        var generations = all.stream().map(Accepted::generation).toList();
        tx.createUpdate(INSERT)
                .bindArray(
                        "workspaces",
                        String.class,
                        generations.stream().map(g -> g.scope().workspaceId()).toList())
                .bindArray(
                        "livemodes",
                        Boolean.class,
                        generations.stream().map(g -> g.scope().livemode()).toList())
                .bindArray("ids", String.class, generations.stream().map(Generation::id).toList())
                .bindArray("keys", String.class, all.stream().map(Accepted::keyId).toList())
                .bindArray(
                        "models",
                        String.class,
                        generations.stream().map(Generation::model).toList())
                .bindArray(
                        "families",
                        String.class,
                        generations.stream().map(g -> g.family().name()).toList())
                .bindArray(
                        "inputs",
                        String.class,
                        generations.stream().map(Generation::input).toList())
                .bindArray(
                        "subscriptions",
                        Long.class,
                        generations.stream().map(g -> g.price().subscription().amount()).toList())
                .bindArray(
                        "permanents",
                        Long.class,
                        generations.stream().map(g -> g.price().permanent().amount()).toList())
                .bindArray(
                        "deadlines",
                        Integer.class,
                        all.stream().map(a -> Math.toIntExact(a.deadlineSeconds())).toList())
                .bindArray(
                        "ats",
                        String.class,
                        generations.stream().map(g -> g.createdAt().toString()).toList())
                .bindArray("limited", Boolean.class, all.stream().map(Accepted::limited).toList())
                .bindArray("traces", String.class, all.stream().map(Accepted::trace).toList())
                .bindArray("started", Boolean.class, all.stream().map(Accepted::started).toList())
                .bind("node", nodeId)
                .bind("now", now)
                .execute();
    }

    Optional<Generation> find(Handle handle, Scope scope, String id) {
        return handle.createQuery(
                        "SELECT "
                                + Stored.COLUMNS
                                + """
                                  FROM generation g
                                 WHERE g.workspace_id = :workspace AND g.id = :id
                                   AND g.livemode = :livemode
                                """)
                .bind("workspace", scope.workspaceId())
                .bind("id", id)
                .bind("livemode", scope.livemode())
                .map((rs, _) -> Stored.generation(rs))
                .findOne();
    }

    List<Generation> unfinished(Handle handle, Scope scope, int limit) {
        return handle.createQuery(
                        "SELECT "
                                + Stored.COLUMNS
                                + """
                                  FROM generation g
                                 WHERE g.workspace_id = :workspace AND g.livemode = :livemode
                                   AND g.state IN ('queued', 'running')
                                 ORDER BY g.id DESC LIMIT :limit
                                """)
                .bind("workspace", scope.workspaceId())
                .bind("livemode", scope.livemode())
                .bind("limit", limit)
                .map((rs, _) -> Stored.generation(rs))
                .list();
    }

    /// @param before only older ones than this id
    List<Generation> history(
            Handle handle, Scope scope, Generations.Filter filter, int limit, String before) {
        return handle.createQuery(
                        "SELECT "
                                + Stored.COLUMNS
                                + """
                                  FROM generation g
                                 WHERE g.workspace_id = :workspace AND g.livemode = :livemode
                                   AND g.id < :before
                                   AND (:state = '' OR g.state = :state)
                                   AND (:model = '' OR g.model = :model)
                                 ORDER BY g.id DESC LIMIT :limit
                                """)
                .bind("workspace", scope.workspaceId())
                .bind("livemode", scope.livemode())
                .bind("before", before)
                .bind("state", filter.state().map(State::column).orElse(""))
                .bind("model", filter.model().orElse(""))
                .bind("limit", limit)
                .map((rs, _) -> Stored.generation(rs))
                .list();
    }

    /// Workspaces that have queued ones, in the order of their ids. Goes from each to the next by the
    /// index: how much they have queued does not matter.
    ///
    /// @param after only later ones than this id
    List<String> waitingWorkspaces(Handle tx, String after, int most) {
        return tx.createQuery(
                        """
                        WITH RECURSIVE waiting (workspace_id, number) AS (
                            (SELECT workspace_id, 1 FROM generation
                              WHERE state = 'queued' AND workspace_id > :after
                              ORDER BY workspace_id LIMIT 1)
                            UNION ALL
                            SELECT (SELECT g.workspace_id FROM generation g
                                     WHERE g.state = 'queued' AND g.workspace_id > w.workspace_id
                                     ORDER BY g.workspace_id LIMIT 1), w.number + 1
                              FROM waiting w
                             WHERE w.workspace_id IS NOT NULL AND w.number < :most)
                        SELECT workspace_id FROM waiting WHERE workspace_id IS NOT NULL
                        """)
                .bind("after", after)
                .bind("most", most)
                .mapTo(String.class)
                .list();
    }

    /// How many each workspace has queued.
    Map<String, Integer> queued(Handle handle) {
        return handle
                .createQuery(
                        """
                        SELECT workspace_id, count(*) AS queued FROM generation
                         WHERE state = 'queued' GROUP BY workspace_id
                        """)
                .map((rs, _) -> Map.entry(rs.getString("workspace_id"), rs.getInt("queued")))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /// Takes queued ones of these workspaces, of each the oldest and so many at most. Rows that another
    /// node is just taking are passed over, so that nodes never wait for each other here.
    List<Lease> claim(Handle tx, long nodeId, Map<String, Integer> parts, Instant now) {
        return tx.createQuery(
                        """
                        WITH next AS (
                            SELECT q.workspace_id, q.id
                              FROM unnest(:workspaces, :parts) AS p (workspace_id, part)
                             CROSS JOIN LATERAL (
                                SELECT o.workspace_id, o.id FROM generation o
                                 WHERE o.state = 'queued' AND o.workspace_id = p.workspace_id
                                 ORDER BY o.id LIMIT p.part
                                   FOR UPDATE SKIP LOCKED) AS q)
                        UPDATE generation g
                           SET state = 'running', lease = g.lease + 1, node_id = :node,
                               sequence = g.sequence + 1, started_at = :now,
                               deadline_at = :now::timestamptz + g.deadline_seconds * interval '1 second'
                          FROM next
                         WHERE g.workspace_id = next.workspace_id AND g.id = next.id
                        RETURNING g.lease, g.deadline_at, g.trace,\
                        """
                                + Stored.COLUMNS)
                .bindArray("workspaces", String.class, List.copyOf(parts.keySet()))
                .bindArray("parts", Integer.class, List.copyOf(parts.values()))
                .bind("node", nodeId)
                .bind("now", now)
                .map((rs, _) -> Stored.lease(rs))
                .list();
    }

    /// Takes over running ones whose node gave no sign of life for this long.
    List<Lease> takeOver(Handle tx, long nodeId, int most, long secondsSilent) {
        return tx.createQuery(
                        """
                        WITH lost AS (
                            SELECT g.workspace_id, g.id FROM generation g JOIN node n ON n.id = g.node_id
                             WHERE g.state = 'running' AND n.id <> :node
                               AND (n.stopped_at IS NOT NULL
                                    OR n.heartbeat_at < now() - :silent * interval '1 second')
                             LIMIT :most
                               FOR UPDATE OF g SKIP LOCKED)
                        UPDATE generation g
                           SET lease = g.lease + 1, node_id = :node
                          FROM lost
                         WHERE g.workspace_id = lost.workspace_id AND g.id = lost.id
                        RETURNING g.lease, g.deadline_at, g.trace,\
                        """
                                + Stored.COLUMNS)
                .bind("most", most)
                .bind("node", nodeId)
                .bind("silent", secondsSilent)
                .map((rs, _) -> Stored.lease(rs))
                .list();
    }

    boolean holds(Handle handle, Lease lease) {
        return handle.createQuery(
                        """
                        SELECT EXISTS (SELECT FROM generation
                         WHERE workspace_id = :workspace AND id = :id
                           AND state = 'running' AND lease = :lease)
                        """)
                .bind("workspace", lease.workspaceId())
                .bind("id", lease.id())
                .bind("lease", lease.number())
                .mapTo(Boolean.class)
                .one();
    }

    /// The generation, whoever asks.
    Optional<Generation> find(Handle handle, String workspaceId, String id) {
        return handle.createQuery(
                        "SELECT "
                                + Stored.COLUMNS
                                + """
                                  FROM generation g
                                 WHERE g.workspace_id = :workspace AND g.id = :id
                                """)
                .bind("workspace", workspaceId)
                .bind("id", id)
                .map((rs, _) -> Stored.generation(rs))
                .findOne();
    }

    /// The generation, if it has ended while this lease was its last.
    Optional<Generation> endedUnder(Handle handle, Lease lease) {
        return handle.createQuery(
                        "SELECT "
                                + Stored.COLUMNS
                                + """
                                  FROM generation g
                                 WHERE g.workspace_id = :workspace AND g.id = :id
                                   AND g.lease = :lease AND g.finished_at IS NOT NULL
                                """)
                .bind("workspace", lease.workspaceId())
                .bind("id", lease.id())
                .bind("lease", lease.number())
                .map((rs, _) -> Stored.generation(rs))
                .findOne();
    }

    /// Takes those again that this node owns without knowing it: the answer to the transaction that took
    /// them was lost. They are told from the others here: the database would compare each with each.
    ///
    /// @param known asked after the database, so that what has just been accepted and started is in it;
    ///     what has ended since is nobody's any more
    List<Lease> takeStrays(Handle tx, long nodeId, Supplier<Set<String>> known) {
        var strays = new HashMap<>(owned(tx, nodeId));
        strays.keySet().removeAll(known.get());
        if (strays.isEmpty()) {
            return List.of();
        }
        return tx.createQuery(
                        """
                        UPDATE generation g SET lease = g.lease + 1
                          FROM unnest(:workspaces, :ids) AS s (workspace_id, id)
                         WHERE g.workspace_id = s.workspace_id AND g.id = s.id
                           AND g.node_id = :node
                        RETURNING g.lease, g.deadline_at, g.trace,\
                        """
                                + Stored.COLUMNS)
                .bind("node", nodeId)
                .bindArray("workspaces", String.class, List.copyOf(strays.values()))
                .bindArray("ids", String.class, List.copyOf(strays.keySet()))
                .map((rs, _) -> Stored.lease(rs))
                .list();
    }

    /// Which generations this node owns, with their workspaces.
    Map<String, String> owned(Handle handle, long nodeId) {
        return handle
                .createQuery(
                        "SELECT id, workspace_id FROM generation"
                                + " WHERE state = 'running' AND node_id = :node")
                .bind("node", nodeId)
                .map((rs, _) -> Map.entry(rs.getString("id"), rs.getString("workspace_id")))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /// Makes the changes whose guards hold, one statement for all; the generations as they stand now, by
    /// the position of the change that made them so. A generation that two changes meet takes one.
    ///
    /// A lease that is still valid is one of a running generation: a queued one has none yet. The guard
    /// does not name the states, so that no plan goes by an index over all that is running.
    Map<Integer, Generation> change(Handle tx, List<Change> changes, Instant now) {
        return tx
                .createQuery(
                        """
                        UPDATE generation g
                           SET state = c.state, sequence = g.sequence + 1,
                               progress = coalesce(nullif(c.progress, -1), g.progress),
                               node_id = CASE WHEN c.state = 'running' THEN g.node_id END,
                               finished_at = CASE WHEN c.state <> 'running'
                                                  THEN :now::timestamptz END,
                               result = nullif(c.result, '')::json,
                               code = nullif(c.code, ''),
                               message = CASE WHEN c.code <> '' THEN c.message END,
                               retry_after_seconds = nullif(c.retry_after, -1)
                          FROM unnest(:positions, :workspaces, :ids, :leases, :states, :progress,
                                      :results, :codes, :messages, :retries)
                            AS c (position, workspace_id, id, lease, state, progress, result, code,
                                  message, retry_after)
                         WHERE g.workspace_id = c.workspace_id AND g.id = c.id
                           AND g.finished_at IS NULL AND c.lease IN (-1, g.lease)
                        RETURNING c.position,\
                        """
                                + Stored.COLUMNS)
                .bindArray("positions", Integer.class, positions(changes))
                .bindArray(
                        "workspaces",
                        String.class,
                        changes.stream().map(Change::workspaceId).toList())
                .bindArray("ids", String.class, changes.stream().map(Change::generationId).toList())
                .bindArray("leases", Long.class, changes.stream().map(Change::leaseNumber).toList())
                .bindArray(
                        "states",
                        String.class,
                        changes.stream().map(c -> c.state().column()).toList())
                .bindArray(
                        "progress",
                        Integer.class,
                        changes.stream().map(c -> c.progress().orElse(-1)).toList())
                .bindArray(
                        "results",
                        String.class,
                        changes.stream().map(GenerationStore::result).toList())
                .bindArray(
                        "codes", String.class, changes.stream().map(GenerationStore::code).toList())
                .bindArray(
                        "messages",
                        String.class,
                        changes.stream().map(GenerationStore::message).toList())
                .bindArray(
                        "retries",
                        Integer.class,
                        changes.stream().map(GenerationStore::retryAfter).toList())
                .bind("now", now)
                .map((rs, _) -> Map.entry(rs.getInt("position"), Stored.generation(rs)))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static List<Integer> positions(Collection<?> all) {
        return IntStream.range(0, all.size()).boxed().toList();
    }

    private static String result(Change change) {
        return change instanceof Change.Succeeded s ? Stored.json(s.result()) : "";
    }

    private static String code(Change change) {
        return change instanceof Change.Failed f ? f.failure().code().name() : "";
    }

    private static int retryAfter(Change change) {
        return change instanceof Change.Failed f
                ? f.failure().retryAfter().map(hint -> Math.toIntExact(hint.toSeconds())).orElse(-1)
                : -1;
    }

    private static String message(Change change) {
        return change instanceof Change.Failed f ? f.failure().message() : "";
    }

    void insertFiles(Handle tx, List<Generation> succeeded, Instant now) {
        record File(Generation of, StoredFile file) {}
        var files =
                succeeded.stream()
                        .flatMap(g ->
                                g.result().orElseThrow().files().stream().map(f -> new File(g, f)))
                        .toList();
        if (files.isEmpty()) {
            return;
        }
        tx.createUpdate(
                        """
                        INSERT INTO file (workspace_id, id, generation_id, livemode, name,
                            content_type, size_bytes, created_at)
                        SELECT workspace_id, id, generation_id, livemode, name, content_type,
                            size_bytes, :now
                          FROM unnest(:workspaces, :ids, :generations, :modes, :names, :types, :sizes)
                            AS f (workspace_id, id, generation_id, livemode, name, content_type,
                                size_bytes)
                        """)
                .bindArray(
                        "workspaces",
                        String.class,
                        files.stream().map(f -> f.of().scope().workspaceId()).toList())
                .bindArray("ids", String.class, files.stream().map(f -> f.file().id()).toList())
                .bindArray(
                        "generations", String.class, files.stream().map(f -> f.of().id()).toList())
                .bindArray(
                        "modes",
                        Boolean.class,
                        files.stream().map(f -> f.of().scope().livemode()).toList())
                .bindArray("names", String.class, files.stream().map(f -> f.file().name()).toList())
                .bindArray(
                        "types",
                        String.class,
                        files.stream().map(f -> f.file().media().contentType()).toList())
                .bindArray(
                        "sizes", Long.class, files.stream().map(f -> f.file().sizeBytes()).toList())
                .bind("now", now)
                .execute();
    }
}
