package io.mediagate.event;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/// The SQL of the journal.
public final class JournalStore {

    /// What other nodes wrote since the last look.
    ///
    /// @param horizon from where to look the next time
    public record Look(Set<String> generationIds, String horizon) {}

    /// Writes events in the transaction that makes them true.
    public void append(Handle tx, long nodeId, List<Event> events) {
        if (events.isEmpty()) {
            return;
        }
        tx.createUpdate(
                        """
                        INSERT INTO generation_event
                            (workspace_id, generation_id, sequence, type, progress, at, node_id)
                        SELECT workspace_id, generation_id, sequence, type, nullif(progress, -1),
                               at::timestamptz, :node
                          FROM unnest(:workspaces, :generations, :sequences, :types, :progress, :ats)
                            AS e (workspace_id, generation_id, sequence, type, progress, at)
                        """)
                .bindArray(
                        "workspaces",
                        String.class,
                        events.stream().map(Event::workspaceId).toList())
                .bindArray(
                        "generations",
                        String.class,
                        events.stream().map(Event::generationId).toList())
                .bindArray("sequences", Long.class, events.stream().map(Event::sequence).toList())
                .bindArray(
                        "types", String.class, events.stream().map(e -> e.type().column()).toList())
                .bindArray(
                        "progress",
                        Integer.class,
                        events.stream().map(e -> e.progress().orElse(-1)).toList())
                .bindArray(
                        "ats", String.class, events.stream().map(e -> e.at().toString()).toList())
                .bind("node", nodeId)
                .execute();
    }

    /// A generation's events after the given one, in order.
    public List<Event> after(Handle handle, String workspaceId, String generationId, long after) {
        return handle.createQuery(
                        """
                        SELECT sequence, type, progress, at FROM generation_event
                         WHERE workspace_id = :workspace AND generation_id = :generation
                           AND sequence > :after
                         ORDER BY sequence
                        """)
                .bind("workspace", workspaceId)
                .bind("generation", generationId)
                .bind("after", after)
                .map((rs, _) -> {
                    int progress = rs.getInt("progress");
                    return new Event(
                            workspaceId,
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
