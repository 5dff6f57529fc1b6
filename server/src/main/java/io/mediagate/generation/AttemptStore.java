package io.mediagate.generation;

import io.mediagate.error.ErrorCode;
import io.mediagate.error.Untrusted;
import io.mediagate.provider.ProviderFailure;
import io.mediagate.provider.ProviderHandle;
import io.mediagate.provider.Remedy;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/// The SQL of attempts.
final class AttemptStore {

    /// An attempt at a generation, as a new owner finds it.
    ///
    /// @param failure why it ended, if it did so without a result and the provider said why
    record Past(
            int number,
            String provider,
            String model,
            String state,
            long nodeId,
            Instant submittedAt,
            Optional<Instant> endedAt,
            Optional<ProviderHandle> handle,
            Optional<ProviderFailure> failure) {}

    /// Writes attempts that are about to be submitted, those whose lease is valid; the ids of their
    /// generations. The row is locked against whoever takes the generation over at this moment: either
    /// the lease is lost and nothing is begun, or the new owner finds what was begun.
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
                           AND g.lease = b.lease AND g.finished_at IS NULL
                           FOR SHARE OF g
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
    Set<String> accept(Handle tx, List<AttemptChange.Accepted> accepted, Instant now) {
        if (accepted.isEmpty()) {
            return Set.of();
        }
        return tx.createQuery(
                        """
                        WITH handles AS (
                            SELECT * FROM unnest(:workspaces, :ids, :leases, :numbers, :handles)
                                AS h (workspace_id, id, lease, number, handle)),
                        stored AS (
                            UPDATE attempt a
                               SET state = 'accepted', handle = h.handle, accepted_at = :now
                              FROM handles h
                             WHERE a.workspace_id = h.workspace_id AND a.generation_id = h.id
                               AND a.number = h.number AND a.state = 'submitting')
                        SELECT g.id FROM generation g JOIN handles h
                            ON g.workspace_id = h.workspace_id AND g.id = h.id
                         WHERE g.lease = h.lease AND g.finished_at IS NULL
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
                .bind("now", now)
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
                               detail = nullif(e.detail, ''), operator_fault = e.remedy <> '',
                               remedy = nullif(e.remedy, ''), retryable = e.retryable,
                               retry_after_seconds = nullif(e.retry_after, -1)
                          FROM unnest(:workspaces, :ids, :numbers, :states, :codes, :details,
                                      :remedies, :retryables, :retry_afters)
                            AS e (workspace_id, id, number, state, code, detail, remedy, retryable,
                                  retry_after)
                         WHERE a.workspace_id = e.workspace_id AND a.generation_id = e.id
                           AND a.number = e.number AND a.ended_at IS NULL
                        """)
                .bindArray("workspaces", String.class, column(ended, e -> e.lease().workspaceId()))
                .bindArray("ids", String.class, column(ended, e -> e.lease().id()))
                .bindArray("numbers", Integer.class, column(ended, e -> e.number()))
                .bindArray(
                        "states",
                        String.class,
                        column(ended, e -> e.end().name().toLowerCase(Locale.ROOT)))
                .bindArray("codes", String.class, column(ended, said(f -> f.code().name(), "")))
                .bindArray("details", String.class, column(ended, said(AttemptStore::detail, "")))
                .bindArray(
                        "remedies",
                        String.class,
                        column(ended, said(f -> f.remedy().map(Enum::name).orElse(""), "")))
                .bindArray(
                        "retryables", Boolean.class, column(ended, said(f -> f.retryable(), false)))
                .bindArray(
                        "retry_afters",
                        Long.class,
                        column(
                                ended,
                                said(
                                        f -> f.retryAfter().map(Duration::toSeconds).orElse(-1L),
                                        -1L)))
                .bind("now", now)
                .execute();
    }

    private static final int LONGEST_DETAIL = 8_000;

    private static <T> List<T> column(
            List<AttemptChange.Ended> ended, Function<AttemptChange.Ended, T> of) {
        return ended.stream().map(of).toList();
    }

    /// Something of the failure that it ended with.
    private static <T> Function<AttemptChange.Ended, T> said(
            Function<ProviderFailure, T> of, T withoutFailure) {
        return ended -> ended.failure().map(of).orElse(withoutFailure);
    }

    private static String detail(ProviderFailure failure) {
        var text = failure.detail().text().replace("\0", "");
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

    /// All attempts at a generation, in order.
    List<Past> all(Handle handle, String workspaceId, String generationId) {
        return handle.createQuery(
                        """
                        SELECT number, provider, model, state, node_id, submitted_at, ended_at, handle,
                               code, detail, retryable, remedy, retry_after_seconds
                          FROM attempt
                         WHERE workspace_id = :workspace AND generation_id = :id
                         ORDER BY number
                        """)
                .bind("workspace", workspaceId)
                .bind("id", generationId)
                .map((rs, _) -> past(rs))
                .list();
    }

    private static Past past(ResultSet rs) throws SQLException {
        return new Past(
                rs.getInt("number"),
                rs.getString("provider"),
                rs.getString("model"),
                rs.getString("state"),
                rs.getLong("node_id"),
                Stored.instant(rs, "submitted_at").orElseThrow(),
                Stored.instant(rs, "ended_at"),
                Optional.ofNullable(rs.getString("handle")).map(ProviderHandle::new),
                failure(rs));
    }

    private static Optional<ProviderFailure> failure(ResultSet rs) throws SQLException {
        var code = rs.getString("code");
        if (code == null) {
            return Optional.empty();
        }
        var said = Optional.ofNullable(rs.getString("detail")).orElse("");
        var remedy = Optional.ofNullable(rs.getString("remedy")).map(Remedy::valueOf);
        long seconds = rs.getLong("retry_after_seconds");
        Optional<Duration> retryAfter =
                rs.wasNull() ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
        return Optional.of(
                new ProviderFailure(
                        ErrorCode.valueOf(code),
                        new Untrusted(said),
                        rs.getBoolean("retryable"),
                        remedy,
                        retryAfter));
    }
}
