package io.mediagate.account;

import io.mediagate.storage.Database;
import java.time.Duration;

/// The SQL of counting requests. All times are the database's, so that the nodes' own clocks do not matter.
public final class RateStore {

    /// The part of what is left that is taken at once.
    private static final int PART = 50;

    private final Database database;

    public RateStore(Database database) {
        this.database = database;
    }

    /// Turns that a node may give out.
    ///
    /// @param turns 0 when none are left
    /// @param left that can still be taken
    /// @param endsIn when the minute is over, and the turns with it
    record Lease(int turns, int left, Duration endsIn) {}

    /// Takes some turns out of a key's minute; begins a new minute when the last one is over. One
    /// statement, whose row lock keeps nodes apart. The time is that after the lock: whoever waited for it
    /// may have asked before the minute began.
    Lease take(Caller caller, int limit) {
        return database.with(h ->
                h.createQuery(
                                """
                                INSERT INTO rate_window AS w
                                    (workspace_id, key_id, started_at, taken, granted)
                                VALUES (:workspace, :key, clock_timestamp(), :first, :first)
                                ON CONFLICT (workspace_id, key_id) DO UPDATE SET
                                    (started_at, taken, granted) = (
                                        SELECT CASE WHEN over THEN clock_timestamp() ELSE w.started_at END,
                                               CASE WHEN over THEN :first
                                                    ELSE w.taken + turns END,
                                               CASE WHEN over THEN :first ELSE turns END
                                          FROM (SELECT w.started_at + interval '1 minute'
                                                           <= clock_timestamp() AS over,
                                                       least(greatest(:limit - w.taken, 0),
                                                             greatest((:limit - w.taken) / :part, 1))
                                                           AS turns) AS next)
                                RETURNING granted, taken,
                                    extract(epoch FROM started_at + interval '1 minute'
                                        - clock_timestamp()) AS ends_in_seconds
                                """)
                        .bind("workspace", caller.scope().workspaceId())
                        .bind("key", caller.keyId())
                        .bind("first", Math.max(limit / PART, 1))
                        .bind("limit", limit)
                        .bind("part", PART)
                        .map((rs, _) ->
                                new Lease(
                                        rs.getInt("granted"),
                                        Math.max(limit - rs.getInt("taken"), 0),
                                        Duration.ofNanos(
                                                rs.getBigDecimal("ends_in_seconds")
                                                        .movePointRight(9)
                                                        .longValue())))
                        .one());
    }

    /// Deletes what was counted for keys that have not been used for a day.
    public void expire() {
        database.with(h ->
                h.execute("DELETE FROM rate_window WHERE started_at < now() - interval '1 day'"));
    }
}
