package io.mediagate.webhook;

import io.mediagate.Until;
import io.mediagate.account.Scope;
import io.mediagate.admin.Office;
import io.mediagate.event.Event;
import io.mediagate.event.EventType;
import io.mediagate.event.JournalStore;
import io.mediagate.generation.Generation;
import io.mediagate.generation.Node;
import io.mediagate.generation.SampleGenerations;
import io.mediagate.storage.Database;
import io.mediagate.storage.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// Webhooks on a database of its own, with receivers that do what the test says. More nodes can join.
final class MailFixture implements AutoCloseable {

    static final Duration LIMIT = Until.LONG;
    static final int CONCURRENCY = 3;
    private static final AtomicInteger NUMBER = new AtomicInteger();

    final Database database = TestDatabase.open();
    final FakeReceivers receivers = new FakeReceivers();
    final Mailroom mailroom;
    final Webhooks webhooks;
    private final List<Mailroom> rooms = new ArrayList<>();
    private final JournalStore journal = new JournalStore();

    private final Mailroom.Door door;

    MailFixture() {
        this.door = new Mailroom.Door(receivers, _ -> Optional.empty());
        mailroom = node();
        webhooks = mailroom.webhooks();
    }

    /// With receivers of the test's own behind this door.
    MailFixture(Mailroom.Door door) {
        this.door = door;
        mailroom = node();
        webhooks = mailroom.webhooks();
    }

    static WebhookSettings settings() {
        return new WebhookSettings(
                5,
                CONCURRENCY,
                1_000,
                Duration.ofSeconds(15),
                Duration.ofDays(5),
                Duration.ofDays(14),
                new WebhookSettings.Log(1_000, 100));
    }

    /// A node that has not begun.
    Mailroom node() {
        var node = Node.join(database, "test", Node.Company.SHARED);
        var clock = InstantSource.system();
        var room =
                new Mailroom(
                        database,
                        node.id(),
                        door,
                        new Bodies(MailFixture::madeUp, MailFixture::write),
                        Office.disabledEndpoints(clock),
                        settings(),
                        clock);
        rooms.add(room);
        return room;
    }

    private static Optional<Generation> madeUp(Event event) {
        return Optional.of(SampleGenerations.after(event.type(), event.scope(), event.at()));
    }

    private static void write(StringBuilder out, Generation generation) {
        out.append("{\"id\":\"").append(generation.id()).append("\",\"input\":");
        out.append(generation.input()).append('}');
    }

    static Scope scope() {
        return new Scope("ws_" + NUMBER.incrementAndGet(), false);
    }

    static String url() {
        return "https://receiver-%d.example/hook".formatted(NUMBER.incrementAndGet());
    }

    Endpoint endpoint(Scope scope, String url) {
        return endpoint(scope, url, EventName.OF_TASKS);
    }

    Endpoint endpoint(Scope scope, String url, Set<EventName> events) {
        return webhooks.create(
                        scope,
                        new Webhooks.Order(url, "", events, Webhooks.Switch.ENABLED),
                        (_, _) -> {})
                .endpoint();
    }

    /// Writes an event as the life of a generation does.
    Event happens(Scope scope, EventType type) {
        return happens(scope, type, 1).getFirst();
    }

    List<Event> happens(Scope scope, EventType type, int times) {
        var events = IntStream.range(0, times).mapToObj(_ -> event(scope, type)).toList();
        database.run(tx -> journal.append(tx, 0, events));
        return events;
    }

    static Event event(Scope scope, EventType type) {
        return new Event(
                scope,
                "gen_" + com.github.f4b6a3.ulid.UlidCreator.getMonotonicUlid(),
                1,
                type,
                type == EventType.PROGRESSED ? OptionalInt.of(7) : OptionalInt.empty(),
                Instant.now().truncatedTo(ChronoUnit.MILLIS));
    }

    /// A generation's row, which replaying asks for its mode.
    void exists(Event event) {
        database.run(tx ->
                tx.createUpdate(
                                """
                                INSERT INTO generation (workspace_id, livemode, id, key_id, model, family,
                                    input, state, sequence, lease, from_subscription, from_permanent,
                                    deadline_seconds, created_at)
                                VALUES (:workspace, :livemode, :id, 'key_1', 'a/b', 'IMAGE', '{}',
                                        'queued', 1, 0, 0, 0, 60, now())
                                """)
                        .bind("workspace", event.scope().workspaceId())
                        .bind("livemode", event.scope().livemode())
                        .bind("id", event.generationId())
                        .execute());
    }

    /// Changes rows behind everybody's back.
    int execute(String sql) {
        return database.with(handle -> handle.execute(sql));
    }

    String string(String sql, String id) {
        return database.with(handle ->
                handle.createQuery(sql).bind("id", id).mapTo(String.class).findOne().orElse(""));
    }

    Delivery only(Endpoint endpoint) {
        return log(endpoint).getFirst();
    }

    List<Delivery> log(Endpoint endpoint) {
        var all = new Webhooks.Filter(Optional.empty(), Optional.empty());
        return webhooks.deliveries(endpoint.scope(), endpoint.id(), all, 100, Optional.empty())
                .deliveries();
    }

    void untilState(Endpoint endpoint, Delivery.State state) {
        var states = "SELECT string_agg(DISTINCT state, ',') FROM delivery WHERE endpoint_id = :id";
        Until.holds(
                endpoint.id() + " has only " + state,
                LIMIT,
                () -> string(states, endpoint.id()).equals(state.column()));
    }

    @Override
    public void close() {
        rooms.forEach(Mailroom::close);
        database.close();
    }
}
