package io.mediagate.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.Until;
import io.mediagate.credits.PostgresLedger;
import io.mediagate.storage.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What must be true of a database once all of its generations have ended, whatever happened before.
final class Invariants {

    private final Database database;

    Invariants(Database database) {
        this.database = database;
    }

    /// All of them.
    ///
    /// @param acknowledged ids that callers were told
    /// @param submissions the vendor's own record, a line `generation attempt` each
    void hold(Set<String> acknowledged, Path submissions) {
        everyAcknowledgedOneIsThere(acknowledged);
        everyOneEndedOnce();
        everyJournalIsWhole();
        nothingWasSubmittedTwice(submissions);
        theBooksBalance();
    }

    /// Waits until every generation has ended.
    void awaitEnds() {
        Until.holds("all have ended", Until.LONG, () -> unfinished().isEmpty());
    }

    /// What has not ended, where it is, and how far its last attempt is.
    List<String> unfinished() {
        return strings(
                """
                SELECT g.id || ' ' || g.state || ' of node ' || coalesce(g.node_id::text, 'none')
                       || ', attempts ' || coalesce(string_agg(a.state, ','), 'none')
                       || ', until ' || coalesce(g.deadline_at::text, 'never')
                  FROM generation g LEFT JOIN attempt a
                    ON a.workspace_id = g.workspace_id AND a.generation_id = g.id
                 WHERE g.state IN ('queued', 'running')
                 GROUP BY g.id, g.state, g.node_id, g.deadline_at
                """);
    }

    private void everyAcknowledgedOneIsThere(Set<String> acknowledged) {
        var lost = new TreeSet<>(acknowledged);
        lost.removeAll(new HashSet<>(strings("SELECT id FROM generation")));
        assertThat(lost).as("acknowledged and lost").isEmpty();
    }

    private void everyOneEndedOnce() {
        none(
                "not ended",
                "SELECT id || ' ' || state FROM generation WHERE state IN ('queued', 'running')");
        none(
                "not ended exactly once in the journal",
                """
                SELECT g.id || ' ' || g.state || ' ' || string_agg(e.type, ',')
                  FROM generation g LEFT JOIN generation_event e
                    ON e.workspace_id = g.workspace_id AND e.generation_id = g.id
                   AND e.type IN ('completed', 'failed', 'canceled')
                 GROUP BY g.id, g.state
                HAVING count(e.type) <> 1
                    OR min(e.type) <> CASE g.state WHEN 'succeeded' THEN 'completed' ELSE g.state END
                """);
        none(
                "events after the end",
                """
                SELECT e.generation_id FROM generation_event e JOIN generation_event l
                    ON l.generation_id = e.generation_id AND e.sequence > l.sequence
                 WHERE l.type IN ('completed', 'failed', 'canceled')
                """);
    }

    private void everyJournalIsWhole() {
        none(
                "journals with gaps",
                """
                SELECT g.id FROM generation g LEFT JOIN generation_event e
                    ON e.workspace_id = g.workspace_id AND e.generation_id = g.id
                 GROUP BY g.id, g.sequence
                HAVING count(e.sequence) <> g.sequence OR min(e.sequence) <> 1
                    OR max(e.sequence) <> g.sequence
                """);
    }

    private void nothingWasSubmittedTwice(Path submissions) {
        var refused =
                Set.copyOf(
                        strings(
                                "SELECT generation_id || ' ' || number FROM attempt"
                                        + " WHERE state = 'rejected'"));
        var recorded = Set.copyOf(strings("SELECT generation_id || ' ' || number FROM attempt"));
        var seen = new HashSet<String>();
        for (var line : lines(submissions)) {
            assertThat(seen.add(line)).as("submitted twice: %s", line).isTrue();
            assertThat(recorded.contains(line)).as("submitted without a record: %s", line).isTrue();
            var number = Integer.parseInt(line.substring(line.indexOf(' ') + 1));
            if (number > 1) {
                var before = line.substring(0, line.indexOf(' ') + 1) + (number - 1);
                assertThat(refused.contains(before))
                        .as("submitted again after %s, which was not refused", before)
                        .isTrue();
            }
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void theBooksBalance() {
        none(
                "holds that outlived their generation, or were settled against its end",
                """
                SELECT g.id || ' ' || g.state || ' ' || h.state FROM generation g JOIN hold h
                    ON h.workspace_id = g.workspace_id AND h.generation_id = g.id
                 WHERE h.state <> CASE g.state WHEN 'succeeded' THEN 'captured' ELSE 'released' END
                """);
        none(
                "not held at their price",
                """
                SELECT g.id FROM generation g LEFT JOIN hold h
                    ON h.workspace_id = g.workspace_id AND h.generation_id = g.id
                 GROUP BY g.id, g.from_subscription, g.from_permanent
                HAVING coalesce(sum(h.amount), 0) <> g.from_subscription + g.from_permanent
                """);
        assertThat(new PostgresLedger(database, InstantSource.system()).verify()).isEmpty();
    }

    /// How many rows a query counts.
    long count(String sql) {
        return database.with(h -> h.createQuery(sql).mapTo(Long.class).one());
    }

    List<String> strings(String sql) {
        return database.with(h -> h.createQuery(sql).mapTo(String.class).list());
    }

    private void none(String what, String sql) {
        assertThat(strings(sql)).as(what).isEmpty();
    }
}
