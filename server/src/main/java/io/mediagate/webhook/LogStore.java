package io.mediagate.webhook;

import io.mediagate.account.Scope;
import io.mediagate.event.Event;
import io.mediagate.event.EventType;
import io.mediagate.event.JournalStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The SQL of what callers see of deliveries, and of putting them in line again.
final class LogStore {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};
    private static final String AFTER_EVERY_ID = "whd_~";

    private static final String COLUMNS =
            """
            d.id, d.endpoint_id, d.event_id, d.type, d.generation_id, d.sequence, d.state, d.attempts,
            d.created_at, d.due_at, d.ended_at\
            """;

    /// A page of an endpoint's deliveries, the newest event first, without their attempts.
    List<Delivery> page(
            Handle handle,
            Scope scope,
            String endpointId,
            Webhooks.Filter filter,
            int limit,
            Optional<String> before) {
        return handle.createQuery(
                        "SELECT "
                                + COLUMNS
                                + """
                                  FROM delivery d
                                 WHERE d.workspace_id = :workspace AND d.endpoint_id = :endpoint
                                   AND d.id < :before
                                   AND (:state = '' OR d.state = :state)
                                   AND (:event = '' OR d.event_id = :event)
                                 ORDER BY d.id DESC LIMIT :limit
                                """)
                .bind("workspace", scope.workspaceId())
                .bind("endpoint", endpointId)
                .bind("before", before.orElse(AFTER_EVERY_ID))
                .bind("state", filter.state().map(Delivery.State::column).orElse(""))
                .bind("event", filter.eventId().orElse(""))
                .bind("limit", limit)
                .map((rs, _) -> delivery(rs))
                .list();
    }

    /// One delivery of the scope, without its attempts.
    Optional<Delivery> find(Handle handle, Scope scope, String id) {
        return handle.createQuery(
                        "SELECT "
                                + COLUMNS
                                + """
                                  FROM delivery d
                                  JOIN endpoint p
                                    ON p.workspace_id = d.workspace_id AND p.id = d.endpoint_id
                                 WHERE d.workspace_id = :workspace AND d.id = :id
                                   AND p.livemode = :livemode
                                """)
                .bind("workspace", scope.workspaceId())
                .bind("livemode", scope.livemode())
                .bind("id", id)
                .map((rs, _) -> delivery(rs))
                .findOne();
    }

    private static Delivery delivery(ResultSet rs) throws SQLException {
        var state = Delivery.State.ofColumn(rs.getString("state"));
        return new Delivery(
                rs.getString("id"),
                rs.getString("endpoint_id"),
                rs.getString("event_id"),
                EventName.ofColumn(rs.getString("type")),
                Optional.ofNullable(rs.getString("generation_id")),
                DeliveryStore.number(rs, "sequence"),
                state,
                rs.getInt("attempts"),
                EndpointStore.instant(rs, "created_at").orElseThrow(),
                state == Delivery.State.WAITING
                        ? EndpointStore.instant(rs, "due_at")
                        : Optional.empty(),
                EndpointStore.instant(rs, "ended_at"),
                List.of());
    }

    /// The same deliveries with their latest attempts.
    List<Delivery> withAttempts(Handle handle, Scope scope, List<Delivery> deliveries) {
        if (deliveries.isEmpty()) {
            return deliveries;
        }
        var byDelivery = new HashMap<String, List<Delivery.Attempt>>();
        handle.createQuery(
                        """
                        SELECT * FROM (
                            SELECT a.*, row_number() OVER (PARTITION BY delivery_id ORDER BY number DESC)
                                AS age
                              FROM delivery_attempt a
                             WHERE workspace_id = :workspace AND delivery_id = ANY (:ids)) latest
                         WHERE age <= :most ORDER BY delivery_id, number
                        """)
                .bind("workspace", scope.workspaceId())
                .bindArray("ids", String.class, deliveries.stream().map(Delivery::id).toList())
                .bind("most", Delivery.MOST_ATTEMPTS)
                .map((rs, _) -> Map.entry(rs.getString("delivery_id"), attempt(rs)))
                .forEach(entry ->
                        byDelivery
                                .computeIfAbsent(entry.getKey(), _ -> new ArrayList<>())
                                .add(entry.getValue()));
        return deliveries.stream()
                .map(d -> d.with(byDelivery.getOrDefault(d.id(), List.of())))
                .toList();
    }

    private static Delivery.Attempt attempt(ResultSet rs) throws SQLException {
        int status = rs.getInt("status");
        boolean answered = !rs.wasNull();
        return new Delivery.Attempt(
                rs.getInt("number"),
                EndpointStore.instant(rs, "at").orElseThrow(),
                rs.getLong("duration_millis"),
                answered ? OptionalInt.of(status) : OptionalInt.empty(),
                Optional.ofNullable(rs.getString("fault")),
                message(rs, "request"),
                answered ? Optional.of(message(rs, "response")) : Optional.empty());
    }

    private static Delivery.Message message(ResultSet rs, String side) throws SQLException {
        return new Delivery.Message(
                JSON.readValue(rs.getString(side + "_headers"), HEADERS),
                rs.getString(side + "_body"));
    }

    /// Writes what was sent and answered.
    void insertAttempts(Handle tx, long nodeId, List<Outcome> outcomes) {
        if (outcomes.isEmpty()) {
            return;
        }
        var batch =
                tx.prepareBatch(
                        """
                        INSERT INTO delivery_attempt
                            (workspace_id, delivery_id, number, node_id, at, duration_millis, status,
                             fault, request_headers, request_body, response_headers, response_body)
                        VALUES (:workspace, :delivery, :number, :node, :at, :millis, :status, :fault,
                                CAST(:requestHeaders AS json), :requestBody,
                                CAST(:responseHeaders AS json), :responseBody)
                        """);
        for (var outcome : outcomes) {
            var sending = outcome.sending();
            var response = outcome.messages().response();
            batch.bind("workspace", sending.scope().workspaceId())
                    .bind("delivery", sending.deliveryId())
                    .bind("number", sending.attempt())
                    .bind("node", nodeId)
                    .bind("at", outcome.timing().at().atOffset(ZoneOffset.UTC))
                    .bind("millis", Math.toIntExact(outcome.timing().took().toMillis()))
                    .bindByType(
                            "status",
                            outcome.status().isPresent() ? outcome.status().getAsInt() : null,
                            Integer.class)
                    .bindByType("fault", outcome.fault().orElse(null), String.class)
                    .bind("requestHeaders", headers(outcome.messages().request()))
                    .bind("requestBody", outcome.messages().request().body())
                    .bindByType(
                            "responseHeaders",
                            response.map(LogStore::headers).orElse(null),
                            String.class)
                    .bindByType(
                            "responseBody",
                            response.map(Delivery.Message::body).orElse(null),
                            String.class)
                    .add();
        }
        batch.execute();
    }

    private static String headers(Delivery.Message message) {
        return JSON.writeValueAsString(message.headers());
    }

    /// Puts a delivery in line from the beginning of the ladder. False: it is just being sent.
    boolean putInLine(Handle tx, Scope scope, String id) {
        return tx.createUpdate(
                                """
                                UPDATE delivery
                                   SET state = 'waiting', ladder = 0, due_at = now(), ended_at = NULL
                                 WHERE workspace_id = :workspace AND id = :id AND state <> 'sending'
                                """)
                        .bind("workspace", scope.workspaceId())
                        .bind("id", id)
                        .execute()
                == 1;
    }

    /// A test, in line at once.
    void insertTest(Handle tx, Scope scope, Delivery test, Instant now) {
        tx.createUpdate(
                        """
                        INSERT INTO delivery (workspace_id, id, endpoint_id, event_id, type, event_at)
                        VALUES (:workspace, :id, :endpoint, :event, :type, :at)
                        """)
                .bind("workspace", scope.workspaceId())
                .bind("id", test.id())
                .bind("endpoint", test.endpointId())
                .bind("event", test.eventId())
                .bind("type", test.event().column())
                .bind("at", now.atOffset(ZoneOffset.UTC))
                .execute();
    }

    /// Events of a range that are of these types, the oldest first.
    List<Event> events(
            Handle handle, Scope scope, Webhooks.Range range, Set<EventName> names, int limit) {
        return handle.createQuery(
                        """
                        SELECT e.generation_id, e.sequence, e.type, e.at
                          FROM generation_event e
                          JOIN generation g
                            ON g.workspace_id = e.workspace_id AND g.id = e.generation_id
                         WHERE e.workspace_id = :workspace AND g.livemode = :livemode
                           AND e.at >= :from AND e.at < :to AND e.type = ANY (:types)
                         ORDER BY e.at, e.generation_id, e.sequence LIMIT :limit
                        """)
                .bind("workspace", scope.workspaceId())
                .bind("livemode", scope.livemode())
                .bind("from", range.from().atOffset(ZoneOffset.UTC))
                .bind("to", range.to().atOffset(ZoneOffset.UTC))
                .bindArray("types", String.class, names.stream().map(EventName::column).toList())
                .bind("limit", limit)
                .map((rs, _) -> event(scope, rs))
                .list();
    }

    /// Events of the transactions from the horizon on, the oldest first.
    List<Event> since(Handle handle, Scope scope, String horizon) {
        return handle.createQuery(
                        """
                        SELECT e.generation_id, e.sequence, e.type, e.at
                          FROM generation_event e
                          JOIN generation g
                            ON g.workspace_id = e.workspace_id AND g.id = e.generation_id
                         WHERE e.xid >= :horizon::xid8 AND e.workspace_id = :workspace
                           AND g.livemode = :livemode AND e.type <> 'progressed'
                         ORDER BY e.at, e.generation_id, e.sequence
                        """)
                .bind("horizon", horizon)
                .bind("workspace", scope.workspaceId())
                .bind("livemode", scope.livemode())
                .map((rs, _) -> event(scope, rs))
                .list();
    }

    private static Event event(Scope scope, ResultSet rs) throws SQLException {
        return new Event(
                scope,
                rs.getString("generation_id"),
                rs.getLong("sequence"),
                EventType.ofColumn(rs.getString("type")),
                OptionalInt.empty(),
                rs.getObject("at", OffsetDateTime.class).toInstant());
    }

    /// Puts events in line for an endpoint, those that it was never to be told of as well. What is just
    /// being sent stays as it is; how many were put in line.
    int putInLine(Handle tx, String endpointId, List<Event> events, Webhooks.Which which) {
        var statement =
                tx.createUpdate(
                                """
                                INSERT INTO delivery (workspace_id, id, endpoint_id, event_id, type, generation_id,
                                    sequence, event_at)
                                SELECT workspace_id, 'whd_' || substr(id, 5) || right(:endpoint, 6), :endpoint, id,
                                       type, generation_id, sequence, at::timestamptz
                                  FROM unnest(:workspaces, :ids, :types, :generations, :sequences, :ats)
                                    AS e (workspace_id, id, type, generation_id, sequence, at)
                                    ON CONFLICT (workspace_id, id) DO UPDATE
                                   SET state = 'waiting', ladder = 0, due_at = now(), ended_at = NULL
                                 WHERE delivery.state IN ('waiting', 'failed')
                                    OR :all AND delivery.state = 'delivered'
                                """)
                        .bind("endpoint", endpointId)
                        .bind("all", which == Webhooks.Which.ALL);
        return JournalStore.bindEvents(statement, events).execute();
    }

    /// Removes some of what has ended long ago; how many deliveries.
    int clean(Handle tx, Duration retention, int most) {
        return tx.createQuery(removing("d.ended_at < now() - :seconds * interval '1 second'"))
                .bind("seconds", retention.toSeconds())
                .bind("most", most)
                .mapTo(Integer.class)
                .one();
    }

    /// Removes some of what has waited too long for a disabled endpoint, and of what waits for none at
    /// all: an event that was being written while its endpoint was removed.
    int cleanLeftBehind(Handle tx, Duration retention, int most) {
        return tx.createQuery(
                        removing(
                                """
                                d.state = 'waiting'
                                  AND (d.due_at < now() - :seconds * interval '1 second'
                                       OR NOT EXISTS (SELECT FROM endpoint p
                                                       WHERE p.workspace_id = d.workspace_id
                                                         AND p.id = d.endpoint_id))
                                """))
                .bind("seconds", retention.toSeconds())
                .bind("most", most)
                .mapTo(Integer.class)
                .one();
    }

    /// Removes some of an endpoint's deliveries, all but those under way.
    int cleanOf(Handle tx, Scope scope, String endpointId, int most) {
        return tx.createQuery(
                        removing(
                                "d.workspace_id = :workspace AND d.endpoint_id = :endpoint"
                                        + " AND d.state <> 'sending'"))
                .bind("workspace", scope.workspaceId())
                .bind("endpoint", endpointId)
                .bind("most", most)
                .mapTo(Integer.class)
                .one();
    }

    private static String removing(String which) {
        return """
        WITH old AS (
            SELECT workspace_id, id FROM delivery d WHERE %s LIMIT :most
               FOR UPDATE SKIP LOCKED),
        deliveries AS (
            DELETE FROM delivery d USING old
             WHERE d.workspace_id = old.workspace_id AND d.id = old.id),
        attempts AS (
            DELETE FROM delivery_attempt a USING old
             WHERE a.workspace_id = old.workspace_id AND a.delivery_id = old.id)
        SELECT count(*) FROM old
        """
                .formatted(which);
    }
}
