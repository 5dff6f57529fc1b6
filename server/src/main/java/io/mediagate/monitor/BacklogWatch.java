package io.mediagate.monitor;

import io.mediagate.storage.Database;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// Looks at the backlog now and then, so that a scrape asks the database nothing and does not wait for
/// one that is away. What is not known is shown as `NaN`.
public final class BacklogWatch {

    private final Database database;
    private final BacklogStore store = new BacklogStore();
    private volatile Optional<Backlog> latest = Optional.empty();

    public BacklogWatch(Database database) {
        this.database = database;
    }

    /// One look: the turn of a duty. Forgets what it knew when the database cannot be asked.
    public void look() {
        latest = Optional.empty();
        latest = Optional.of(database.with(store::read));
    }

    /// Shows it. All nodes show the same numbers.
    public void showIn(MeterRegistry metrics) {
        show(metrics, "mediagate.queue.age.seconds", Backlog::queuedSeconds);
        show(metrics, "mediagate.attempts.outcome.unknown", Backlog::outcomesUnknown);
        show(metrics, "mediagate.webhooks.due", Backlog::due);
        show(metrics, "mediagate.webhooks.due.age.seconds", Backlog::dueSeconds);
        show(metrics, "mediagate.webhooks.endpoints.failing", Backlog::failingEndpoints);
        show(metrics, "mediagate.webhooks.endpoints.disabled", Backlog::disabledEndpoints);
    }

    private void show(MeterRegistry metrics, String name, ToDoubleFunction<Backlog> number) {
        Gauge.builder(name, this, watch -> watch.shown(number))
                .strongReference(true)
                .register(metrics);
    }

    private double shown(ToDoubleFunction<Backlog> number) {
        var backlog = latest;
        return backlog.isPresent() ? number.applyAsDouble(backlog.get()) : Double.NaN;
    }
}
