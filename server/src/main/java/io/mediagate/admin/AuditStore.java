package io.mediagate.admin;

import io.mediagate.storage.Database;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/// Who changed what, and when. Append-only.
public final class AuditStore {

    /// One action of an operator.
    ///
    /// @param actor who asked, such as `root on the command line`
    /// @param action what was asked, such as `key.create`
    /// @param subject the id of what it is about
    public record Row(
            String workspaceId,
            Instant at,
            String actor,
            String action,
            String subject,
            Map<String, String> detail) {}

    private final Database database;

    public AuditStore(Database database) {
        this.database = database;
    }

    void add(Row row) {
        database.run(tx -> add(tx, row));
    }

    /// Makes a change and writes its row in one transaction: neither is ever there alone.
    ///
    /// @param row of what the change came to; empty: nothing happened that anybody must know
    <T> T with(Function<Handle, T> change, Function<T, Optional<Row>> row) {
        return database.transaction(tx -> {
            var result = change.apply(tx);
            row.apply(result).ifPresent(one -> add(tx, one));
            return result;
        });
    }

    /// The same, in the transaction of what it is about.
    public static void add(Handle tx, Row row) {
        tx.createUpdate(
                        """
                        INSERT INTO audit
                            (workspace_id, at, actor, action, subject, detail)
                        VALUES (:workspace, :at, :actor, :action, :subject,
                                CAST(:detail AS json))
                        """)
                .bind("workspace", row.workspaceId())
                .bind("at", row.at().atOffset(ZoneOffset.UTC))
                .bind("actor", row.actor())
                .bind("action", row.action())
                .bind("subject", row.subject())
                .bind("detail", AdminJson.write(row.detail()))
                .execute();
    }

    /// The newest rows, of one workspace or of all.
    List<Row> latest(Optional<String> workspaceId, int limit) {
        return database.with(h ->
                h.createQuery(
                                """
                                SELECT workspace_id, at, actor, action, subject, detail::text AS detail
                                  FROM audit
                                 WHERE :workspace = '' OR workspace_id = :workspace
                                 ORDER BY at DESC, id DESC LIMIT :limit
                                """)
                        .bind("workspace", workspaceId.orElse(""))
                        .bind("limit", limit)
                        .map((rs, _) ->
                                new Row(
                                        rs.getString("workspace_id"),
                                        rs.getObject("at", OffsetDateTime.class).toInstant(),
                                        rs.getString("actor"),
                                        rs.getString("action"),
                                        rs.getString("subject"),
                                        AdminJson.texts(rs.getString("detail"))))
                        .list());
    }

    /// A workspace's rows in the order in which they were written.
    List<String> actions(String workspaceId) {
        return database.with(h ->
                h.createQuery(
                                """
                                SELECT actor || ': ' || action || ' ' || subject
                                  FROM audit WHERE workspace_id = :workspace ORDER BY id
                                """)
                        .bind("workspace", workspaceId)
                        .mapTo(String.class)
                        .list());
    }
}
