package io.mediagate.api;

import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;

/// How much is served at once. Whoever comes when all of it is in use is told to come back, which costs
/// next to nothing, before memory or the database's connections run out for those who are being served.
final class Capacity {

    private static final Duration SOON = Duration.ofSeconds(1);

    /// Who looks after the gateway must see it when it is full.
    private static final Set<String> ALWAYS = Set.of("/healthz", "/readyz", "/metrics");

    private final ApiSettings.Most most;
    private final IntSupplier requests;
    private final AtomicLong bodyBytes = new AtomicLong();

    /// @param requests how many are being served, this one included, open streams aside
    Capacity(ApiSettings.Most most, IntSupplier requests) {
        this.most = most;
        this.requests = requests;
    }

    /// Throws `SERVICE_UNAVAILABLE` when too many requests are being served.
    void requireRoom(String template) {
        if (requests.getAsInt() > most.requests() && !ALWAYS.contains(template)) {
            throw full();
        }
    }

    /// Sets memory aside for a body; throws `SERVICE_UNAVAILABLE` when there is not enough.
    void take(long bytes) {
        if (bodyBytes.addAndGet(bytes) > most.bodyBytes()) {
            bodyBytes.addAndGet(-bytes);
            throw full();
        }
    }

    void giveBack(long bytes) {
        bodyBytes.addAndGet(-bytes);
    }

    private static Problem full() {
        return Problem.of(ErrorCode.SERVICE_UNAVAILABLE).withRetryAfter(SOON);
    }
}
