package io.mediagate.generation;

import io.mediagate.catalog.Catalog;
import io.mediagate.credits.PostgresLedger;
import io.mediagate.duty.Duty;
import io.mediagate.event.Feed;
import io.mediagate.event.JournalStore;
import io.mediagate.storage.Database;
import io.mediagate.trace.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The life of generations on this node: the writers, the crew, and the duties that feed it.
public final class Life implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Life.class);
    private static final int CLAIM_AT_ONCE = 200;
    private static final Duration BETWEEN_CLAIMS = Duration.ofSeconds(1);
    private static final Duration BETWEEN_RESCUES = Duration.ofSeconds(2);
    private static final Duration BETWEEN_COUNTS = Duration.ofSeconds(1);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
    private static final Duration BETWEEN_ROLL_CALLS = Duration.ofSeconds(1);

    /// Whom generations are made by and for whom the books are kept.
    public record Surroundings(
            Catalog catalog,
            Routing routing,
            Outcomes outcomes,
            PostgresLedger ledger,
            MeterRegistry metrics,
            Traces traces) {}

    private final Database database;
    private final Node node;
    private final LifeSettings settings;
    private final InstantSource clock;
    private final Feed<Generation> feed = new Feed<>();
    private final GenerationStore store = new GenerationStore();
    private final JournalStore journal = new JournalStore();
    private final AtomicReference<String> horizon = new AtomicReference<>("");
    private final Tally tally;
    private final Writers writers;
    private final Crew crew;
    private final LivingGenerations generations;
    private final Turns turns;
    private final Places places;
    private final OpenPlaces openPlaces;
    private final QueueWatch queue;

    /// Taken around what makes waiting or lost generations this node's: a stray must not be confused with
    /// one that is just being handed to the crew. Those that start with their acceptance are known to the
    /// crew before. Guards `strays`.
    private final ReentrantLock hiring = new ReentrantLock();

    /// Whether generations are queued only because this node has no place for them.
    private volatile boolean heldBack;

    private boolean strays;
    private final Duty claimer;
    private final Duty heartbeat;

    /// Those that make this node work on generations.
    private final List<Duty> work;

    /// Those that tell its callers what other nodes do.
    private final List<Duty> duties = new ArrayList<>();

    public Life(
            Database database,
            Node node,
            Surroundings around,
            LifeSettings settings,
            InstantSource clock) {
        this.database = database;
        this.node = node;
        this.settings = settings;
        this.clock = clock;
        this.tally = new Tally(around.metrics());
        around.routing().providerNames().forEach(tally::expect);
        var snapshots = new Snapshots(database, feed, node::othersLive);
        this.places = new Places(settings.mostRunning(), settings.bounds().runningOfOne());
        this.openPlaces = new OpenPlaces(this::crew, places, this::begun);
        this.writers =
                new Writers(
                        new Acceptances(
                                database, around.ledger(), clock, node.id(), snapshots, openPlaces),
                        new Changes(
                                database, around.ledger(), clock, node.id(), changed(snapshots)),
                        new AttemptChanges(database, clock, node.id()),
                        settings.bounds().waiting());
        var tools =
                new Runner.Tools(
                        writers,
                        around.catalog(),
                        around.routing(),
                        around.outcomes(),
                        snapshots,
                        settings,
                        clock,
                        tally,
                        around.traces());
        this.turns = new Turns(places);
        this.queue = new QueueWatch(database, settings.bounds().queuedOfOne());
        duties.add(Duty.of("queue-watch", BETWEEN_COUNTS, queue::count));
        this.crew = new Crew(places, database, tools, this::left);
        this.generations =
                new LivingGenerations(
                        database,
                        writers,
                        snapshots,
                        around.routing(),
                        clock,
                        queue,
                        this::wakeClaimer);
        this.claimer = Duty.of("claimer", BETWEEN_CLAIMS, this::claim);
        this.heartbeat = Duty.of("heartbeat", settings.heartbeat(), () -> node.beat(settings));
        this.work = List.of(claimer, Duty.of("rescuer", BETWEEN_RESCUES, this::rescue));
        duties.add(Duty.of("journal-watch", BETWEEN_LOOKS, this::watch));
        duties.add(Duty.of("roll-call", BETWEEN_ROLL_CALLS, this::callRoll));
    }

    /// Starts to claim and to rescue. Until then generations are accepted and wait. Whoever starts the
    /// program does this last: many runners at once, on few carrier threads, may otherwise wait for
    /// classes that the starting thread is just initialising, while it waits for them.
    public void begin() {
        beginWithoutWork();
        work.forEach(Duty::begin);
    }

    /// Accepts generations and tells of them, and leaves the work on them to other nodes.
    public void beginWithoutWork() {
        heartbeat.begin();
        duties.forEach(Duty::begin);
    }

    /// What follows every change: those who listen hear of it, and the runner of a canceled one looks up.
    private Consumer<Generation> changed(Snapshots snapshots) {
        return generation -> {
            snapshots.publish(generation);
            tally.changed(generation);
            if (generation.state() == State.CANCELED) {
                nudge(generation.id());
            }
        };
    }

    private void nudge(String id) {
        crew.nudge(id);
    }

    /// Whether what is accepted now need not queue, if there is a place for it.
    boolean startsAtOnce() {
        return openPlaces.areOpen();
    }

    Crew crew() {
        return crew;
    }

    /// A place is free again.
    private void left() {
        if (heldBack) {
            claimer.wake();
        }
    }

    private void wakeClaimer() {
        claimer.wake();
    }

    /// What callers can do with generations.
    public Generations generations() {
        return generations;
    }

    /// This node's number among those that work on the same database.
    public long nodeId() {
        return node.id();
    }

    /// What this node does for generations in the background.
    public List<Duty> duties() {
        return Stream.of(work, duties, List.of(heartbeat)).flatMap(List::stream).toList();
    }

    /// How many generations this node is moving on.
    public int running() {
        return crew.size();
    }

    /// About how many wait to be moved on by any node.
    public int queued() {
        return queue.queued();
    }

    private void claim() {
        boolean more = true;
        while (more) {
            // Set before the look, so that a runner that ends after it knows that it is missed.
            heldBack = true;
            int room = Math.min(CLAIM_AT_ONCE, places.free());
            more = room > 0 && claim(room);
        }
        openPlaces.nobodyWaits(!heldBack);
    }

    /// Whether there may be more.
    private boolean claim(int room) {
        var more = new AtomicBoolean();
        var kept = new HashMap<String, Integer>();
        try {
            var claimed =
                    take(
                            tx -> {
                                var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
                                var taken = turns.take(tx, node.id(), room, now, kept);
                                more.set(taken.more());
                                heldBack = taken.heldBack();
                                var events = taken.leases().stream().map(Lease::started).toList();
                                journal.append(tx, node.id(), events);
                                return taken.leases();
                            },
                            leases -> {
                                kept.clear();
                                leases.forEach(crew::start);
                            });
            claimed.forEach(this::begun);
        } finally {
            // What a transaction took whose answer was lost comes back as a stray, and takes its
            // place then.
            kept.forEach(places::free);
        }
        return more.get();
    }

    /// This node has a generation, and its callers are to hear of it.
    private void begun(Lease lease) {
        feed.publish(lease.id(), lease.generation());
        tally.claimed(lease.generation());
    }

    /// Takes generations and hands them to the crew. When the answer to the transaction is lost, they may
    /// be ours without our knowing it: before anything else is taken, such strays are looked for. A runner
    /// leaves the crew only after what it wrote last has been committed, so none is taken for a stray.
    private List<Lease> take(Function<Handle, List<Lease>> taking, Consumer<List<Lease>> hire) {
        hiring.lock();
        try {
            if (strays) {
                crew.resume(database.transaction(tx -> store.takeStrays(tx, node.id(), crew::ids)));
            }
            strays = true;
            var leases = database.transaction(taking);
            strays = false;
            hire.accept(leases);
            return leases;
        } finally {
            hiring.unlock();
        }
    }

    private void suspectStrays() {
        hiring.lock();
        try {
            strays = true;
        } finally {
            hiring.unlock();
        }
    }

    /// Of nodes that are gone, and of this one whose runner is: an error that is no exception, such as a lack
    /// of memory, ends a thread without a word.
    void rescue() {
        long silent = settings.takeOverAfter().toSeconds();
        suspectStrays();
        var leases = take(tx -> store.takeOver(tx, node.id(), CLAIM_AT_ONCE, silent), crew::resume);
        if (!leases.isEmpty()) {
            LOG.info("took over {} generations from a node that is gone", leases.size());
        }
    }

    /// Tells the streams of this node what other nodes did. Asks the database only while both exist.
    private void watch() {
        if (!feed.listening() || !node.othersLive()) {
            horizon.set("");
            return;
        }
        if (horizon.get().isEmpty()) {
            horizon.set(database.with(journal::horizon));
            feed.nudgeAll();
        }
        var look = database.with(handle -> journal.othersSince(handle, node.id(), horizon.get()));
        horizon.set(look.horizon());
        look.generationIds().forEach(feed::nudge);
    }

    /// Finds runners whose generation another node has canceled or taken over.
    private void callRoll() {
        if (node.othersLive() && crew.size() > 0) {
            crew.nudgeAllBut(database.with(handle -> store.owned(handle, node.id())).keySet());
        }
    }

    /// Stops in the order that loses nothing: nothing more is accepted or claimed, submissions under way
    /// are waited for, what they brought is stored, and what still runs is left to the next owner.
    ///
    /// @param limit for submissions under way
    public void drain(Duration limit) throws InterruptedException {
        generations.drain();
        work.forEach(Duty::close);
        duties.forEach(Duty::close);
        if (!crew.drain(limit)) {
            LOG.warn(
                    "some generations were still busy after {} and will be found by the next owner",
                    limit);
        }
        writers.close();
        heartbeat.close();
        node.leave();
    }

    /// Drains with the usual patience.
    @Override
    public void close() {
        try {
            drain(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
