package io.mediagate.webhook;

import io.mediagate.account.Scope;
import io.mediagate.error.Secret;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/// The SQL of endpoints.
final class EndpointStore {

    /// How long an endpoint may be silent before its next failure counts as a new one: longer than the
    /// longest wait of the ladder.
    private static final Duration FORGIVEN_AFTER = Duration.ofDays(2);

    private static final String COLUMNS =
            """
            workspace_id, livemode, id, url, description, types, enabled, disabled_reason,
            failing_since, old_secret_until, created_at\
            """;

    /// Keeps others from adding to the scope until the transaction ends, so that counting means something.
    int lockAndCount(Handle tx, Scope scope) {
        tx.createQuery("SELECT pg_advisory_xact_lock(hashtextextended(:scope, 0))")
                .bind("scope", "endpoint " + scope.workspaceId() + scope.livemode())
                .map((_, _) -> true)
                .one();
        return tx.createQuery(
                        """
                        SELECT count(*) FROM endpoint
                         WHERE workspace_id = :workspace AND livemode = :livemode
                        """)
                .bind("workspace", scope.workspaceId())
                .bind("livemode", scope.livemode())
                .mapTo(Integer.class)
                .one();
    }

    /// False: its id ends as another's does; try again with another.
    boolean insert(Handle tx, Endpoint endpoint, Secret secret) {
        return tx.createUpdate(
                                """
                                INSERT INTO endpoint (workspace_id, livemode, id, url, description, types,
                                    enabled, secret, created_at)
                                VALUES (:workspace, :livemode, :id, :url, :description, :types,
                                        :enabled, :secret, :created)
                                ON CONFLICT DO NOTHING
                                """)
                        .bind("workspace", endpoint.scope().workspaceId())
                        .bind("livemode", endpoint.scope().livemode())
                        .bind("id", endpoint.id())
                        .bind("url", endpoint.url())
                        .bind("description", endpoint.description())
                        .bindArray("types", String.class, columns(endpoint.events()))
                        .bind("enabled", endpoint.enabled())
                        .bind("secret", secret.value())
                        .bind("created", endpoint.createdAt().atOffset(ZoneOffset.UTC))
                        .execute()
                == 1;
    }

    private static List<String> columns(Set<EventName> events) {
        return events.stream().sorted().map(EventName::column).toList();
    }

    List<Endpoint> list(Handle handle, Scope scope) {
        return handle.createQuery(
                        "SELECT "
                                + COLUMNS
                                + """
                                  FROM endpoint
                                 WHERE workspace_id = :workspace AND livemode = :livemode
                                 ORDER BY id
                                """)
                .bind("workspace", scope.workspaceId())
                .bind("livemode", scope.livemode())
                .map((rs, _) -> endpoint(rs))
                .list();
    }

    /// Both modes' endpoints.
    List<Endpoint> list(Handle handle, String workspaceId) {
        return handle.createQuery(
                        "SELECT "
                                + COLUMNS
                                + " FROM endpoint WHERE workspace_id = :workspace ORDER BY id")
                .bind("workspace", workspaceId)
                .map((rs, _) -> endpoint(rs))
                .list();
    }

    Optional<Endpoint> find(Handle handle, Scope scope, String id) {
        return ofScope(
                        handle.createQuery(
                                "SELECT "
                                        + COLUMNS
                                        + """
                                          FROM endpoint
                                         WHERE workspace_id = :workspace AND id = :id
                                           AND livemode = :livemode
                                        """),
                        scope,
                        id)
                .map((rs, _) -> endpoint(rs))
                .findOne();
    }

    private static <S extends SqlStatement<S>> S ofScope(S statement, Scope scope, String id) {
        return statement
                .bind("workspace", scope.workspaceId())
                .bind("livemode", scope.livemode())
                .bind("id", id);
    }

    /// Changes what is given. Enabling forgets what went wrong before.
    Optional<Endpoint> change(Handle tx, Scope scope, String id, Webhooks.Change change) {
        var state = change.state().map(it -> it == Webhooks.Switch.ENABLED);
        return ofScope(
                        tx.createQuery(
                                """
                                UPDATE endpoint
                                   SET url = coalesce(:url, url),
                                       description = coalesce(:description, description),
                                       types = CASE WHEN cardinality(:types) > 0 THEN :types ELSE types END,
                                       enabled = coalesce(:enabled, enabled),
                                       disabled_reason = CASE WHEN :enabled IS NULL
                                           THEN disabled_reason END,
                                       failing_since = CASE WHEN :enabled THEN NULL
                                           ELSE failing_since END,
                                       last_failure_at = CASE WHEN :enabled THEN NULL
                                           ELSE last_failure_at END
                                 WHERE workspace_id = :workspace AND id = :id AND livemode = :livemode
                                RETURNING\
                                """
                                        + " "
                                        + COLUMNS),
                        scope,
                        id)
                .bindByType("url", change.url().orElse(null), String.class)
                .bindByType("description", change.description().orElse(null), String.class)
                .bindArray("types", String.class, columns(change.events().orElseGet(Set::of)))
                .bindByType("enabled", state.orElse(null), Boolean.class)
                .map((rs, _) -> endpoint(rs))
                .findOne();
    }

    boolean delete(Handle tx, Scope scope, String id) {
        return ofScope(
                                tx.createUpdate(
                                        """
                                        DELETE FROM endpoint
                                         WHERE workspace_id = :workspace AND id = :id
                                           AND livemode = :livemode
                                        """),
                                scope,
                                id)
                        .execute()
                == 1;
    }

    /// The new secret takes the place of the old one, which lives on for a while.
    Optional<Endpoint> rotate(
            Handle tx, Scope scope, String id, Secret secret, Instant oldSecretUntil) {
        return ofScope(
                        tx.createQuery(
                                """
                                UPDATE endpoint
                                   SET old_secret = secret, old_secret_until = :until, secret = :secret
                                 WHERE workspace_id = :workspace AND id = :id AND livemode = :livemode
                                RETURNING\
                                """
                                        + " "
                                        + COLUMNS),
                        scope,
                        id)
                .bind("secret", secret.value())
                .bind("until", oldSecretUntil.atOffset(ZoneOffset.UTC))
                .map((rs, _) -> endpoint(rs))
                .findOne();
    }

    /// Something got through: whatever was wrong is over. Touches no row while nothing was.
    void noteSuccess(Handle tx, String workspaceId, String id) {
        tx.createUpdate(
                        """
                        UPDATE endpoint SET failing_since = NULL, last_failure_at = NULL
                         WHERE workspace_id = :workspace AND id = :id AND failing_since IS NOT NULL
                        """)
                .bind("workspace", workspaceId)
                .bind("id", id)
                .execute();
    }

    /// Something did not get through. True: nothing has for this long.
    boolean noteFailure(Handle tx, String workspaceId, String id, Duration disableAfter) {
        return tx.createQuery(
                        """
                        UPDATE endpoint
                           SET failing_since = CASE
                                   WHEN last_failure_at > now() - :forgiven * interval '1 second'
                                   THEN failing_since ELSE now() END,
                               last_failure_at = now()
                         WHERE workspace_id = :workspace AND id = :id
                        RETURNING failing_since <= now() - :after * interval '1 second'
                        """)
                .bind("workspace", workspaceId)
                .bind("id", id)
                .bind("forgiven", FORGIVEN_AFTER.toSeconds())
                .bind("after", disableAfter.toSeconds())
                .mapTo(Boolean.class)
                .findOne()
                .orElse(false);
    }

    /// False: it was disabled, or removed, before.
    boolean disable(Handle tx, String workspaceId, String id, Endpoint.DisabledReason reason) {
        return tx.createUpdate(
                                """
                                UPDATE endpoint SET enabled = false, disabled_reason = :reason
                                 WHERE workspace_id = :workspace AND id = :id AND enabled
                                """)
                        .bind("workspace", workspaceId)
                        .bind("id", id)
                        .bind("reason", reason.column())
                        .execute()
                == 1;
    }

    private static Endpoint endpoint(ResultSet rs) throws SQLException {
        return new Endpoint(
                new Scope(rs.getString("workspace_id"), rs.getBoolean("livemode")),
                rs.getString("id"),
                rs.getString("url"),
                rs.getString("description"),
                events(rs.getArray("types")),
                rs.getBoolean("enabled"),
                Optional.ofNullable(rs.getString("disabled_reason"))
                        .map(Endpoint.DisabledReason::ofColumn),
                instant(rs, "failing_since"),
                instant(rs, "old_secret_until"),
                instant(rs, "created_at").orElseThrow());
    }

    private static Set<EventName> events(Array types) throws SQLException {
        var events = EnumSet.noneOf(EventName.class);
        for (var type : (String[]) types.getArray()) {
            events.add(EventName.ofColumn(type));
        }
        return Collections.unmodifiableSet(events);
    }

    static Optional<Instant> instant(ResultSet rs, String column) throws SQLException {
        return Optional.ofNullable(rs.getObject(column, OffsetDateTime.class))
                .map(OffsetDateTime::toInstant);
    }
}
