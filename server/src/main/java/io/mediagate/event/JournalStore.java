package io.mediagate.event;

import io.mediagate.account.Scope;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/// The SQL of the journal.
public final class JournalStore {

    /// What other nodes wrote since the last look.
    ///
    /// @param horizon from where to look the next time
    public record Look(Set<String> generationIds, String horizon) {}

    /// Writes events in the transaction that makes them true and, in the same statement, a delivery for
    /// every endpoint that wants them: what has happened and who is to be told of it cannot part. An
    /// endpoint that another transaction is just adding does not count yet; one that is just being
    /// removed may leave deliveries behind, which `webhook` clears away.
    public void append(Handle tx, long nodeId, List<Event> events) {
        if (events.isEmpty()) {
            return;
        }
        var statement =
                tx.createUpdate(
                                """
                                WITH e AS (
                                    SELECT * FROM unnest(:workspaces, :livemodes, :ids, :generations,
                                                         :sequences, :types, :progress, :ats)
                                        AS e (workspace_id, livemode, id, generation_id, sequence, type,
                                              progress, at)),
                                written AS (
                                    INSERT INTO generation_event
                                        (workspace_id, generation_id, sequence, type, progress, at, node_id)
                                    SELECT workspace_id, generation_id, sequence, type,
                                           nullif(progress, -1), at::timestamptz, :node
                                      FROM e)
                                INSERT INTO delivery
                                    (workspace_id, id, endpoint_id, event_id, type, generation_id, sequence,
                                     event_at)
                                SELECT e.workspace_id, 'whd_' || substr(e.id, 5) || right(p.id, 6), p.id, e.id,
                                       e.type, e.generation_id, e.sequence, e.at::timestamptz
                                  FROM e JOIN endpoint p
                                    ON p.workspace_id = e.workspace_id AND p.livemode = e.livemode
                                 WHERE p.enabled AND e.type = ANY (p.types)
                                """)
                        .bindArray(
                                "livemodes",
                                Boolean.class,
                                events.stream().map(e -> e.scope().livemode()).toList())
                        .bindArray(
                                "progress",
                                Integer.class,
                                events.stream().map(e -> e.progress().orElse(-1)).toList())
                        .bind("node", nodeId);
        bindEvents(statement, events).execute();
    }

    /// Binds the columns of events, an array each: `workspaces`, `ids`, `types`, `generations`, `sequences`
    /// and `ats`.
    public static <S extends SqlStatement<S>> S bindEvents(S statement, List<Event> events) {
        return statement
                .bindArray(
                        "workspaces",
                        String.class,
                        events.stream().map(e -> e.scope().workspaceId()).toList())
                .bindArray("ids", String.class, events.stream().map(Event::id).toList())
                .bindArray(
                        "types", String.class, events.stream().map(e -> e.type().column()).toList())
                .bindArray(
                        "generations",
                        String.class,
                        events.stream().map(Event::generationId).toList())
                .bindArray("sequences", Long.class, events.stream().map(Event::sequence).toList())
                .bindArray(
                        "ats", String.class, events.stream().map(e -> e.at().toString()).toList());
    }

    /// A generation's events after the given one, in order.
    public List<Event> after(Handle handle, Scope scope, String generationId, long after) {
        return handle.createQuery(
                        """
                        SELECT sequence, type, progress, at FROM generation_event
                         WHERE workspace_id = :workspace AND generation_id = :generation
                           AND sequence > :after
                         ORDER BY sequence
                        """)
                .bind("workspace", scope.workspaceId())
                .bind("generation", generationId)
                .bind("after", after)
                .map((rs, _) -> {
                    int progress = rs.getInt("progress");
                    return new Event(
                            scope,
                            generationId,
                            rs.getLong("sequence"),
                            EventType.ofColumn(rs.getString("type")),
                            rs.wasNull() ? OptionalInt.empty() : OptionalInt.of(progress),
                            rs.getObject("at", OffsetDateTime.class).toInstant());
                })
                .list();
    }

    /// The number of the oldest transaction that is still open: everything below it is settled.
    public String horizon(Handle handle) {
        return handle.createQuery("SELECT pg_snapshot_xmin(pg_current_snapshot())::text")
                .mapTo(String.class)
                .one();
    }

    /// What other nodes wrote at or after the horizon. A transaction that was open at the last look lies
    /// at or above it, so nothing is passed over; what lies there may be told twice.
    public Look othersSince(Handle tx, long nodeId, String horizon) {
        var next = horizon(tx);
        var ids =
                tx.createQuery(
                                """
                                SELECT DISTINCT generation_id FROM generation_event
                                 WHERE xid >= :horizon::xid8 AND node_id <> :node
                                """)
                        .bind("horizon", horizon)
                        .bind("node", nodeId)
                        .mapTo(String.class)
                        .set();
        return new Look(ids, next);
    }
}
