package io.mediagate.webhook;

import io.mediagate.duty.Duty;
import io.mediagate.error.Problem;
import io.mediagate.storage.Database;
import io.mediagate.storage.GroupCommit;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings deliveries to their endpoints, on this node. The queues stand in the database, one for each
/// endpoint; what a node claims it sends at once, each attempt on a thread of its own, so that nobody
/// waits behind a slow receiver.
final class Couriers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Couriers.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
    private static final Duration BETWEEN_RESCUES = Duration.ofSeconds(1);

    /// What a claim lasts beyond its attempt's limit: to begin it, and to write what came of it.
    private static final Duration MARGIN = Duration.ofSeconds(15);

    /// With attempts under way when the node stops.
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final long MILLIS_BETWEEN_TRIES = 500;

    private final Database database;
    private final Sender sender;
    private final WebhookSettings settings;
    private final long nodeId;
    private final DeliveryStore store = new DeliveryStore();
    private final GroupCommit<Outcome, Boolean> outcomes;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final Duty claimer;
    private final Duty rescuer;

    Couriers(
            Database database,
            Sender sender,
            Outcomes outcomes,
            WebhookSettings settings,
            long nodeId) {
        this.database = database;
        this.sender = sender;
        this.settings = settings;
        this.nodeId = nodeId;
        this.outcomes = new GroupCommit<>("delivery", outcomes);
        this.claimer = Duty.of("deliveries", BETWEEN_LOOKS, this::claimAll);
        this.rescuer = Duty.of("deliveries-rescuer", BETWEEN_RESCUES, this::rescue);
    }

    void begin() {
        rescuer.begin();
        claimer.begin();
    }

    /// Looks for what is due now instead of in a moment.
    void wake() {
        claimer.wake();
    }

    List<Duty> duties() {
        return List.of(claimer, rescuer);
    }

    int running() {
        return running.get();
    }

    long delivered() {
        return delivered.get();
    }

    long failed() {
        return failed.get();
    }

    private void rescue() {
        int found = database.transaction(store::rescue);
        if (found > 0) {
            LOG.info("{} deliveries of a node that is gone are in line again", found);
            wake();
        }
    }

    private void claimAll() {
        int room = settings.mostRunning() - running.get();
        while (room > 0) {
            int before = room;
            var terms =
                    new DeliveryStore.Terms(
                            nodeId, settings.concurrency(), room, settings.limit().plus(MARGIN));
            long claimedAt = System.nanoTime();
            var claimed =
                    database.transaction(tx -> {
                        var queues = store.lockDue(tx, settings.concurrency());
                        return queues.isEmpty()
                                ? List.<Sending>of()
                                : store.claim(tx, queues, terms);
                    });
            claimed.forEach(sending -> begin(sending, claimedAt));
            if (claimed.isEmpty()) {
                return;
            }
            room = Math.min(before, settings.mostRunning() - running.get());
        }
    }

    private void begin(Sending sending, long claimedAt) {
        running.incrementAndGet();
        threads.execute(() -> {
            try {
                attempt(sending, claimedAt);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                running.decrementAndGet();
                wake();
            }
        });
    }

    /// A node that was paused after its claim may wake up when somebody else has the delivery: it begins
    /// nothing that it could not end within the claim.
    private void attempt(Sending sending, long claimedAt) throws InterruptedException {
        if (System.nanoTime() - claimedAt > MARGIN.toNanos() / 2) {
            return;
        }
        long until = claimedAt + settings.limit().plus(MARGIN).toNanos();
        try {
            note(outcome(sending), until);
        } catch (Problem e) {
            // The claim runs out, and then it is tried again.
            LOG.warn("the delivery {} is left: {}", sending.deliveryId(), e.getMessage());
        }
    }

    /// A bug must not keep a delivery being claimed for ever: it counts as a failure like any other.
    private Outcome outcome(Sending sending) throws InterruptedException {
        try {
            return sender.send(sending);
        } catch (Problem e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("the delivery {} could not be tried", sending.deliveryId(), e);
            return sender.unforeseen(sending);
        }
    }

    private void note(Outcome outcome, long until) throws InterruptedException {
        if (write(outcome, until)) {
            (outcome.delivered() ? delivered : failed).incrementAndGet();
        }
    }

    /// Writes it, for as long as the claim holds: a database that is away for a moment costs no second
    /// delivery.
    private boolean write(Outcome outcome, long until) throws InterruptedException {
        while (true) {
            try {
                return outcomes.commit(outcome);
            } catch (Problem e) {
                if (System.nanoTime() > until) {
                    throw e;
                }
                Thread.sleep(MILLIS_BETWEEN_TRIES);
            }
        }
    }

    /// Claims nothing more, and lets what is under way come to its end. What takes too long is given up,
    /// and tried again by whoever finds that this node has stopped.
    @Override
    public void close() {
        claimer.close();
        rescuer.close();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
        outcomes.close();
    }
}
