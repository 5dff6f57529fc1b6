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
import org.jdbi.v3.core.statement.StatementContext;

/// Workspaces and keys in the database.
public final class AccountStore {
    private static final String KEY_COLUMNS =
            " id, workspace_id, livemode, name, hint, created_at, expires_at, revoked_at ";

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
                                     created_at, expires_at)
                                VALUES (:id, :workspace, :livemode, :hash, :hint, :name,
                                        :created, :expires)
                                """)
                        .bind("id", key.id())
                        .bind("workspace", key.scope().workspaceId())
                        .bind("livemode", key.scope().livemode())
                        .bind("hash", hash.bytes())
                        .bind("hint", key.hint())
                        .bind("name", key.name())
                        .bind("created", utc(key.createdAt()))
                        .bind("expires", key.expiresAt().map(AccountStore::utc).orElse(null))
                        .execute());
    }

    /// The hashes of the keys that were revoked after this time.
    List<KeyHash> revokedSince(Instant time) {
        return database.with(h ->
                h.createQuery("SELECT hash FROM api_key WHERE revoked_at > :time")
                        .bind("time", utc(time))
                        .map((rs, _) -> KeyHash.of(rs.getBytes("hash")))
                        .list());
    }

    /// The key of that hash that was not revoked.
    Optional<ApiKey> key(KeyHash hash) {
        return database.with(h ->
                h.createQuery(
                                "SELECT"
                                        + KEY_COLUMNS
                                        + "FROM api_key WHERE hash = :hash AND revoked_at IS"
                                        + " NULL")
                        .bind("hash", hash.bytes())
                        .map(AccountStore::key)
                        .findOne());
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

    /// Ends a key; its hash, or empty when there is none of that id or it was ended before.
    Optional<KeyHash> revoke(String id, Instant at) {
        return database.with(h ->
                h.createQuery(
                                """
                                UPDATE api_key SET revoked_at = :at
                                 WHERE id = :id AND revoked_at IS NULL
                                RETURNING hash
                                """)
                        .bind("id", id)
                        .bind("at", utc(at))
                        .map((row, context) -> KeyHash.of(row.getBytes("hash")))
                        .findOne());
    }

    private static ApiKey key(ResultSet row, StatementContext context) throws SQLException {
        return new ApiKey(
                row.getString("id"),
                new Scope(row.getString("workspace_id"), row.getBoolean("livemode")),
                row.getString("name"),
                row.getString("hint"),
                instant(row, "created_at"),
                optional(row, "expires_at"),
                optional(row, "revoked_at"));
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
