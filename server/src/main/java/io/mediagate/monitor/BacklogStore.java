package io.mediagate.monitor;

import org.jdbi.v3.core.Handle;

/// The SQL of the backlog: one statement over partial indexes, which are short exactly while all is well,
/// and read to a limit when it is not.
final class BacklogStore {

    /// Nobody needs to know more exactly how much too much it is.
    static final int MOST = 100_000;

    Backlog read(Handle handle) {
        return handle.createQuery(
                        """
                        SELECT coalesce((SELECT extract(epoch FROM now() - created_at)
                                           FROM generation WHERE state = 'queued'
                                          ORDER BY id LIMIT 1), 0) AS queued_seconds,
                               (SELECT count(*) FROM attempt
                                 WHERE state = 'outcome_unknown'
                                   AND submitted_at > now() - interval '1 day') AS outcomes_unknown,
                               d.due, d.due_seconds, e.failing, e.disabled
                          FROM (SELECT count(*) AS due,
                                       coalesce(extract(epoch FROM now() - min(due_at)), 0)
                                           AS due_seconds
                                  FROM (SELECT due_at FROM delivery
                                         WHERE state = 'waiting' AND due_at <= now()
                                         LIMIT :most) AS waiting) AS d,
                               (SELECT count(*) FILTER (WHERE enabled AND failing_since IS NOT NULL)
                                           AS failing,
                                       count(*) FILTER (WHERE disabled_reason IS NOT NULL)
                                           AS disabled
                                  FROM endpoint) AS e
                        """)
                .bind("most", MOST)
                .map((rs, _) ->
                        new Backlog(
                                rs.getDouble("queued_seconds"),
                                rs.getLong("outcomes_unknown"),
                                rs.getLong("due"),
                                rs.getDouble("due_seconds"),
                                rs.getLong("failing"),
                                rs.getLong("disabled")))
                .one();
    }
}
