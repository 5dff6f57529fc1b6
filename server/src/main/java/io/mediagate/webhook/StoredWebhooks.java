package io.mediagate.webhook;

import com.github.f4b6a3.ulid.Ulid;
import com.github.f4b6a3.ulid.UlidCreator;
import io.mediagate.account.Scope;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import io.mediagate.storage.Database;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;

/// Endpoints and their log, on the database.
final class StoredWebhooks implements Webhooks {

    private static final Duration OLD_SECRET_LIVES = Duration.ofHours(24);
    private static final int SUFFIX = 6;
    private static final int REMOVED_AT_ONCE = 1_000;

    private final Database database;
    private final AddressRules rules;
    private final WebhookSettings settings;
    private final InstantSource clock;
    private final Runnable queued;
    private final SecureRandom random = new SecureRandom();
    private final EndpointStore endpoints = new EndpointStore();
    private final LogStore log = new LogStore();

    /// @param queued is told when something waits to be sent
    StoredWebhooks(
            Database database,
            AddressRules rules,
            WebhookSettings settings,
            InstantSource clock,
            Runnable queued) {
        this.database = database;
        this.rules = rules;
        this.settings = settings;
        this.clock = clock;
        this.queued = queued;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public Issued create(Scope scope, Order order, BiConsumer<Handle, Issued> alongside) {
        rules.require(order.url());
        var secret = SigningSecret.fresh(random);
        return database.transaction(tx -> {
            if (endpoints.lockAndCount(tx, scope) >= settings.mostEndpoints()) {
                throw Problem.of(
                        ErrorCode.CONFLICT,
                        "There are %d endpoints already, as many as there may be. Delete one first."
                                .formatted(settings.mostEndpoints()));
            }
            var endpoint = fresh(scope, order);
            while (!endpoints.insert(tx, endpoint, secret)) {
                endpoint = fresh(scope, order);
            }
            var issued = new Issued(endpoint, secret);
            alongside.accept(tx, issued);
            return issued;
        });
    }

    /// Its end tells it from the workspace's others, so it is random and not one more than the last.
    private Endpoint fresh(Scope scope, Order order) {
        return new Endpoint(
                scope,
                "whe_" + Ulid.fast(),
                order.url(),
                order.description(),
                order.events(),
                order.state() == Switch.ENABLED,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                now());
    }

    @Override
    public List<Endpoint> list(Scope scope) {
        return database.with(handle -> endpoints.list(handle, scope));
    }

    @Override
    public Endpoint find(Scope scope, String id) {
        return database.with(handle -> require(handle, scope, id));
    }

    private Endpoint require(Handle handle, Scope scope, String id) {
        return endpoints.find(handle, scope, id).orElseThrow(StoredWebhooks::noSuchEndpoint);
    }

    private static Problem noSuchEndpoint() {
        return Problem.of(ErrorCode.NOT_FOUND, "There is no such endpoint.");
    }

    @Override
    public Endpoint change(Scope scope, String id, Change change) {
        find(scope, id);
        change.url().ifPresent(rules::require);
        var changed =
                database.transaction(tx -> endpoints.change(tx, scope, id, change))
                        .orElseThrow(StoredWebhooks::noSuchEndpoint);
        queued.run();
        return changed;
    }

    /// Its deliveries go piece by piece: they may be many. What is just being written or sent is cleared
    /// away later.
    @Override
    public void delete(Scope scope, String id) {
        if (!database.transaction(tx -> endpoints.delete(tx, scope, id))) {
            throw noSuchEndpoint();
        }
        int removed = REMOVED_AT_ONCE;
        while (removed == REMOVED_AT_ONCE) {
            removed = database.transaction(tx -> log.cleanOf(tx, scope, id, REMOVED_AT_ONCE));
        }
    }

    @Override
    public Issued rotate(Scope scope, String id, BiConsumer<Handle, Issued> alongside) {
        var secret = SigningSecret.fresh(random);
        var until = now().plus(OLD_SECRET_LIVES);
        return database.transaction(tx -> {
            var issued =
                    endpoints
                            .rotate(tx, scope, id, secret, until)
                            .map(endpoint -> new Issued(endpoint, secret))
                            .orElseThrow(StoredWebhooks::noSuchEndpoint);
            alongside.accept(tx, issued);
            return issued;
        });
    }

    @Override
    public Delivery test(
            Scope scope, String id, EventName event, BiConsumer<Handle, Delivery> alongside) {
        var ulid = UlidCreator.getMonotonicUlid().toString();
        var now = now();
        var test =
                new Delivery(
                        "whd_" + ulid + id.substring(Math.max(0, id.length() - SUFFIX)),
                        id,
                        "evt_" + ulid,
                        event,
                        Optional.empty(),
                        OptionalLong.empty(),
                        Delivery.State.WAITING,
                        0,
                        now,
                        Optional.of(now),
                        Optional.empty(),
                        List.of());
        database.run(tx -> {
            require(tx, scope, id);
            log.insertTest(tx, scope, test, now);
            alongside.accept(tx, test);
        });
        queued.run();
        return test;
    }

    @Override
    public Page deliveries(
            Scope scope, String id, Filter filter, int limit, Optional<String> cursor) {
        return database.with(handle -> {
            require(handle, scope, id);
            var all = log.page(handle, scope, id, filter, limit + 1, cursor);
            boolean more = all.size() > limit;
            var page = log.withAttempts(handle, scope, more ? all.subList(0, limit) : all);
            return new Page(page, more ? Optional.of(page.getLast().id()) : Optional.empty());
        });
    }

    @Override
    public Delivery redeliver(Scope scope, String deliveryId) {
        var delivery =
                database.transaction(tx -> {
                    var found = requireDelivery(tx, scope, deliveryId);
                    if (found.generationId().isPresent()) {
                        requireEnabled(require(tx, scope, found.endpointId()));
                    }
                    log.putInLine(tx, scope, deliveryId);
                    var now = requireDelivery(tx, scope, deliveryId);
                    return log.withAttempts(tx, scope, List.of(now)).getFirst();
                });
        queued.run();
        return delivery;
    }

    private Delivery requireDelivery(Handle handle, Scope scope, String id) {
        return log.find(handle, scope, id)
                .orElseThrow(() ->
                        Problem.of(ErrorCode.NOT_FOUND, "There is no such delivery any more."));
    }

    private static void requireEnabled(Endpoint endpoint) {
        if (!endpoint.enabled()) {
            throw Problem.of(ErrorCode.CONFLICT, "The endpoint is disabled; enable it first.");
        }
    }

    @Override
    public Replayed replay(Scope scope, String id, Range range) {
        int limit = settings.log().replayLimit();
        var replayed =
                database.transaction(tx -> {
                    var endpoint = require(tx, scope, id);
                    requireEnabled(endpoint);
                    var events = log.events(tx, scope, range, endpoint.events(), limit + 1);
                    boolean more = events.size() > limit;
                    var meant = more ? events.subList(0, limit) : events;
                    int count = log.putInLine(tx, id, meant, range.which());
                    return new Replayed(
                            count, more ? Optional.of(events.getLast().at()) : Optional.empty());
                });
        queued.run();
        return replayed;
    }
}
