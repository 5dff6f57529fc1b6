package io.mediagate.webhook;

import io.mediagate.account.Scope;
import io.mediagate.error.Secret;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/// The SQL of the queues: claiming what is due, and writing what came of it. All times are the database's,
/// so that the nodes' own clocks do not matter.
final class DeliveryStore {

    /// An endpoint's queue.
    record Queue(String workspaceId, String endpointId) {}

    /// Lets deliveries wait again whose node is gone or has not been heard of for too long.
    int rescue(Handle tx) {
        return tx.createUpdate(
                        """
                        UPDATE delivery d
                           SET state = 'waiting', node_id = NULL, lease_until = NULL, due_at = now()
                         WHERE d.state = 'sending'
                           AND (d.lease_until < now()
                                OR EXISTS (SELECT FROM node n
                                            WHERE n.id = d.node_id AND n.stopped_at IS NOT NULL))
                        """)
                .execute();
    }

    /// The queues in which something is due and of which there is room for one more, each locked until
    /// the transaction ends: two nodes never fill the same room. A queue that another node has locked is
    /// passed over. Going from queue to queue by the index costs a step for each queue, however long
    /// they are.
    List<Queue> lockDue(Handle tx, int most) {
        return tx.createQuery(
                        """
                        WITH RECURSIVE queue AS (
                            (SELECT workspace_id, endpoint_id FROM delivery WHERE state = 'waiting'
                              ORDER BY workspace_id, endpoint_id LIMIT 1)
                            UNION ALL
                            SELECT next.* FROM queue q, LATERAL (
                                SELECT d.workspace_id, d.endpoint_id FROM delivery d
                                 WHERE d.state = 'waiting'
                                   AND (d.workspace_id, d.endpoint_id) > (q.workspace_id, q.endpoint_id)
                                 ORDER BY d.workspace_id, d.endpoint_id LIMIT 1) next)
                        SELECT p.workspace_id, p.id
                          FROM queue q
                          JOIN endpoint p ON p.workspace_id = q.workspace_id AND p.id = q.endpoint_id
                         WHERE EXISTS (SELECT FROM delivery d
                                        WHERE d.workspace_id = p.workspace_id AND d.endpoint_id = p.id
                                          AND d.state = 'waiting' AND d.due_at <= now()
                                          AND (p.enabled OR d.generation_id IS NULL))
                           AND\
                        """
                                + ROOM
                                + """
                                  > 0
                                   FOR NO KEY UPDATE OF p SKIP LOCKED
                                """)
                .bind("most", most)
                .map((rs, _) -> new Queue(rs.getString("workspace_id"), rs.getString("id")))
                .list();
    }

    /// How many more may be under way to endpoint `p`. One that has been failing for a minute is tried
    /// one at a time, so that it cannot keep many of a node's places busy.
    private static final String ROOM =
            """
             (CASE WHEN p.failing_since < now() - interval '1 minute' THEN 1 ELSE :most END
              - (SELECT count(*) FROM delivery u
                  WHERE u.workspace_id = p.workspace_id AND u.endpoint_id = p.id
                    AND u.state = 'sending'))\
            """;

    /// Claims what is due in these queues, the longest due first, as far as there is room. The queues are
    /// locked by an earlier statement, so that this one sees what other nodes have claimed.
    List<Sending> claim(Handle tx, List<Queue> queues, Terms terms) {
        return tx.createQuery(
                        """
                        WITH due AS (
                            SELECT d.workspace_id, d.id
                              FROM unnest(:workspaces, :endpoints) AS q (workspace_id, endpoint_id)
                              JOIN endpoint p ON p.workspace_id = q.workspace_id AND p.id = q.endpoint_id,
                           LATERAL (SELECT workspace_id, id, due_at FROM delivery
                                     WHERE workspace_id = p.workspace_id AND endpoint_id = p.id
                                       AND state = 'waiting' AND due_at <= now()
                                       AND (p.enabled OR generation_id IS NULL)
                                     ORDER BY due_at
                                     LIMIT greatest(0,\
                        """
                                + ROOM
                                + """
                                        )
                                               FOR UPDATE SKIP LOCKED) d
                                     LIMIT :room)
                                UPDATE delivery d
                                   SET state = 'sending', attempts = d.attempts + 1, node_id = :node,
                                       lease_until = now() + :lease * interval '1 millisecond'
                                  FROM due, endpoint p
                                 WHERE d.workspace_id = due.workspace_id AND d.id = due.id
                                   AND d.state = 'waiting'
                                   AND p.workspace_id = d.workspace_id AND p.id = d.endpoint_id
                                RETURNING d.workspace_id, p.livemode, d.id, d.attempts, d.ladder, d.event_id,
                                    d.type, d.generation_id, d.sequence, d.event_at, d.endpoint_id, p.url,
                                    p.secret,
                                    CASE WHEN p.old_secret_until > now() THEN p.old_secret END AS old_secret
                                """)
                .bindArray(
                        "workspaces",
                        String.class,
                        queues.stream().map(Queue::workspaceId).toList())
                .bindArray(
                        "endpoints", String.class, queues.stream().map(Queue::endpointId).toList())
                .bind("most", terms.concurrency())
                .bind("room", terms.room())
                .bind("node", terms.nodeId())
                .bind("lease", terms.lease().toMillis())
                .map((rs, _) -> sending(rs))
                .list();
    }

    /// On what terms a node claims.
    ///
    /// @param room how many this node can take on
    /// @param lease for how long the claim holds
    record Terms(long nodeId, int concurrency, int room, Duration lease) {}

    private static Sending sending(ResultSet rs) throws SQLException {
        var secrets = new ArrayList<Secret>();
        secrets.add(new Secret(rs.getString("secret")));
        Optional.ofNullable(rs.getString("old_secret")).map(Secret::new).ifPresent(secrets::add);
        return new Sending(
                new Scope(rs.getString("workspace_id"), rs.getBoolean("livemode")),
                rs.getString("id"),
                rs.getInt("attempts"),
                rs.getInt("ladder"),
                rs.getString("event_id"),
                EventName.ofColumn(rs.getString("type")),
                Optional.ofNullable(rs.getString("generation_id")),
                number(rs, "sequence"),
                EndpointStore.instant(rs, "event_at").orElseThrow(),
                rs.getString("endpoint_id"),
                URI.create(rs.getString("url")),
                secrets);
    }

    static OptionalLong number(ResultSet rs, String column) throws SQLException {
        long number = rs.getLong(column);
        return rs.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
    }

    /// Writes what came of attempts, one statement for all; the ids of those whose claim still held. A
    /// claim that was lost to another node changes nothing: that node's attempt counts.
    Set<String> end(Handle tx, long nodeId, List<Outcome> outcomes) {
        return tx.createQuery(
                        """
                        UPDATE delivery d
                           SET state = o.state, node_id = NULL, lease_until = NULL,
                               ladder = d.ladder + CASE WHEN o.state = 'delivered' THEN 0 ELSE 1 END,
                               due_at = CASE WHEN o.state = 'waiting'
                                   THEN now() + o.wait * interval '1 millisecond' ELSE d.due_at END,
                               ended_at = CASE WHEN o.state <> 'waiting' THEN now() END
                          FROM unnest(:workspaces, :ids, :attempts, :states, :waits)
                            AS o (workspace_id, id, attempt, state, wait)
                         WHERE d.workspace_id = o.workspace_id AND d.id = o.id
                           AND d.state = 'sending' AND d.attempts = o.attempt AND d.node_id = :node
                        RETURNING d.id
                        """)
                .bindArray(
                        "workspaces",
                        String.class,
                        outcomes.stream().map(o -> o.sending().scope().workspaceId()).toList())
                .bindArray(
                        "ids",
                        String.class,
                        outcomes.stream().map(o -> o.sending().deliveryId()).toList())
                .bindArray(
                        "attempts",
                        Integer.class,
                        outcomes.stream().map(o -> o.sending().attempt()).toList())
                .bindArray(
                        "states",
                        String.class,
                        outcomes.stream().map(o -> o.state().column()).toList())
                .bindArray(
                        "waits",
                        Long.class,
                        outcomes.stream()
                                .map(o -> o.pause().map(Duration::toMillis).orElse(0L))
                                .toList())
                .bind("node", nodeId)
                .mapTo(String.class)
                .set();
    }
}
