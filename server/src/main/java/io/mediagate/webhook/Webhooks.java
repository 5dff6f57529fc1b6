package io.mediagate.webhook;

import io.mediagate.account.Scope;
import io.mediagate.error.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;

/// What callers can do with their endpoints and deliveries. What is not there, or another scope's, is a
/// `NOT_FOUND`; an address that the gateway may not speak to is an `INVALID_REQUEST`.
public interface Webhooks {

    /// An endpoint to be made.
    record Order(String url, String description, Set<EventName> events, Switch state) {}

    /// Whether an endpoint is told of anything.
    enum Switch {
        ENABLED,
        DISABLED
    }

    /// What of an endpoint is to be changed; what is empty stays.
    record Change(
            Optional<String> url,
            Optional<String> description,
            Optional<Set<EventName>> events,
            Optional<Switch> state) {}

    /// An endpoint and its new secret, the only time that can be seen.
    record Issued(Endpoint endpoint, Secret secret) {}

    /// One page of the log, the newest event first.
    ///
    /// @param next cursor of the next page; empty on the last one
    record Page(List<Delivery> deliveries, Optional<String> next) {}

    /// Which deliveries of the log are meant.
    record Filter(Optional<Delivery.State> state, Optional<String> eventId) {}

    /// A range of time whose events are to be delivered again.
    ///
    /// @param from from when on, inclusive
    /// @param to until when, exclusive
    record Range(Instant from, Instant to, Which which) {}

    /// Which events of a range are meant.
    enum Which {
        /// Those that have not got through, among them those that happened while the endpoint was
        /// disabled or wanted something else.
        UNDELIVERED,
        ALL
    }

    /// What came of a replay.
    ///
    /// @param queued how many deliveries were put in line
    /// @param continueFrom from when on to ask again; empty when all of the range was put in line
    record Replayed(int queued, Optional<Instant> continueFrom) {}

    /// Makes an endpoint. A `CONFLICT` when the scope has as many as it may have.
    ///
    /// @param alongside run in the same transaction: what must be there if and only if the endpoint is
    Issued create(Scope scope, Order order, BiConsumer<Handle, Issued> alongside);

    /// All of a scope, the oldest first.
    List<Endpoint> list(Scope scope);

    Endpoint find(Scope scope, String id);

    /// Enabling one that was failing starts it afresh; what waits for it is then sent.
    Endpoint change(Scope scope, String id, Change change);

    /// Removes it with its log.
    void delete(Scope scope, String id);

    /// Makes a new secret. The one before signs, too, for 24 hours; an older one ends at once.
    ///
    /// @param alongside run in the same transaction
    Issued rotate(Scope scope, String id, BiConsumer<Handle, Issued> alongside);

    /// Sends a made-up event of this name, once, also to a disabled endpoint.
    ///
    /// @param alongside run in the same transaction
    Delivery test(Scope scope, String id, EventName event, BiConsumer<Handle, Delivery> alongside);

    Page deliveries(Scope scope, String id, Filter filter, int limit, Optional<String> cursor);

    /// Puts one in line again, whatever became of it, from the beginning of the ladder. One that is just
    /// being sent stays as it is. A `CONFLICT` while its endpoint is disabled.
    Delivery redeliver(Scope scope, String deliveryId);

    /// Puts the events of a range in line, those that the endpoint wants now. A `CONFLICT` while it is
    /// disabled.
    Replayed replay(Scope scope, String id, Range range);
}
