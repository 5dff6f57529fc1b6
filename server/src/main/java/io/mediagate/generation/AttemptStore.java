package io.mediagate.generation;

import io.mediagate.provider.ProviderFailure;
import io.mediagate.provider.ProviderHandle;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/// The SQL of attempts.
final class AttemptStore {

    /// The last attempt at a generation, as a new owner finds it.
    record Last(
            int number,
            String provider,
            String state,
            long nodeId,
            Optional<ProviderHandle> handle) {}

    /// Writes attempts that are about to be submitted, those whose lease is valid; the ids of their
    /// generations.
    Set<String> begin(Handle tx, List<AttemptChange.Begun> begun, long nodeId, Instant now) {
        if (begun.isEmpty()) {
            return Set.of();
        }
        return tx.createQuery(
                        """
                        INSERT INTO attempt (workspace_id, generation_id, number, provider, model,
                            node_id, state, submitted_at)
                        SELECT g.workspace_id, g.id, b.number, b.provider, b.model, :node,
                               'submitting', :now
                          FROM unnest(:workspaces, :ids, :leases, :numbers, :providers, :models)
                            AS b (workspace_id, id, lease, number, provider, model)
                          JOIN generation g
                            ON g.workspace_id = b.workspace_id AND g.id = b.id
                           AND g.lease = b.lease AND g.state = 'running'
                        RETURNING generation_id
                        """)
                .bindArray(
                        "workspaces",
                        String.class,
                        begun.stream().map(b -> b.lease().workspaceId()).toList())
                .bindArray("ids", String.class, begun.stream().map(b -> b.lease().id()).toList())
                .bindArray(
                        "leases", Long.class, begun.stream().map(b -> b.lease().number()).toList())
                .bindArray("numbers", Integer.class, begun.stream().map(b -> b.number()).toList())
                .bindArray(
                        "providers", String.class, begun.stream().map(b -> b.provider()).toList())
                .bindArray("models", String.class, begun.stream().map(b -> b.model()).toList())
                .bind("node", nodeId)
                .bind("now", now)
                .mapTo(String.class)
                .set();
    }

    /// Stores the handles of accepted attempts, whoever owns the generation by now: a handle is the only
    /// way to what may be billed. The ids of those generations that are still running under this lease.
    Set<String> accept(Handle tx, List<AttemptChange.Accepted> accepted) {
        if (accepted.isEmpty()) {
            return Set.of();
        }
        return tx.createQuery(
                        """
                        WITH handles AS (
                            SELECT * FROM unnest(:workspaces, :ids, :leases, :numbers, :handles)
                                AS h (workspace_id, id, lease, number, handle)),
                        stored AS (
                            UPDATE attempt a SET state = 'accepted', handle = h.handle
                              FROM handles h
                             WHERE a.workspace_id = h.workspace_id AND a.generation_id = h.id
                               AND a.number = h.number AND a.state = 'submitting')
                        SELECT g.id FROM generation g JOIN handles h
                            ON g.workspace_id = h.workspace_id AND g.id = h.id
                         WHERE g.lease = h.lease AND g.state = 'running'
                        """)
                .bindArray(
                        "workspaces",
                        String.class,
                        accepted.stream().map(a -> a.lease().workspaceId()).toList())
                .bindArray("ids", String.class, accepted.stream().map(a -> a.lease().id()).toList())
                .bindArray(
                        "leases",
                        Long.class,
                        accepted.stream().map(a -> a.lease().number()).toList())
                .bindArray(
                        "numbers", Integer.class, accepted.stream().map(a -> a.number()).toList())
                .bindArray(
                        "handles",
                        String.class,
                        accepted.stream().map(a -> a.handle().text()).toList())
                .mapTo(String.class)
                .set();
    }

    void end(Handle tx, List<AttemptChange.Ended> ended, Instant now) {
        if (ended.isEmpty()) {
            return;
        }
        tx.createUpdate(
                        """
                        UPDATE attempt a
                           SET state = e.state, ended_at = :now, code = nullif(e.code, ''),
                               detail = nullif(e.detail, ''), operator_fault = e.fault
                          FROM unnest(:workspaces, :ids, :numbers, :states, :codes, :details, :faults)
                            AS e (workspace_id, id, number, state, code, detail, fault)
                         WHERE a.workspace_id = e.workspace_id AND a.generation_id = e.id
                           AND a.number = e.number AND a.ended_at IS NULL
                        """)
                .bindArray(
                        "workspaces",
                        String.class,
                        ended.stream().map(e -> e.lease().workspaceId()).toList())
                .bindArray("ids", String.class, ended.stream().map(e -> e.lease().id()).toList())
                .bindArray("numbers", Integer.class, ended.stream().map(e -> e.number()).toList())
                .bindArray(
                        "states",
                        String.class,
                        ended.stream().map(e -> e.end().name().toLowerCase(Locale.ROOT)).toList())
                .bindArray(
                        "codes",
                        String.class,
                        ended.stream()
                                .map(e -> e.failure().map(f -> f.code().name()).orElse(""))
                                .toList())
                .bindArray(
                        "details",
                        String.class,
                        ended.stream().map(e -> detail(e.failure())).toList())
                .bindArray(
                        "faults",
                        Boolean.class,
                        ended.stream()
                                .map(e ->
                                        e.failure()
                                                .filter(ProviderFailure::operatorFault)
                                                .isPresent())
                                .toList())
                .bind("now", now)
                .execute();
    }

    private static final int LONGEST_DETAIL = 8_000;

    private static String detail(Optional<ProviderFailure> failure) {
        var text = failure.map(f -> f.detail().text()).orElse("").replace("\0", "");
        return text.length() <= LONGEST_DETAIL ? text : text.substring(0, LONGEST_DETAIL);
    }

    void succeed(Handle tx, List<Change.Succeeded> succeeded, Instant now) {
        if (succeeded.isEmpty()) {
            return;
        }
        tx.createUpdate(
                        """
                        UPDATE attempt a SET state = 'succeeded', ended_at = :now
                          FROM unnest(:workspaces, :ids, :numbers) AS s (workspace_id, id, number)
                         WHERE a.workspace_id = s.workspace_id AND a.generation_id = s.id
                           AND a.number = s.number AND a.ended_at IS NULL
                        """)
                .bindArray(
                        "workspaces",
                        String.class,
                        succeeded.stream().map(s -> s.workspaceId()).toList())
                .bindArray(
                        "ids", String.class, succeeded.stream().map(s -> s.generationId()).toList())
                .bindArray(
                        "numbers", Integer.class, succeeded.stream().map(s -> s.attempt()).toList())
                .bind("now", now)
                .execute();
    }

    Optional<Last> last(Handle handle, String workspaceId, String generationId) {
        return handle.createQuery(
                        """
                        SELECT number, provider, state, node_id, handle FROM attempt
                         WHERE workspace_id = :workspace AND generation_id = :id
                         ORDER BY number DESC LIMIT 1
                        """)
                .bind("workspace", workspaceId)
                .bind("id", generationId)
                .map((rs, _) ->
                        new Last(
                                rs.getInt("number"),
                                rs.getString("provider"),
                                rs.getString("state"),
                                rs.getLong("node_id"),
                                Optional.ofNullable(rs.getString("handle"))
                                        .map(ProviderHandle::new)))
                .findOne();
    }
}
