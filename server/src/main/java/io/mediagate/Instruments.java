package io.mediagate;

import io.mediagate.duty.Duty;
import io.mediagate.generation.Life;
import io.mediagate.monitor.BacklogWatch;
import io.mediagate.monitor.BooksWatch;
import io.mediagate.storage.Database;
import io.mediagate.webhook.Mailroom;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/// What `/metrics` shows beside what the features count themselves, wired: the process, the node's
/// surroundings, what waits, and how its duties do. `docs/15-monitoring.md` says what each number means.
final class Instruments implements AutoCloseable {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);
    private static final Duration BETWEEN_PROOFS = Duration.ofHours(1);

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics pauses = new JvmGcMetrics();

    /// Shows the process's own measurements, too. Takes a while, and nobody needs them for the first answer.
    void showProcess() {
        Stream.<MeterBinder>of(
                        pauses,
                        new JvmMemoryMetrics(),
                        new JvmThreadMetrics(),
                        new ProcessorMetrics(),
                        new FileDescriptorMetrics(),
                        new UptimeMetrics())
                .forEach(binder -> binder.bindTo(registry));
    }

    PrometheusMeterRegistry registry() {
        return registry;
    }

    /// The pool of connections.
    void show(Database database) {
        gauge("mediagate.database.connections.busy", database, it -> it.pool().busy());
        gauge("mediagate.database.connections.idle", database, it -> it.pool().idle());
        gauge("mediagate.database.connections.limit", database, it -> it.pool().most());
        gauge("mediagate.database.waiting", database, it -> it.pool().waiting());
        gauge("mediagate.database.away", database, it -> it.isAway() ? 1 : 0);
    }

    /// The room where files lie. What is a mount of its own in the data folder is told apart.
    void showDisk(Path dataFolder) {
        for (var folder : List.of(dataFolder, dataFolder.resolve("artifacts"))) {
            var tags = Tags.of("folder", folder.equals(dataFolder) ? "data" : "artifacts");
            gauge("mediagate.disk.free.bytes", folder.toFile(), tags, File::getUsableSpace);
            gauge("mediagate.disk.size.bytes", folder.toFile(), tags, File::getTotalSpace);
        }
    }

    void show(Life life) {
        gauge("mediagate.generations.running", life, Life::running);
        gauge("mediagate.generations.queued", life, Life::queued);
        show(life.duties());
    }

    void show(Mailroom mailroom) {
        show(mailroom.duties());
        gauge("mediagate.webhooks.running", mailroom, Mailroom::running);
        counter("mediagate.webhooks.delivered", mailroom, Tags.empty(), Mailroom::delivered);
        counter(
                "mediagate.webhooks.failed.attempts",
                mailroom,
                Tags.empty(),
                Mailroom::failedAttempts);
    }

    /// How often each of them has failed.
    void show(Collection<Duty> duties) {
        for (var duty : duties) {
            counter("mediagate.duty.failures", duty, Tags.of("duty", duty.name()), Duty::failures);
        }
    }

    /// The duties that watch, not begun.
    List<Duty> watches(Database database, Supplier<List<String>> proof, InstantSource clock) {
        var backlog = new BacklogWatch(database);
        var books = new BooksWatch(proof, clock);
        backlog.showIn(registry);
        books.showIn(registry);
        return List.of(
                Duty.of("backlog-watch", BETWEEN_LOOKS, backlog::look),
                Duty.of("proof-of-the-books", BETWEEN_PROOFS, books::prove));
    }

    private <T> void gauge(String name, T of, ToDoubleFunction<T> number) {
        gauge(name, of, Tags.empty(), number);
    }

    private <T> void gauge(String name, T of, Tags tags, ToDoubleFunction<T> number) {
        Gauge.builder(name, of, number).tags(tags).strongReference(true).register(registry);
    }

    private <T> void counter(String name, T of, Tags tags, ToDoubleFunction<T> number) {
        FunctionCounter.builder(name, of, number).tags(tags).register(registry);
    }

    @Override
    public void close() {
        pauses.close();
    }
}
