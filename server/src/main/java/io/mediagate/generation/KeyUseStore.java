package io.mediagate.generation;

import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/// The SQL of what limited keys have under way and have spent today.
final class KeyUseStore {

    /// A key with its workspace.
    record LimitedKey(String workspaceId, String id) {}

    /// What a key uses at this moment, and nobody else can add to: its row is locked.
    ///
    /// @param credits held and taken on that day
    record Use(long generations, long credits) {}

    /// Locks the keys, in the one order in which they are locked, and tells what they use. Two statements:
    /// what another acceptance has committed while this one waited is seen by the second only.
    Map<LimitedKey, Use> lock(Handle tx, Collection<LimitedKey> keys, LocalDate today) {
        var credits = lockRows(tx, keys, today);
        var generations = countGenerations(tx, keys);
        var uses = new LinkedHashMap<LimitedKey, Use>();
        for (var key : keys) {
            uses.put(
                    key, new Use(generations.getOrDefault(key, 0L), credits.getOrDefault(key, 0L)));
        }
        return uses;
    }

    /// A node whose clock is behind does not bring yesterday back.
    private static Map<LimitedKey, Long> lockRows(
            Handle tx, Collection<LimitedKey> keys, LocalDate today) {
        return tx
                .createQuery(
                        """
                        INSERT INTO key_use AS u (workspace_id, key_id, day, credits)
                        SELECT workspace_id, key_id, :today, 0
                          FROM unnest(:workspaces, :keys) AS k (workspace_id, key_id)
                         ORDER BY workspace_id, key_id
                        ON CONFLICT (workspace_id, key_id) DO UPDATE
                           SET day = greatest(u.day, excluded.day),
                               credits = CASE WHEN u.day >= excluded.day THEN u.credits ELSE 0 END
                        RETURNING workspace_id, key_id, credits
                        """)
                .bindArray("workspaces", String.class, workspaces(keys))
                .bindArray("keys", String.class, ids(keys))
                .bind("today", today)
                .map((rs, _) ->
                        Map.entry(
                                new LimitedKey(
                                        rs.getString("workspace_id"), rs.getString("key_id")),
                                rs.getLong("credits")))
                .stream()
                .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Map<LimitedKey, Long> countGenerations(Handle tx, Collection<LimitedKey> keys) {
        return tx
                .createQuery(
                        """
                        SELECT g.workspace_id, g.key_id, count(*) AS generations
                          FROM generation g
                          JOIN unnest(:workspaces, :keys) AS k (workspace_id, key_id)
                            ON g.workspace_id = k.workspace_id AND g.key_id = k.key_id
                         WHERE g.limited AND g.state IN ('queued', 'running')
                         GROUP BY g.workspace_id, g.key_id
                        """)
                .bindArray("workspaces", String.class, workspaces(keys))
                .bindArray("keys", String.class, ids(keys))
                .map((rs, _) ->
                        Map.entry(
                                new LimitedKey(
                                        rs.getString("workspace_id"), rs.getString("key_id")),
                                rs.getLong("generations")))
                .stream()
                .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /// Writes what locked keys have spent.
    void spend(Handle tx, Map<LimitedKey, Long> credits) {
        var keys = List.copyOf(credits.keySet());
        tx.createUpdate(
                        """
                        UPDATE key_use u SET credits = k.credits
                          FROM unnest(:workspaces, :keys, :credits)
                            AS k (workspace_id, key_id, credits)
                         WHERE u.workspace_id = k.workspace_id AND u.key_id = k.key_id
                        """)
                .bindArray("workspaces", String.class, workspaces(keys))
                .bindArray("keys", String.class, ids(keys))
                .bindArray("credits", Long.class, keys.stream().map(credits::get).toList())
                .execute();
    }

    /// Gives back what generations of limited keys held that have failed or were canceled, if it was
    /// held on the day that still counts. Locks the rows in the order of `lock`, and before any grant.
    void giveBack(Handle tx, List<Generation> released) {
        tx.createUpdate(
                        """
                        WITH back AS (
                            SELECT g.workspace_id, g.key_id,
                                   (g.created_at AT TIME ZONE 'UTC')::date AS day,
                                   sum(g.from_subscription + g.from_permanent)::bigint AS credits
                              FROM generation g
                              JOIN unnest(:workspaces, :ids) AS r (workspace_id, id)
                                ON g.workspace_id = r.workspace_id AND g.id = r.id
                             WHERE g.limited
                             GROUP BY 1, 2, 3),
                        locked AS MATERIALIZED (
                            SELECT u.workspace_id, u.key_id, b.credits
                              FROM key_use u JOIN back b
                                ON u.workspace_id = b.workspace_id AND u.key_id = b.key_id
                               AND u.day = b.day
                             ORDER BY u.workspace_id, u.key_id
                               FOR UPDATE OF u)
                        UPDATE key_use u SET credits = greatest(u.credits - l.credits, 0)
                          FROM locked l
                         WHERE u.workspace_id = l.workspace_id AND u.key_id = l.key_id
                        """)
                .bindArray(
                        "workspaces",
                        String.class,
                        released.stream().map(g -> g.scope().workspaceId()).toList())
                .bindArray("ids", String.class, released.stream().map(Generation::id).toList())
                .execute();
    }

    private static List<String> workspaces(Collection<LimitedKey> keys) {
        return keys.stream().map(LimitedKey::workspaceId).toList();
    }

    private static List<String> ids(Collection<LimitedKey> keys) {
        return keys.stream().map(LimitedKey::id).toList();
    }
}
