package io.mediagate.generation;

import io.mediagate.generation.Timeline.Attempt;
import io.mediagate.generation.Timeline.Considered;
import io.mediagate.generation.Timeline.Noted;
import io.mediagate.generation.Timeline.UnknownOutcome;
import io.mediagate.provider.Remedy;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.json.JsonMapper;

/// The SQL of timelines.
final class TimelineStore {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final long NONE = -1;

    /// Adds notes; one that is there already stays as it is.
    void append(Handle tx, List<Note> notes) {
        if (notes.isEmpty()) {
            return;
        }
        tx.createUpdate(
                        """
                        INSERT INTO timeline_note (workspace_id, generation_id, lease, number, at,
                            attempt, step, considered, until, remark)
                        SELECT n.workspace_id, n.id, n.lease, n.number, n.at::timestamptz,
                               nullif(n.attempt, -1), n.step, n.considered::json,
                               nullif(n.until, '')::timestamptz, n.remark
                          FROM unnest(:workspaces, :ids, :leases, :numbers, :ats, :attempts, :steps,
                                      :considered, :untils, :remarks)
                            AS n (workspace_id, id, lease, number, at, attempt, step, considered,
                                  until, remark)
                        ON CONFLICT DO NOTHING
                        """)
                .bindArray("workspaces", String.class, column(notes, n -> n.lease().workspaceId()))
                .bindArray("ids", String.class, column(notes, n -> n.lease().id()))
                .bindArray("leases", Long.class, column(notes, n -> n.lease().number()))
                .bindArray("numbers", Integer.class, column(notes, Note::number))
                .bindArray("ats", String.class, column(notes, n -> n.at().toString()))
                .bindArray(
                        "attempts",
                        Integer.class,
                        column(notes, n -> n.attempt().orElse((int) NONE)))
                .bindArray("steps", String.class, column(notes, n -> n.step().column()))
                .bindArray(
                        "considered",
                        String.class,
                        column(notes, n -> JSON.writeValueAsString(n.considered())))
                .bindArray(
                        "untils",
                        String.class,
                        column(notes, n -> n.until().map(Object::toString).orElse("")))
                .bindArray("remarks", String.class, column(notes, Note::remark))
                .execute();
    }

    private static <T> List<T> column(List<Note> notes, java.util.function.Function<Note, T> of) {
        return notes.stream().map(of).toList();
    }

    /// A generation's timeline, whichever workspace it is in.
    Optional<Timeline> find(Handle handle, String id) {
        return handle.createQuery(
                        """
                        SELECT workspace_id, livemode, model, state, code, message,
                               from_subscription + from_permanent AS price, created_at, started_at,
                               deadline_at, finished_at
                          FROM generation WHERE id = :id
                        """)
                .bind("id", id)
                .map((rs, _) -> {
                    var workspace = rs.getString("workspace_id");
                    return new Timeline(
                            id,
                            workspace,
                            rs.getBoolean("livemode"),
                            rs.getString("model"),
                            rs.getString("state"),
                            Optional.ofNullable(rs.getString("code")),
                            Optional.ofNullable(rs.getString("message")),
                            rs.getLong("price"),
                            Stored.instant(rs, "created_at").orElseThrow(),
                            Stored.instant(rs, "started_at"),
                            Stored.instant(rs, "deadline_at"),
                            Stored.instant(rs, "finished_at"),
                            attempts(handle, workspace, id),
                            notes(handle, workspace, id));
                })
                .findOne();
    }

    /// Attempts that may exist and be billed, the latest first.
    List<UnknownOutcome> unknown(Handle handle, int limit) {
        return handle.createQuery(
                        """
                        SELECT a.generation_id, a.workspace_id, a.number, a.provider, a.model,
                               a.submitted_at, g.from_subscription + g.from_permanent AS price
                          FROM attempt a
                          JOIN generation g
                            ON g.workspace_id = a.workspace_id AND g.id = a.generation_id
                         WHERE a.state = 'outcome_unknown'
                         ORDER BY a.submitted_at DESC LIMIT :limit
                        """)
                .bind("limit", limit)
                .map((rs, _) ->
                        new UnknownOutcome(
                                rs.getString("generation_id"),
                                rs.getString("workspace_id"),
                                rs.getInt("number"),
                                rs.getString("provider"),
                                rs.getString("model"),
                                Stored.instant(rs, "submitted_at").orElseThrow(),
                                rs.getLong("price")))
                .list();
    }

    private static List<Attempt> attempts(Handle handle, String workspaceId, String id) {
        return handle.createQuery(
                        """
                        SELECT * FROM attempt
                         WHERE workspace_id = :workspace AND generation_id = :id ORDER BY number
                        """)
                .bind("workspace", workspaceId)
                .bind("id", id)
                .map((rs, _) -> attempt(rs))
                .list();
    }

    private static Attempt attempt(ResultSet rs) throws SQLException {
        return new Attempt(
                rs.getInt("number"),
                rs.getString("provider"),
                rs.getString("model"),
                rs.getString("state"),
                rs.getLong("node_id"),
                Stored.instant(rs, "submitted_at").orElseThrow(),
                Stored.instant(rs, "accepted_at"),
                Stored.instant(rs, "ended_at"),
                Optional.ofNullable(rs.getString("code")),
                rs.getBoolean("retryable"),
                rs.getBoolean("operator_fault"),
                Optional.ofNullable(rs.getString("remedy"))
                        .map(it -> Remedy.valueOf(it).sentence()),
                Optional.ofNullable(rs.getObject("retry_after_seconds", Long.class)),
                Optional.ofNullable(rs.getString("detail")));
    }

    private static List<Noted> notes(Handle handle, String workspaceId, String id) {
        return handle.createQuery(
                        """
                        SELECT at, attempt, step, considered, until, remark FROM timeline_note
                         WHERE workspace_id = :workspace AND generation_id = :id
                         ORDER BY lease, number
                        """)
                .bind("workspace", workspaceId)
                .bind("id", id)
                .map((rs, _) -> noted(rs))
                .list();
    }

    private static Noted noted(ResultSet rs) throws SQLException {
        int attempt = rs.getInt("attempt");
        var about = rs.wasNull() ? OptionalInt.empty() : OptionalInt.of(attempt);
        return new Noted(
                Stored.instant(rs, "at").orElseThrow(),
                about,
                rs.getString("step"),
                List.of(JSON.readValue(rs.getString("considered"), Considered[].class)),
                Stored.instant(rs, "until"),
                rs.getString("remark"));
    }
}
