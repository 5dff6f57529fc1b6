package io.mediagate.api;

import io.helidon.http.HeaderNames;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// What those who run the program ask it: alive, ready, and its measurements.
final class SystemRoutes implements Routes {

    /// Where they stand.
    static final Set<String> PATHS = Set.of("/healthz", "/readyz", "/metrics");

    private static final List<String> BARE = List.of("");

    private final PrometheusMeterRegistry metrics;
    private final BooleanSupplier ready;

    SystemRoutes(PrometheusMeterRegistry metrics, BooleanSupplier ready) {
        this.metrics = metrics;
        this.ready = ready;
    }

    @Override
    public void addTo(Router router) {
        router.on("GET", BARE, "/healthz", SystemRoutes::alive)
                .on("GET", BARE, "/readyz", this::ready)
                .on("GET", BARE, "/metrics", this::metrics);
    }

    private static void alive(Exchange exchange) {
        exchange.answerJson(200, "{\"status\":\"ok\"}");
    }

    private void ready(Exchange exchange) {
        if (!ready.getAsBoolean()) {
            throw Problem.of(ErrorCode.SERVICE_UNAVAILABLE, "Not ready: starting or stopping.");
        }
        exchange.answerJson(200, "{\"status\":\"ready\"}");
    }

    private void metrics(Exchange exchange) {
        if (!exchange.fromLoopback()) {
            exchange.caller();
        }
        exchange.set(HeaderNames.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
        exchange.answer(200, metrics.scrape().getBytes(StandardCharsets.UTF_8));
    }
}
