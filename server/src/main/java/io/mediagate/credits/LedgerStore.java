package io.mediagate.credits;

import io.mediagate.account.Scope;
import io.mediagate.credits.PostgresLedger.Part;
import io.mediagate.credits.PostgresLedger.Spendable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The SQL of the books.
final class LedgerStore {

    boolean insertGrant(Handle tx, Ledger.Grant grant, Instant now) {
        int inserted =
                tx.createUpdate(
                                """
                                WITH added AS (
                                    INSERT INTO credit_grant (workspace_id, id, livemode, bucket,
                                        amount, available, expires_at, created_at, reason)
                                    VALUES (:workspace, :id, :livemode, :bucket,
                                        :amount, :amount, :expires, :now, :reason)
                                    ON CONFLICT (workspace_id, id) DO NOTHING
                                    RETURNING workspace_id, id, amount)
                                INSERT INTO ledger_entry (workspace_id, grant_id, kind,
                                    from_account, to_account, amount, at)
                                SELECT workspace_id, id, 'grant', 'granted', 'available', amount, :now
                                  FROM added
                                """)
                        .bind("workspace", grant.scope().workspaceId())
                        .bind("id", grant.id())
                        .bind("livemode", grant.scope().livemode())
                        .bind("bucket", grant.bucket().column())
                        .bind("amount", grant.amount().amount())
                        .bind("expires", grant.expiresAt())
                        .bind("now", now)
                        .bind("reason", grant.reason())
                        .execute();
        return inserted == 1;
    }

    boolean sameGrantExists(Handle tx, Ledger.Grant grant) {
        return tx.createQuery(
                        """
                        SELECT EXISTS (SELECT FROM credit_grant
                         WHERE workspace_id = :workspace AND id = :id AND livemode = :livemode
                           AND bucket = :bucket AND amount = :amount)
                        """)
                .bind("workspace", grant.scope().workspaceId())
                .bind("id", grant.id())
                .bind("livemode", grant.scope().livemode())
                .bind("bucket", grant.bucket().column())
                .bind("amount", grant.amount().amount())
                .mapTo(Boolean.class)
                .one();
    }

    Balance balance(Handle tx, Scope scope, Instant now) {
        return tx.createQuery(
                        """
                        SELECT coalesce(sum(available) FILTER (
                                   WHERE bucket = 'subscription' AND expires_at > :now), 0) AS sub,
                               coalesce(sum(available) FILTER (
                                   WHERE bucket = 'permanent' AND expires_at > :now), 0) AS perm,
                               coalesce(sum(held), 0) AS held
                          FROM credit_grant
                         WHERE workspace_id = :workspace AND livemode = :livemode
                        """)
                .bind("workspace", scope.workspaceId())
                .bind("livemode", scope.livemode())
                .bind("now", now)
                .map((rs, _) ->
                        new Balance(
                                new Credits(rs.getLong("sub")),
                                new Credits(rs.getLong("perm")),
                                new Credits(rs.getLong("held"))))
                .one();
    }

    /// Lets only one at a time fill up a scope: there may be no row yet that could be locked.
    void lockScope(Handle tx, Scope scope) {
        tx.createQuery("SELECT pg_advisory_xact_lock(hashtext(:key)) IS NULL")
                .bind("key", "fill-up:" + scope.workspaceId() + scope.livemode())
                .mapTo(Boolean.class)
                .one();
    }

    /// Locks all that the scopes can spend, in the one order in which grants are locked, and tells it in
    /// the order in which it is spent: subscription before permanent, the first to expire first. What has
    /// expired is left out at the end only: no plan is to go by the index of all that will expire.
    List<Spendable> lockSpendable(Handle tx, Collection<Scope> scopes, Instant now) {
        return tx.createQuery(
                        """
                        WITH locked AS MATERIALIZED (
                            SELECT g.workspace_id, g.livemode, g.id, g.bucket, g.available,
                                   g.expires_at
                              FROM credit_grant g
                              JOIN unnest(:workspaces, :livemodes) AS s (workspace_id, livemode)
                                ON g.workspace_id = s.workspace_id AND g.livemode = s.livemode
                             WHERE g.available > 0
                             ORDER BY g.workspace_id, g.id
                               FOR UPDATE OF g)
                        SELECT * FROM locked WHERE expires_at > :now
                         ORDER BY bucket DESC, expires_at, id
                        """)
                .bindArray(
                        "workspaces",
                        String.class,
                        scopes.stream().map(Scope::workspaceId).toList())
                .bindArray(
                        "livemodes", Boolean.class, scopes.stream().map(Scope::livemode).toList())
                .bind("now", now)
                .map((rs, _) -> spendable(rs))
                .list();
    }

    private static Spendable spendable(ResultSet rs) throws SQLException {
        return new Spendable(
                new Scope(rs.getString("workspace_id"), rs.getBoolean("livemode")),
                rs.getString("id"),
                Bucket.valueOf(rs.getString("bucket").toUpperCase(Locale.ROOT)),
                rs.getLong("available"));
    }

    /// Takes the parts out of their (locked) grants.
    void insertHolds(Handle tx, List<Part> parts, Instant now) {
        if (parts.isEmpty()) {
            return;
        }
        tx.createUpdate(
                        """
                        WITH part AS (
                            SELECT * FROM unnest(:workspaces, :generations, :grants, :amounts)
                                AS p (workspace_id, generation_id, grant_id, amount)),
                        holds AS (
                            INSERT INTO hold (workspace_id, generation_id, grant_id, amount, state)
                            SELECT workspace_id, generation_id, grant_id, amount, 'held' FROM part),
                        entries AS (
                            INSERT INTO ledger_entry (workspace_id, grant_id, kind, from_account,
                                to_account, amount, generation_id, at)
                            SELECT workspace_id, grant_id, 'hold', 'available', 'held', amount,
                                   generation_id, :now
                              FROM part),
                        taken AS (
                            SELECT workspace_id, grant_id, sum(amount)::bigint AS amount
                              FROM part GROUP BY workspace_id, grant_id)
                        UPDATE credit_grant g
                           SET available = g.available - t.amount, held = g.held + t.amount
                          FROM taken t
                         WHERE g.workspace_id = t.workspace_id AND g.id = t.grant_id
                        """)
                .bindArray(
                        "workspaces", String.class, parts.stream().map(Part::workspaceId).toList())
                .bindArray(
                        "generations",
                        String.class,
                        parts.stream().map(Part::generationId).toList())
                .bindArray("grants", String.class, parts.stream().map(Part::grantId).toList())
                .bindArray("amounts", Long.class, parts.stream().map(Part::amount).toList())
                .bind("now", now)
                .execute();
    }

    void settle(Handle tx, List<Settlement> settlements, Instant now) {
        if (settlements.isEmpty()) {
            return;
        }
        var workspaces = settlements.stream().map(Settlement::workspaceId).toList();
        var generations = settlements.stream().map(Settlement::generationId).toList();
        var captured = settlements.stream().map(s -> s.kind() == Settlement.Kind.CAPTURE).toList();
        tx.createQuery(
                        """
                        SELECT count(*) FROM (
                            SELECT g.id FROM credit_grant g
                             WHERE (g.workspace_id, g.id) IN (
                                SELECT h.workspace_id, h.grant_id FROM hold h
                                  JOIN unnest(:workspaces, :generations)
                                    AS s (workspace_id, generation_id)
                                    ON h.workspace_id = s.workspace_id
                                   AND h.generation_id = s.generation_id)
                             ORDER BY g.workspace_id, g.id
                               FOR UPDATE) AS locked
                        """)
                .bindArray("workspaces", String.class, workspaces)
                .bindArray("generations", String.class, generations)
                .mapTo(Long.class)
                .one();
        tx.createUpdate(
                        """
                        WITH ended AS (
                            UPDATE hold h
                               SET state = CASE WHEN s.captured THEN 'captured' ELSE 'released' END
                              FROM unnest(:workspaces, :generations, :captured)
                                AS s (workspace_id, generation_id, captured)
                             WHERE h.workspace_id = s.workspace_id
                               AND h.generation_id = s.generation_id
                               AND h.state = 'held'
                            RETURNING h.workspace_id, h.generation_id, h.grant_id, h.amount,
                                      s.captured),
                        entries AS (
                            INSERT INTO ledger_entry (workspace_id, grant_id, kind, from_account,
                                to_account, amount, generation_id, at)
                            SELECT workspace_id, grant_id,
                                   CASE WHEN captured THEN 'capture' ELSE 'release' END,
                                   'held',
                                   CASE WHEN captured THEN 'captured' ELSE 'available' END,
                                   amount, generation_id, :now
                              FROM ended),
                        moved AS (
                            SELECT workspace_id, grant_id, sum(amount)::bigint AS amount,
                                   coalesce(sum(amount) FILTER (WHERE captured), 0)::bigint AS taken
                              FROM ended GROUP BY workspace_id, grant_id)
                        UPDATE credit_grant g
                           SET held = g.held - m.amount,
                               captured = g.captured + m.taken,
                               available = g.available + m.amount - m.taken
                          FROM moved m
                         WHERE g.workspace_id = m.workspace_id AND g.id = m.grant_id
                        """)
                .bindArray("workspaces", String.class, workspaces)
                .bindArray("generations", String.class, generations)
                .bindArray("captured", Boolean.class, captured)
                .bind("now", now)
                .execute();
    }

    /// What is the same in a withdrawal that is asked for again.
    record FormerWithdrawal(boolean livemode, long amount) {
        boolean sameAs(Ledger.Withdrawal other) {
            return livemode == other.scope().livemode() && amount == other.amount().amount();
        }
    }

    Optional<FormerWithdrawal> findWithdrawal(Handle tx, String workspaceId, String id) {
        return tx.createQuery(
                        "SELECT livemode, amount FROM withdrawal"
                                + " WHERE workspace_id = :workspace AND id = :id")
                .bind("workspace", workspaceId)
                .bind("id", id)
                .map((rs, _) ->
                        new FormerWithdrawal(rs.getBoolean("livemode"), rs.getLong("amount")))
                .findOne();
    }

    /// Takes the parts out of their (locked) grants for good.
    void withdraw(Handle tx, Ledger.Withdrawal withdrawal, List<Part> parts, Instant now) {
        tx.createUpdate(
                        """
                        WITH part AS (
                            SELECT * FROM unnest(:workspaces, :grants, :amounts)
                                AS p (workspace_id, grant_id, amount)),
                        reason AS (
                            INSERT INTO withdrawal (workspace_id, id, livemode, amount, reason, at)
                            VALUES (:workspace, :id, :livemode, :amount, :reason, :now)),
                        entries AS (
                            INSERT INTO ledger_entry (workspace_id, grant_id, kind, from_account,
                                to_account, amount, withdrawal_id, at)
                            SELECT workspace_id, grant_id, 'withdraw', 'available', 'expired',
                                   amount, :id, :now
                              FROM part)
                        UPDATE credit_grant g
                           SET available = g.available - p.amount, expired = g.expired + p.amount
                          FROM part p
                         WHERE g.workspace_id = p.workspace_id AND g.id = p.grant_id
                        """)
                .bindArray(
                        "workspaces", String.class, parts.stream().map(Part::workspaceId).toList())
                .bindArray("grants", String.class, parts.stream().map(Part::grantId).toList())
                .bindArray("amounts", Long.class, parts.stream().map(Part::amount).toList())
                .bind("workspace", withdrawal.scope().workspaceId())
                .bind("id", withdrawal.id())
                .bind("livemode", withdrawal.scope().livemode())
                .bind("amount", withdrawal.amount().amount())
                .bind("reason", withdrawal.reason())
                .bind("now", now)
                .execute();
    }

    int expire(Handle tx, Instant now) {
        return tx.createUpdate(
                        """
                        WITH due AS (
                            SELECT workspace_id, id, available FROM credit_grant
                             WHERE available > 0 AND expires_at <= :now
                             ORDER BY workspace_id, id
                               FOR UPDATE),
                        entries AS (
                            INSERT INTO ledger_entry (workspace_id, grant_id, kind, from_account,
                                to_account, amount, at)
                            SELECT workspace_id, id, 'expire', 'available', 'expired', available, :now
                              FROM due)
                        UPDATE credit_grant g
                           SET available = 0, expired = g.expired + d.available
                          FROM due d
                         WHERE g.workspace_id = d.workspace_id AND g.id = d.id
                        """)
                .bind("now", now)
                .execute();
    }
}
