package io.mediagate.generation;

import io.mediagate.Until;
import io.mediagate.account.Caller;
import io.mediagate.account.Scope;
import io.mediagate.catalog.Catalog;
import io.mediagate.catalog.Model;
import io.mediagate.credits.Bucket;
import io.mediagate.credits.Credits;
import io.mediagate.credits.Ledger;
import io.mediagate.credits.PostgresLedger;
import io.mediagate.error.Problem;
import io.mediagate.error.Redaction;
import io.mediagate.event.Feed;
import io.mediagate.idempotency.Repeatable;
import io.mediagate.provider.Provider;
import io.mediagate.storage.Database;
import io.mediagate.storage.TestDatabase;
import io.mediagate.trace.Traces;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;

/// A node's life on a database of its own, with a provider that does what the test says. More nodes can
/// join the same database.
final class LifeFixture implements AutoCloseable {

    static final Duration LIMIT = Until.LONG;
    static final Credits PRICE = new Credits(7);
    private static final String USUAL_MODEL = "black-forest-labs/kontext";
    private static final Catalog CATALOG = Catalog.bundled();
    private static final Redaction REDACTION = Redaction.bundled();
    private static final AtomicInteger NUMBER = new AtomicInteger();

    final Database database;
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final Catalog catalog;
    final FakeProvider provider = new FakeProvider();
    final FakeArtifacts artifacts = new FakeArtifacts();
    final PostgresLedger ledger;
    final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    final InstantSource clock = () -> Instant.now().plus(ahead.get());
    final Node node;
    final Life life;

    private final boolean alone;

    LifeFixture() {
        this(settings());
    }

    LifeFixture(LifeSettings settings) {
        this(TestDatabase.open(), settings, true);
    }

    /// On a database that the test looks after.
    LifeFixture(Database database) {
        this(database, settings(), false);
    }

    LifeFixture(Database database, LifeSettings settings, boolean alone) {
        this(database, settings, alone, CATALOG, Map.of());
    }

    /// With live providers, and a catalogue whose routes lead to them.
    LifeFixture(
            Database database,
            LifeSettings settings,
            boolean alone,
            Catalog catalog,
            Map<String, Provider> live) {
        this(database, settings, alone, catalog, live, Life::begin);
    }

    private LifeFixture(
            Database database,
            LifeSettings settings,
            boolean alone,
            Catalog catalog,
            Map<String, Provider> live,
            Consumer<Life> begin) {
        this.database = database;
        this.catalog = catalog;
        this.alone = alone;
        this.ledger = new PostgresLedger(database, clock);
        this.node = Node.join(database, "test", Node.Company.SHARED);
        var routing = new Routing(live, provider, metrics, clock);
        var outcomes = new Outcomes(artifacts, REDACTION);
        var around =
                new Life.Surroundings(catalog, routing, outcomes, ledger, metrics, Traces.off());
        this.life = new Life(database, node, around, settings, clock);
        begin.accept(life);
    }

    static LifeSettings settings() {
        return new LifeSettings(
                1_000, Duration.ofMillis(200), Duration.ofSeconds(1), 3, Duration.ofMillis(5));
    }

    /// Of a node with a hundred places.
    static LifeSettings settings(Bounds bounds) {
        return new LifeSettings(
                100,
                Duration.ofMillis(200),
                Duration.ofSeconds(1),
                3,
                Duration.ofMillis(5),
                bounds);
    }

    /// A second node on the same database.
    LifeFixture neighbour() {
        return new LifeFixture(database, settings(), false);
    }

    /// A node that only accepts, and so queues everything.
    static LifeFixture door(Database database) {
        return new LifeFixture(
                database, settings(), false, CATALOG, Map.of(), Life::beginWithoutWork);
    }

    /// Waits until what is accepted here starts at once.
    LifeFixture open() {
        Until.holds("nobody waits in the queue", LIMIT, life::startsAtOnce);
        return this;
    }

    /// A workspace in test mode with this many permanent credits.
    Caller caller(long credits) {
        return caller(credits, false);
    }

    /// The same in live mode.
    Caller liveCaller(long credits) {
        return caller(credits, true);
    }

    private Caller caller(long credits, boolean livemode) {
        var scope = new Scope("ws_" + NUMBER.incrementAndGet(), livemode);
        grant(scope, Bucket.PERMANENT, credits);
        return new Caller(scope, "key_1");
    }

    void grant(Scope scope, Bucket bucket, long credits) {
        grant(scope, bucket, credits, Duration.ofDays(1));
    }

    void grantUntil(Scope scope, long credits, Duration life) {
        grant(scope, Bucket.PERMANENT, credits, life);
    }

    private void grant(Scope scope, Bucket bucket, long credits, Duration life) {
        ledger.grant(
                new Ledger.Grant(
                        scope,
                        "grant_" + NUMBER.incrementAndGet(),
                        bucket,
                        new Credits(credits),
                        clock.instant().plus(life),
                        "test"));
    }

    Generation create(Caller caller) throws InterruptedException {
        return create(caller, USUAL_MODEL);
    }

    Generation create(Caller caller, String path) throws InterruptedException {
        return life.generations().accept(draft(caller, catalog.require(path), PRICE));
    }

    Acceptance create(Caller caller, Optional<Repeatable> request) throws InterruptedException {
        return life.generations().accept(draft(caller), request);
    }

    Generation createSaying(Caller caller, String path, String prompt) throws InterruptedException {
        var input = JsonMapper.shared().createObjectNode().put("prompt", prompt);
        var draft = new Draft(caller, catalog.require(path), input, PRICE);
        return life.generations().accept(draft);
    }

    static Draft draft(Caller caller) {
        return draft(caller, PRICE.amount());
    }

    static Draft draft(Caller caller, long price) {
        return draft(caller, CATALOG.require(USUAL_MODEL), new Credits(price));
    }

    private static Draft draft(Caller caller, Model model, Credits price) {
        var input = JsonMapper.shared().createObjectNode().put("prompt", "a cat").put("n", 1);
        return new Draft(caller, model, input, price);
    }

    /// Of which nothing starts at once, and of whose news nobody hears.
    Acceptances acceptances() {
        return new Acceptances(
                database,
                ledger,
                clock,
                node.id(),
                new Snapshots(database, new Feed<>(), () -> false),
                new OpenPlaces(life::crew, new Places(1, 1), _ -> {}));
    }

    long count(String sql) {
        return database.with(h -> h.createQuery(sql).mapTo(Long.class).one());
    }

    Generation end(Generation generation) throws InterruptedException {
        return life.generations().awaitEnd(generation, LIMIT);
    }

    List<String> attempts(Generation generation) {
        return database.with(handle ->
                handle.createQuery(
                                "SELECT state FROM attempt WHERE generation_id = :id ORDER BY number")
                        .bind("id", generation.id())
                        .mapTo(String.class)
                        .list());
    }

    /// Waits until a query tells true.
    void until(String sql, String id) {
        Until.holds(
                sql,
                LIMIT,
                () ->
                        database.with(h ->
                                h.createQuery(sql)
                                        .bind("id", id)
                                        .mapTo(Boolean.class)
                                        .findOne()
                                        .orElse(false)));
    }

    /// Waits until the database, which was away, answers again.
    void untilReachable() {
        Until.holds("the database is back", LIMIT, this::isReachable);
    }

    private boolean isReachable() {
        try {
            return database.with(h -> h.createQuery("SELECT true").mapTo(Boolean.class).one());
        } catch (Problem e) {
            return false;
        }
    }

    /// Waits until no runner is at work.
    void untilIdle() {
        Until.holds("nothing runs", LIMIT, () -> life.running() == 0);
    }

    @Override
    public void close() {
        life.close();
        if (alone) {
            database.close();
        }
    }
}
