package io.mediagate.api;

import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import io.mediagate.webhook.Delivery;
import io.mediagate.webhook.Webhooks;
import java.time.InstantSource;
import java.util.Arrays;

/// Endpoints that want to be told of events, and the log of what they were told.
public final class WebhookRoutes implements Routes {

    private static final int DEFAULT_LIMIT = 20;
    private static final int LARGEST_LIMIT = 100;

    private final Webhooks webhooks;
    private final InstantSource clock;

    public WebhookRoutes(Webhooks webhooks, InstantSource clock) {
        this.webhooks = webhooks;
        this.clock = clock;
    }

    @Override
    public void addTo(Router router) {
        router.on("POST", Router.VERSIONED, "/webhooks", this::create)
                .on("GET", Router.VERSIONED, "/webhooks", this::list)
                .on("GET", Router.VERSIONED, "/webhooks/{id}", this::read)
                .on("PATCH", Router.VERSIONED, "/webhooks/{id}", this::change)
                .on("DELETE", Router.VERSIONED, "/webhooks/{id}", this::delete)
                .on("POST", Router.VERSIONED, "/webhooks/{id}/rotate", this::rotate)
                .on("POST", Router.VERSIONED, "/webhooks/{id}/test", this::test)
                .on("GET", Router.VERSIONED, "/webhooks/{id}/deliveries", this::deliveries)
                .on("POST", Router.VERSIONED, "/webhooks/{id}/replay", this::replay)
                .on("POST", Router.VERSIONED, "/deliveries/{id}/redeliver", this::redeliver);
    }

    private void create(Exchange exchange) {
        var scope = exchange.caller().scope();
        var order = WebhookRequests.order(JsonBodies.object(exchange));
        var issued = webhooks.create(scope, order, exchange.keeping(WebhookRoutes::created));
        exchange.answer(created(issued));
    }

    private static Reply created(Webhooks.Issued issued) {
        return Reply.of(201, WebhookJson.issued(issued))
                .at("/api/v1/webhooks/" + issued.endpoint().id());
    }

    private void list(Exchange exchange) {
        var all = webhooks.list(exchange.caller().scope());
        exchange.answerJson(200, WebhookJson.endpoints(all));
    }

    private void read(Exchange exchange) {
        var endpoint = webhooks.find(exchange.caller().scope(), exchange.parameter(0));
        exchange.answerJson(200, WebhookJson.endpoint(endpoint));
    }

    private void change(Exchange exchange) {
        var scope = exchange.caller().scope();
        var change = WebhookRequests.change(JsonBodies.object(exchange));
        var endpoint = webhooks.change(scope, exchange.parameter(0), change);
        exchange.answerJson(200, WebhookJson.endpoint(endpoint));
    }

    private void delete(Exchange exchange) {
        webhooks.delete(exchange.caller().scope(), exchange.parameter(0));
        exchange.answerEmpty(204);
    }

    private void rotate(Exchange exchange) {
        var scope = exchange.caller().scope();
        var keeping = exchange.keeping(WebhookRoutes::rotated);
        exchange.answer(rotated(webhooks.rotate(scope, exchange.parameter(0), keeping)));
    }

    private static Reply rotated(Webhooks.Issued issued) {
        return Reply.of(200, WebhookJson.issued(issued));
    }

    private void test(Exchange exchange) {
        var scope = exchange.caller().scope();
        var event = WebhookRequests.test(JsonBodies.object(exchange));
        var keeping = exchange.keeping(WebhookRoutes::tested);
        exchange.answer(tested(webhooks.test(scope, exchange.parameter(0), event, keeping)));
    }

    private static Reply tested(Delivery delivery) {
        return Reply.of(202, WebhookJson.delivery(delivery));
    }

    private void deliveries(Exchange exchange) {
        var scope = exchange.caller().scope();
        var filter =
                new Webhooks.Filter(
                        exchange.query("state").map(WebhookRoutes::state),
                        exchange.query("event_id"));
        var page =
                webhooks.deliveries(
                        scope,
                        exchange.parameter(0),
                        filter,
                        limit(exchange),
                        exchange.query("cursor"));
        exchange.answerJson(200, WebhookJson.page(page));
    }

    private static Delivery.State state(String text) {
        return Arrays.stream(Delivery.State.values())
                .filter(state -> state.column().equals(text))
                .findFirst()
                .orElseThrow(() ->
                        Problem.of(
                                ErrorCode.INVALID_REQUEST,
                                "state must be one of waiting, sending, delivered and failed."));
    }

    private static int limit(Exchange exchange) {
        return Query.limit(exchange.query("limit"), DEFAULT_LIMIT, LARGEST_LIMIT);
    }

    private void replay(Exchange exchange) {
        var scope = exchange.caller().scope();
        var range = WebhookRequests.range(JsonBodies.object(exchange), clock.instant());
        var replayed = webhooks.replay(scope, exchange.parameter(0), range);
        exchange.answerJson(202, WebhookJson.replayed(replayed));
    }

    private void redeliver(Exchange exchange) {
        var delivery = webhooks.redeliver(exchange.caller().scope(), exchange.parameter(0));
        exchange.answerJson(202, WebhookJson.delivery(delivery));
    }
}
