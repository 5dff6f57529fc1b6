package io.mediagate.webhook;

import io.mediagate.duty.Duty;
import io.mediagate.egress.Egress;
import io.mediagate.egress.LineFault;
import io.mediagate.storage.Database;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/// All of webhooks on this node: what callers do with them, the couriers, and the cleaner of the log.
public final class Mailroom implements AutoCloseable {
    private static final Duration BETWEEN_CLEANINGS = Duration.ofMinutes(10);
    private static final int CLEANED_AT_ONCE = 1_000;

    /// The door out, and what it says of an address before anything is sent there.
    public record Door(Egress egress, Function<URI, Optional<LineFault>> refusal) {}

    private final Database database;
    private final WebhookSettings settings;
    private final Couriers couriers;
    private final StoredWebhooks webhooks;
    private final Duty cleaner;
    private final LogStore log = new LogStore();

    /// @param nodeId this process among those that work on the same database
    public Mailroom(
            Database database,
            long nodeId,
            Door door,
            Bodies bodies,
            DisabledEndpoints disabled,
            WebhookSettings settings,
            InstantSource clock) {
        this.database = database;
        this.settings = settings;
        var sender = new Sender(door.egress(), bodies, settings, clock, new SecureRandom());
        var outcomes = new Outcomes(database, nodeId, settings.disableAfter(), disabled);
        this.couriers = new Couriers(database, sender, outcomes, settings, nodeId);
        this.webhooks =
                new StoredWebhooks(
                        database,
                        new AddressRules(door.refusal()),
                        settings,
                        clock,
                        couriers::wake);
        this.cleaner = Duty.of("deliveries-cleaner", BETWEEN_CLEANINGS, this::clean);
    }

    /// Starts to send. Until then deliveries wait.
    public void begin() {
        couriers.begin();
        cleaner.begin();
    }

    /// What callers can do.
    public Webhooks webhooks() {
        return webhooks;
    }

    /// What this node does for it in the background.
    public List<Duty> duties() {
        return Stream.concat(couriers.duties().stream(), Stream.of(cleaner)).toList();
    }

    /// How many attempts are under way on this node.
    public int running() {
        return couriers.running();
    }

    /// How many deliveries have got through from this node.
    public long delivered() {
        return couriers.delivered();
    }

    /// How many attempts of this node have failed.
    public long failedAttempts() {
        return couriers.failed();
    }

    /// Removes from the log what is older than the configuration says.
    void clean() {
        cleanAll(tx -> log.clean(tx, settings.logRetention(), CLEANED_AT_ONCE));
        cleanAll(tx -> log.cleanLeftBehind(tx, settings.logRetention(), CLEANED_AT_ONCE));
    }

    private void cleanAll(Function<Handle, Integer> some) {
        int cleaned = CLEANED_AT_ONCE;
        while (cleaned == CLEANED_AT_ONCE) {
            cleaned = database.transaction(some);
        }
    }

    @Override
    public void close() {
        cleaner.close();
        couriers.close();
    }
}
