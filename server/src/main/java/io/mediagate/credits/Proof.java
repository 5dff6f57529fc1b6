package io.mediagate.credits;

import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// The proof of the books, by queries that share nothing with the code that keeps them.
final class Proof {

    /// A rule of the books.
    ///
    /// @param says the sentence for a row that breaks it; `%s` is what the query names it by
    private record Rule(String says, String sql) {}

    private static final List<Rule> RULES =
            List.of(
                    new Rule(
                            "the trial balance is off by %s credits",
                            """
                            SELECT (granted - lying)::text FROM (
                                SELECT coalesce(sum(amount), 0) AS granted FROM ledger_entry
                                 WHERE from_account = 'granted') AS entries, (
                                SELECT coalesce(sum(available + held + captured + expired), 0)
                                           AS lying
                                  FROM credit_grant) AS grants
                             WHERE granted <> lying
                            """),
                    new Rule(
                            "what lies in the accounts of grant %s is not the sum of its entries",
                            """
                            SELECT g.id FROM credit_grant g LEFT JOIN (
                                SELECT workspace_id, grant_id,
                                       sum(amount) FILTER (WHERE from_account = 'granted') AS granted,
                                       sum(CASE WHEN to_account = 'available' THEN amount
                                                WHEN from_account = 'available' THEN -amount
                                                ELSE 0 END) AS available,
                                       sum(CASE WHEN to_account = 'held' THEN amount
                                                WHEN from_account = 'held' THEN -amount
                                                ELSE 0 END) AS held,
                                       sum(CASE WHEN to_account = 'captured' THEN amount
                                                ELSE 0 END) AS captured,
                                       sum(CASE WHEN to_account = 'expired' THEN amount
                                                ELSE 0 END) AS expired
                                  FROM ledger_entry GROUP BY workspace_id, grant_id) AS e
                                ON e.workspace_id = g.workspace_id AND e.grant_id = g.id
                             WHERE (g.amount, g.available, g.held, g.captured, g.expired)
                                   IS DISTINCT FROM
                                   (e.granted, e.available, e.held, e.captured, e.expired)
                            """),
                    new Rule(
                            "ledger entry %s belongs to no grant",
                            """
                            SELECT e.id::text FROM ledger_entry e
                             WHERE NOT EXISTS (SELECT FROM credit_grant g
                                 WHERE g.workspace_id = e.workspace_id AND g.id = e.grant_id)
                            """),
                    new Rule(
                            "the held credits of grant %s are not the sum of its open holds",
                            """
                            SELECT g.id FROM credit_grant g LEFT JOIN hold h
                                ON h.workspace_id = g.workspace_id AND h.grant_id = g.id
                               AND h.state = 'held'
                             GROUP BY g.workspace_id, g.id, g.held
                            HAVING g.held <> coalesce(sum(h.amount), 0)
                            """),
                    new Rule(
                            "the holds of generation %s are not its price, or not its own",
                            """
                            SELECT coalesce(g.id, h.generation_id)
                              FROM generation g FULL JOIN (
                                SELECT workspace_id, generation_id, sum(amount) AS amount
                                  FROM hold GROUP BY workspace_id, generation_id) AS h
                                ON h.workspace_id = g.workspace_id AND h.generation_id = g.id
                             WHERE g.from_subscription + g.from_permanent
                                   IS DISTINCT FROM coalesce(h.amount, 0)
                            """),
                    new Rule(
                            "a hold of generation %s does not fit how the generation stands",
                            """
                            SELECT DISTINCT g.id FROM generation g JOIN hold h
                                ON h.workspace_id = g.workspace_id AND h.generation_id = g.id
                             WHERE h.state <> CASE g.state WHEN 'succeeded' THEN 'captured'
                                                           WHEN 'failed' THEN 'released'
                                                           WHEN 'canceled' THEN 'released'
                                                           ELSE 'held' END
                            """),
                    new Rule(
                            "a hold of generation %s and its entries disagree",
                            """
                            SELECT coalesce(h.generation_id, e.generation_id) FROM hold h FULL JOIN (
                                SELECT workspace_id, generation_id, grant_id,
                                       sum(amount) FILTER (WHERE kind = 'hold') AS held,
                                       coalesce(sum(amount) FILTER (WHERE kind = 'capture'), 0)
                                           AS captured,
                                       coalesce(sum(amount) FILTER (WHERE kind = 'release'), 0)
                                           AS released
                                  FROM ledger_entry WHERE generation_id IS NOT NULL
                                 GROUP BY workspace_id, generation_id, grant_id) AS e
                                ON e.workspace_id = h.workspace_id AND e.grant_id = h.grant_id
                               AND e.generation_id = h.generation_id
                             WHERE (e.held, e.captured, e.released) IS DISTINCT FROM
                                   (h.amount,
                                    CASE h.state WHEN 'captured' THEN h.amount ELSE 0 END,
                                    CASE h.state WHEN 'released' THEN h.amount ELSE 0 END)
                            """),
                    new Rule(
                            "withdrawal %s and its entries disagree",
                            """
                            SELECT coalesce(w.id, e.withdrawal_id) FROM withdrawal w FULL JOIN (
                                SELECT workspace_id, withdrawal_id, sum(amount) AS amount
                                  FROM ledger_entry WHERE withdrawal_id IS NOT NULL
                                 GROUP BY workspace_id, withdrawal_id) AS e
                                ON e.workspace_id = w.workspace_id AND e.withdrawal_id = w.id
                             WHERE w.amount IS DISTINCT FROM e.amount
                            """));

    private static final int MOST_FAULTS_A_RULE = 100;

    private Proof() {}

    static List<String> faults(Handle handle) {
        // Whole tables are read here, and only here.
        handle.execute("SET LOCAL enable_seqscan = on");
        var faults = new ArrayList<String>();
        for (var rule : RULES) {
            handle.createQuery(rule.sql() + " LIMIT " + MOST_FAULTS_A_RULE)
                    .mapTo(String.class)
                    .forEach(name -> faults.add(rule.says().formatted(name)));
        }
        return faults;
    }
}
