package io.mediagate.account;

import io.mediagate.account.ApiKeys.ApiKey;
import io.mediagate.storage.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.statement.StatementContext;

/// Workspaces and keys in the database.
public final class AccountStore {
    private static final String KEY_COLUMNS =
            " id, workspace_id, livemode, name, hint, created_at, expires_at, revoked_at,"
                    + " former_until, requests_per_minute, concurrent_generations,"
                    + " credits_per_day, models ";

    private final Database database;

    public AccountStore(Database database) {
        this.database = database;
    }

    /// False: the name is taken. Two nodes that start at once both may try to make `default`.
    boolean addWorkspace(Workspace workspace) {
        return database.with(h ->
                h.createUpdate(
                                """
                                INSERT INTO workspace (id, name, created_at)
                                VALUES (:id, :name, :at)
                                ON CONFLICT ON CONSTRAINT workspace_name_is_taken
                                DO NOTHING
                                """)
                        .bind("id", workspace.id())
                        .bind("name", workspace.name())
                        .bind("at", utc(workspace.createdAt()))
                        .execute())
                == 1;
    }

    void keepFiles(String workspaceId, Optional<Long> retentionSeconds, Optional<Long> quotaBytes) {
        database.run(h ->
                h.createUpdate(
                                """
                                UPDATE workspace
                                   SET retention_seconds = :retention, quota_bytes = :quota
                                 WHERE id = :id
                                """)
                        .bind("retention", retentionSeconds)
                        .bind("quota", quotaBytes)
                        .bind("id", workspaceId)
                        .execute());
    }

    List<Workspace> workspaces() {
        return database.with(h ->
                h.createQuery("SELECT id, name, created_at FROM workspace ORDER BY name")
                        .map(AccountStore::workspace)
                        .list());
    }

    Optional<Workspace> workspace(String name) {
        return database.with(h ->
                h.createQuery("SELECT id, name, created_at FROM workspace WHERE name =" + " :name")
                        .bind("name", name)
                        .map(AccountStore::workspace)
                        .findOne());
    }

    private static Workspace workspace(ResultSet row, StatementContext context)
            throws SQLException {
        return new Workspace(
                row.getString("id"), row.getString("name"), instant(row, "created_at"));
    }

    boolean hasWorkspace(String id) {
        return database.with(h ->
                h.createQuery("SELECT EXISTS (SELECT FROM workspace WHERE id = :id)")
                        .bind("id", id)
                        .mapTo(Boolean.class)
                        .one());
    }

    void addKey(ApiKey key, KeyHash hash) {
        database.run(h ->
                h.createUpdate(
                                """
                                INSERT INTO api_key
                                    (id, workspace_id, livemode, hash, hint, name,
                                     created_at, expires_at, requests_per_minute,
                                     concurrent_generations, credits_per_day, models)
                                VALUES (:id, :workspace, :livemode, :hash, :hint, :name,
                                        :created, :expires, :requests, :concurrent,
                                        :credits, :models)
                                """)
                        .bind("id", key.id())
                        .bind("workspace", key.scope().workspaceId())
                        .bind("livemode", key.scope().livemode())
                        .bind("hash", hash.bytes())
                        .bind("hint", key.hint())
                        .bind("name", key.name())
                        .bind("created", utc(key.createdAt()))
                        .bind("expires", key.expiresAt().map(AccountStore::utc).orElse(null))
                        .bind("requests", key.limits().requestsPerMinute().orElse(null))
                        .bind("concurrent", key.limits().concurrentGenerations().orElse(null))
                        .bind("credits", key.limits().creditsPerDay().orElse(null))
                        .bindArray("models", String.class, key.limits().models())
                        .execute());
    }

    /// The ids of the keys that were changed in any way after this time.
    Set<String> changedSince(Instant time) {
        return database.with(h ->
                Set.copyOf(
                        h.createQuery("SELECT id FROM api_key WHERE changed_at > :time")
                                .bind("time", utc(time))
                                .mapTo(String.class)
                                .list()));
    }

    /// A key as one of its texts opens it.
    ///
    /// @param former whether it is the text from before the rotation
    record Opened(ApiKey key, boolean former) {}

    /// The key that was not revoked and has, or has had before its rotation, this hash.
    Optional<Opened> key(KeyHash hash) {
        return database.with(h ->
                h.createQuery(
                                "SELECT former_hash IS NOT DISTINCT FROM :hash AS former,"
                                        + KEY_COLUMNS
                                        + "FROM api_key WHERE (hash = :hash OR former_hash = :hash)"
                                        + " AND revoked_at IS NULL")
                        .bind("hash", hash.bytes())
                        .map((rs, context) -> new Opened(key(rs, context), rs.getBoolean("former")))
                        .findOne());
    }

    /// Gives a key another text; the former one goes on until then. False: there is no such key any
    /// more.
    boolean rotate(String id, KeyHash hash, String hint, Instant formerUntil, Instant now) {
        return database.with(h ->
                h.createUpdate(
                                """
                                UPDATE api_key
                                   SET former_hash = hash, former_until = :until,
                                       hash = :hash, hint = :hint, changed_at = :now
                                 WHERE id = :id AND revoked_at IS NULL
                                """)
                        .bind("id", id)
                        .bind("hash", hash.bytes())
                        .bind("hint", hint)
                        .bind("until", utc(formerUntil))
                        .bind("now", utc(now))
                        .execute())
                == 1;
    }

    /// Sets a key's limits. False: there is no such key any more.
    boolean limit(String id, KeyLimits limits, Instant now) {
        return database.with(h ->
                h.createUpdate(
                                """
                                UPDATE api_key
                                   SET requests_per_minute = :requests,
                                       concurrent_generations = :concurrent,
                                       credits_per_day = :credits, models = :models,
                                       changed_at = :now
                                 WHERE id = :id AND revoked_at IS NULL
                                """)
                        .bind("id", id)
                        .bind("requests", limits.requestsPerMinute().orElse(null))
                        .bind("concurrent", limits.concurrentGenerations().orElse(null))
                        .bind("credits", limits.creditsPerDay().orElse(null))
                        .bindArray("models", String.class, limits.models())
                        .bind("now", utc(now))
                        .execute())
                == 1;
    }

    Optional<ApiKey> key(String id) {
        return database.with(h ->
                h.createQuery("SELECT" + KEY_COLUMNS + "FROM api_key WHERE id = :id")
                        .bind("id", id)
                        .map(AccountStore::key)
                        .findOne());
    }

    List<ApiKey> keys(String workspaceId) {
        return database.with(h ->
                h.createQuery(
                                "SELECT"
                                        + KEY_COLUMNS
                                        + "FROM api_key WHERE workspace_id = :workspace"
                                        + " ORDER BY created_at DESC, id DESC")
                        .bind("workspace", workspaceId)
                        .map(AccountStore::key)
                        .list());
    }

    boolean hasKeys() {
        return database.with(h ->
                h.createQuery("SELECT EXISTS (SELECT FROM api_key)").mapTo(Boolean.class).one());
    }

    /// Ends a key. False: there is none of that id or it was ended before.
    boolean revoke(String id, Instant at) {
        return database.with(h ->
                h.createUpdate(
                                """
                                UPDATE api_key SET revoked_at = :at, changed_at = :at
                                 WHERE id = :id AND revoked_at IS NULL
                                """)
                        .bind("id", id)
                        .bind("at", utc(at))
                        .execute())
                == 1;
    }

    private static ApiKey key(ResultSet row, StatementContext context) throws SQLException {
        return new ApiKey(
                row.getString("id"),
                new Scope(row.getString("workspace_id"), row.getBoolean("livemode")),
                row.getString("name"),
                row.getString("hint"),
                instant(row, "created_at"),
                optional(row, "expires_at"),
                optional(row, "revoked_at"),
                optional(row, "former_until"),
                limits(row));
    }

    private static KeyLimits limits(ResultSet row) throws SQLException {
        return new KeyLimits(
                Optional.ofNullable(row.getObject("requests_per_minute", Integer.class)),
                Optional.ofNullable(row.getObject("concurrent_generations", Integer.class)),
                Optional.ofNullable(row.getObject("credits_per_day", Long.class)),
                List.of((String[]) row.getArray("models").getArray()));
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static Optional<Instant> optional(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
                .map(OffsetDateTime::toInstant);
    }
}
