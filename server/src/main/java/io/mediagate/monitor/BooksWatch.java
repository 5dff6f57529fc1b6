package io.mediagate.monitor;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has the books proved, tells the log of each fault, and shows how many there are and when they were
/// last looked for: a proof that no longer runs is as bad a sign as one that fails.
public final class BooksWatch {

    private static final Logger LOG = LoggerFactory.getLogger(BooksWatch.class);

    private final Supplier<List<String>> proof;
    private final InstantSource clock;
    private volatile double faults = Double.NaN;
    private volatile double provedAt = Double.NaN;

    /// @param proof what it finds wrong, a sentence each
    public BooksWatch(Supplier<List<String>> proof, InstantSource clock) {
        this.proof = proof;
        this.clock = clock;
    }

    /// One proof: the turn of a duty.
    public void prove() {
        var found = proof.get();
        found.forEach(fault -> LOG.error("the books do not add up: {}", fault));
        faults = found.size();
        provedAt = clock.instant().getEpochSecond();
    }

    /// Shows both, `NaN` before the first proof.
    public void showIn(MeterRegistry metrics) {
        Gauge.builder("mediagate.ledger.faults", () -> faults).register(metrics);
        Gauge.builder("mediagate.ledger.proved.timestamp.seconds", () -> provedAt)
                .register(metrics);
    }
}
