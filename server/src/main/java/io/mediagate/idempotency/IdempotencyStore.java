package io.mediagate.idempotency;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.json.JsonMapper;

/// The SQL of requests that can be repeated.
public final class IdempotencyStore {

    private static final JsonMapper JSON = JsonMapper.shared();

    /// Nothing that only answers takes so long: its node is gone, and whoever asks again may try.
    private static final Duration LONGEST_RUN = Duration.ofMinutes(1);

    /// After which a key is as good as new.
    private static final Duration LIFETIME = Duration.ofHours(24);

    /// Enters requests that are about to make these generations; the ids of those that are entered. The
    /// others have rows already. Waits for a transaction on another node that enters the same key, in the
    /// order of the keys, so that two batches cannot wait for each other.
    ///
    /// @param generations by the request; no two requests of one key
    public Set<String> enter(Handle tx, Map<Repeatable, String> generations, Instant now) {
        var requests = List.copyOf(generations.keySet());
        var entered =
                tx.createQuery(
                                """
                                INSERT INTO idempotency AS i
                                    (workspace_id, id, fingerprint, begun_at, generation_id)
                                SELECT workspace_id, id, fingerprint, :now, generation_id
                                  FROM unnest(:workspaces, :ids, :fingerprints, :generations)
                                    AS r (workspace_id, id, fingerprint, generation_id)
                                 ORDER BY workspace_id, id
                                ON CONFLICT (workspace_id, id) DO UPDATE
                                   SET fingerprint = excluded.fingerprint,
                                       begun_at = excluded.begun_at,
                                       generation_id = excluded.generation_id,
                                       status = NULL, headers = NULL, body = NULL
                                 WHERE i.begun_at <= :expired
                                RETURNING id
                                """)
                        .bindArray("workspaces", String.class, workspaces(requests))
                        .bindArray("ids", String.class, ids(requests))
                        .bindArray(
                                "fingerprints",
                                String.class,
                                requests.stream().map(r -> r.fingerprint().hex()).toList())
                        .bindArray(
                                "generations",
                                String.class,
                                requests.stream().map(generations::get).toList())
                        .bind("now", now)
                        .bind("expired", now.minus(LIFETIME))
                        .mapTo(String.class)
                        .list();
        return Set.copyOf(entered);
    }

    /// Enters one request that will keep its answer. `Fresh`: it is this one that is carried out.
    Outcome begin(Handle tx, Repeatable request, Instant now) {
        int entered =
                tx.createUpdate(
                                """
                                INSERT INTO idempotency AS i (workspace_id, id, fingerprint, begun_at)
                                VALUES (:workspace, :id, :fingerprint, :now)
                                ON CONFLICT (workspace_id, id) DO UPDATE
                                   SET fingerprint = excluded.fingerprint,
                                       begun_at = excluded.begun_at,
                                       generation_id = NULL,
                                       status = NULL, headers = NULL, body = NULL
                                 WHERE i.begun_at <= :expired
                                    OR (i.generation_id IS NULL AND i.status IS NULL
                                        AND i.begun_at <= :abandoned)
                                """)
                        .bind("workspace", request.workspaceId())
                        .bind("id", request.id())
                        .bind("fingerprint", request.fingerprint().hex())
                        .bind("now", now)
                        .bind("expired", now.minus(LIFETIME))
                        .bind("abandoned", now.minus(LONGEST_RUN))
                        .execute();
        return entered == 1 ? new Outcome.Fresh() : outcome(tx, request, now);
    }

    /// Keeps the answer of a request that was begun. False: there is one already, or no such request.
    boolean keep(Handle tx, Repeatable request, KeptAnswer answer) {
        int kept =
                tx.createUpdate(
                                """
                                UPDATE idempotency
                                   SET status = :status, headers = CAST(:headers AS json), body = :body
                                 WHERE workspace_id = :workspace AND id = :id
                                   AND generation_id IS NULL AND status IS NULL
                                """)
                        .bind("workspace", request.workspaceId())
                        .bind("id", request.id())
                        .bind("status", answer.status())
                        .bind("headers", JSON.writeValueAsString(answer.headers()))
                        .bind("body", answer.body())
                        .execute();
        return kept == 1;
    }

    /// What is known of each of the requests; `Fresh` for none.
    public Map<Repeatable, Outcome> outcomes(
            Handle handle, Collection<Repeatable> requests, Instant now) {
        var rows =
                handle
                        .createQuery(
                                """
                                SELECT i.id, fingerprint, generation_id, status, headers, body
                                  FROM idempotency i
                                  JOIN unnest(:workspaces, :ids) AS r (workspace_id, id)
                                    ON i.workspace_id = r.workspace_id AND i.id = r.id
                                 WHERE i.begun_at > :expired
                                """)
                        .bindArray("workspaces", String.class, workspaces(requests))
                        .bindArray("ids", String.class, ids(requests))
                        .bind("expired", now.minus(LIFETIME))
                        .map((rs, _) -> Map.entry(rs.getString("id"), row(rs)))
                        .stream()
                        .collect(
                                Collectors.toMap(
                                        Map.Entry::getKey, Map.Entry::getValue, (one, _) -> one));
        var outcomes = new LinkedHashMap<Repeatable, Outcome>();
        for (var request : requests) {
            var row = rows.get(request.id());
            outcomes.put(
                    request,
                    row == null ? new Outcome.Fresh() : row.outcomeFor(request.fingerprint()));
        }
        return outcomes;
    }

    /// What is known of one request.
    public Outcome outcome(Handle handle, Repeatable request, Instant now) {
        return outcomes(handle, List.of(request), now).values().iterator().next();
    }

    private record Row(String fingerprint, Outcome outcome) {
        Outcome outcomeFor(Fingerprint asked) {
            return fingerprint.equals(asked.hex()) ? outcome : new Outcome.Reused();
        }
    }

    private static Row row(ResultSet rs) throws SQLException {
        var generation = rs.getString("generation_id");
        int status = rs.getInt("status");
        Outcome outcome;
        if (generation != null) {
            outcome = new Outcome.Generated(generation);
        } else if (status == 0) {
            outcome = new Outcome.UnderWay();
        } else {
            outcome =
                    new Outcome.Answered(
                            new KeptAnswer(
                                    status, headers(rs.getString("headers")), rs.getBytes("body")));
        }
        return new Row(rs.getString("fingerprint"), outcome);
    }

    private static Map<String, String> headers(String json) {
        var headers = new LinkedHashMap<String, String>();
        JSON.readTree(json)
                .properties()
                .forEach(h -> headers.put(h.getKey(), h.getValue().stringValue()));
        return headers;
    }

    /// Forgets requests that were refused after all.
    public void forget(Handle tx, Collection<Repeatable> requests) {
        tx.createUpdate(
                        """
                        DELETE FROM idempotency i
                         USING unnest(:workspaces, :ids) AS r (workspace_id, id)
                         WHERE i.workspace_id = r.workspace_id AND i.id = r.id
                        """)
                .bindArray("workspaces", String.class, workspaces(requests))
                .bindArray("ids", String.class, ids(requests))
                .execute();
    }

    /// Forgets a request that has not been answered.
    void forgetUnanswered(Handle tx, Repeatable request) {
        tx.createUpdate(
                        """
                        DELETE FROM idempotency
                         WHERE workspace_id = :workspace AND id = :id
                           AND generation_id IS NULL AND status IS NULL
                        """)
                .bind("workspace", request.workspaceId())
                .bind("id", request.id())
                .execute();
    }

    /// Deletes rows that are over, at most as many; how many it were.
    int expire(Handle tx, Instant now, int most) {
        return tx.createUpdate(
                        """
                        DELETE FROM idempotency WHERE (workspace_id, id) IN (
                            SELECT workspace_id, id FROM idempotency
                             WHERE begun_at <= :expired ORDER BY begun_at LIMIT :most
                               FOR UPDATE SKIP LOCKED)
                        """)
                .bind("expired", now.minus(LIFETIME))
                .bind("most", most)
                .execute();
    }

    private static List<String> workspaces(Collection<Repeatable> requests) {
        return requests.stream().map(Repeatable::workspaceId).toList();
    }

    private static List<String> ids(Collection<Repeatable> requests) {
        return requests.stream().map(Repeatable::id).toList();
    }
}
