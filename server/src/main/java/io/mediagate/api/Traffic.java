package io.mediagate.api;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts and measures requests, one timer for each method, route and status, and knows when all are done.
final class Traffic {

    private static final Logger LOG = LoggerFactory.getLogger("io.mediagate.access");

    /// The bounds of the histogram.
    private static final Duration[] MARKS =
            LongStream.of(5, 10, 25, 50, 100, 250, 1_000, 5_000, 60_000)
                    .mapToObj(Duration::ofMillis)
                    .toArray(Duration[]::new);

    private record Key(String method, String template, int status) {}

    private final MeterRegistry metrics;
    private final ConcurrentHashMap<Key, Timer> timers = new ConcurrentHashMap<>();
    private final AtomicInteger underway = new AtomicInteger();
    private volatile boolean draining;

    Traffic(MeterRegistry metrics) {
        this.metrics = metrics;
        metrics.gauge("mediagate.http.underway", underway);
    }

    /// How many requests are being served.
    int underway() {
        return underway.get();
    }

    long begin() {
        underway.incrementAndGet();
        return System.nanoTime();
    }

    void end(Exchange exchange, String template, long startedAt) {
        underway.decrementAndGet();
        long took = System.nanoTime() - startedAt;
        var method = template.equals("unknown") ? "any" : exchange.method();
        timers.computeIfAbsent(new Key(method, template, exchange.status()), this::timer)
                .record(took, TimeUnit.NANOSECONDS);
        if (LOG.isDebugEnabled()) {
            LOG.debug("{} {} {} {} µs", method, template, exchange.status(), took / 1000);
        }
    }

    private Timer timer(Key key) {
        return Timer.builder("mediagate.http.requests")
                .description("Requests by method, route and status")
                .tag("method", key.method())
                .tag("route", key.template())
                .tag("status", Integer.toString(key.status()))
                .serviceLevelObjectives(MARKS)
                .register(metrics);
    }

    boolean draining() {
        return draining;
    }

    /// From now on each answer ends its connection.
    void drain() {
        draining = true;
    }
}
