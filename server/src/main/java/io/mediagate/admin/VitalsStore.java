package io.mediagate.admin;

import io.mediagate.credits.Credits;
import io.mediagate.storage.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/// The SQL of how the gateway is.
final class VitalsStore {

    private final Database database;

    VitalsStore(Database database) {
        this.database = database;
    }

    Vitals read() {
        return database.with(handle ->
                handle.createQuery(
                                """
                                SELECT now() AS time,
                                       current_setting('server_version') AS version,
                                       current_setting('fsync') = 'on'
                                           AND current_setting('full_page_writes') = 'on'
                                           AND current_setting('synchronous_commit') <> 'off'
                                           AS durable,
                                       (SELECT count(*) FROM node WHERE stopped_at IS NULL
                                           AND heartbeat_at > now() - interval '15 s') AS nodes,
                                       (SELECT count(*) FROM generation
                                         WHERE state = 'queued') AS queued,
                                       (SELECT min(created_at) FROM generation
                                         WHERE state = 'queued') AS oldest_queued_at,
                                       (SELECT count(*) FROM generation
                                         WHERE state = 'running') AS running,
                                       (SELECT count(*) FROM generation g JOIN node n
                                            ON n.id = g.node_id
                                         WHERE g.state = 'running'
                                           AND n.heartbeat_at < now() - interval '30 s')
                                           AS ownerless,
                                       (SELECT count(*) FROM generation
                                         WHERE state = 'running'
                                           AND deadline_at < now() - interval '1 min') AS overdue,
                                       (SELECT count(*) FROM attempt
                                         WHERE state = 'outcome_unknown'
                                           AND submitted_at > now() - interval '24 h')
                                           AS unknown_outcomes,
                                       (SELECT count(*) FROM delivery
                                         WHERE state = 'waiting'
                                           AND due_at < now() - interval '10 s') AS waiting,
                                       (SELECT min(due_at) FROM delivery
                                         WHERE state = 'waiting' AND due_at < now())
                                           AS oldest_due_at,
                                       (SELECT count(*) FROM endpoint
                                         WHERE disabled_reason IS NOT NULL) AS disabled
                                """)
                        .map((rs, _) -> vitals(rs))
                        .one());
    }

    /// Generations that somebody should look at.
    List<Concern> concerns() {
        return database.with(handle ->
                handle.createQuery(
                                """
                                SELECT g.id, w.name, g.model, a.provider, c.kind,
                                       coalesce(a.submitted_at, g.created_at) AS since,
                                       g.from_subscription + g.from_permanent AS price
                                  FROM (
                                    SELECT workspace_id, id AS generation_id, 'WAITING' AS kind
                                      FROM generation
                                     WHERE state = 'queued'
                                       AND created_at < now() - interval '10 min'
                                    UNION ALL
                                    SELECT g.workspace_id, g.id, 'OWNERLESS'
                                      FROM generation g JOIN node n ON n.id = g.node_id
                                     WHERE g.state = 'running'
                                       AND n.heartbeat_at < now() - interval '30 s'
                                    UNION ALL
                                    SELECT workspace_id, id, 'OVERDUE' FROM generation
                                     WHERE state = 'running'
                                       AND deadline_at < now() - interval '1 min') AS c
                                  JOIN generation g ON g.workspace_id = c.workspace_id
                                   AND g.id = c.generation_id
                                  JOIN workspace w ON w.id = g.workspace_id
                                  LEFT JOIN LATERAL (
                                    SELECT provider, submitted_at FROM attempt
                                     WHERE workspace_id = g.workspace_id
                                       AND generation_id = g.id
                                     ORDER BY number DESC LIMIT 1) AS a ON true
                                 ORDER BY since LIMIT 200
                                """)
                        .map((rs, _) -> concern(rs))
                        .list());
    }

    private static Concern concern(ResultSet rs) throws SQLException {
        return new Concern(
                rs.getString("id"),
                rs.getString("name"),
                Concern.Kind.valueOf(rs.getString("kind")),
                rs.getString("model"),
                Optional.ofNullable(rs.getString("provider")),
                instant(rs, "since").orElseThrow(),
                new Credits(rs.getLong("price")));
    }

    private static Vitals vitals(ResultSet rs) throws SQLException {
        return new Vitals(
                new Vitals.Server(
                        instant(rs, "time").orElseThrow(),
                        rs.getString("version").replaceFirst(" .*", ""),
                        rs.getBoolean("durable")),
                new Vitals.Work(
                        rs.getLong("nodes"),
                        rs.getLong("queued"),
                        instant(rs, "oldest_queued_at"),
                        rs.getLong("running"),
                        rs.getLong("ownerless"),
                        rs.getLong("overdue")),
                new Vitals.Deliveries(
                        rs.getLong("waiting"),
                        instant(rs, "oldest_due_at"),
                        rs.getLong("disabled")),
                rs.getLong("unknown_outcomes"));
    }

    private static Optional<Instant> instant(ResultSet rs, String column) throws SQLException {
        return Optional.ofNullable(rs.getObject(column, OffsetDateTime.class))
                .map(OffsetDateTime::toInstant);
    }
}
