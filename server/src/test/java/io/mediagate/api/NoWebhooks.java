package io.mediagate.api;

import io.mediagate.account.Scope;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import io.mediagate.webhook.Delivery;
import io.mediagate.webhook.Endpoint;
import io.mediagate.webhook.EventName;
import io.mediagate.webhook.Webhooks;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;

/// Nobody has an endpoint.
final class NoWebhooks implements Webhooks {

    private static Problem nothing() {
        return Problem.of(ErrorCode.NOT_FOUND);
    }

    @Override
    public Issued create(Scope scope, Order order, BiConsumer<Handle, Issued> alongside) {
        throw Problem.of(ErrorCode.CONFLICT);
    }

    @Override
    public List<Endpoint> list(Scope scope) {
        return List.of();
    }

    @Override
    public Endpoint find(Scope scope, String id) {
        throw nothing();
    }

    @Override
    public Endpoint change(Scope scope, String id, Change change) {
        throw nothing();
    }

    @Override
    public void delete(Scope scope, String id) {
        throw nothing();
    }

    @Override
    public Issued rotate(Scope scope, String id, BiConsumer<Handle, Issued> alongside) {
        throw nothing();
    }

    @Override
    public Delivery test(
            Scope scope, String id, EventName event, BiConsumer<Handle, Delivery> alongside) {
        throw nothing();
    }

    @Override
    public Page deliveries(
            Scope scope, String id, Filter filter, int limit, Optional<String> cursor) {
        throw nothing();
    }

    @Override
    public Delivery redeliver(Scope scope, String deliveryId) {
        throw nothing();
    }

    @Override
    public Replayed replay(Scope scope, String id, Range range) {
        throw nothing();
    }
}
