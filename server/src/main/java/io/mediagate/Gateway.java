package io.mediagate;

import io.mediagate.admin.AdminRoutes;
import io.mediagate.admin.AdminToken;
import io.mediagate.admin.Office;
import io.mediagate.api.ApiSettings;
import io.mediagate.api.HttpApi;
import io.mediagate.api.Pricing;
import io.mediagate.api.Routes;
import io.mediagate.api.reference.ReferenceRoutes;
import io.mediagate.artifact.DiskArtifacts;
import io.mediagate.artifact.Links;
import io.mediagate.artifact.Media;
import io.mediagate.artifact.MediaProbe;
import io.mediagate.catalog.Catalog;
import io.mediagate.catalog.Model;
import io.mediagate.command.Program;
import io.mediagate.config.Config;
import io.mediagate.config.GenerationConfig;
import io.mediagate.config.SandboxConfig;
import io.mediagate.credits.Credits;
import io.mediagate.credits.Ledger;
import io.mediagate.credits.PostgresLedger;
import io.mediagate.duty.Duty;
import io.mediagate.error.Family;
import io.mediagate.error.Redaction;
import io.mediagate.generation.Life;
import io.mediagate.generation.LifeSettings;
import io.mediagate.generation.Node;
import io.mediagate.generation.Outcomes;
import io.mediagate.generation.Routing;
import io.mediagate.provider.ResultFile;
import io.mediagate.provider.sandbox.SandboxProvider;
import io.mediagate.provider.sandbox.SandboxScript;
import io.mediagate.provider.sandbox.SandboxSettings;
import io.mediagate.storage.ConfiguredDatabase;
import io.mediagate.storage.Database;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The whole program, wired by hand, in the order in which things depend on each other. What is started
/// is stopped in the reverse order, also when a later part fails to start.
public final class Gateway implements Program {

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final Duration BETWEEN_REVOCATIONS = Duration.ofSeconds(1);
    private static final Duration BETWEEN_EXPIRIES = Duration.ofMinutes(1);
    private static final Duration BETWEEN_PROOFS = Duration.ofHours(1);
    private static final Credits BEYOND_EVERY_BALANCE = new Credits(1_000_000_000_000L);
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(500);

    @Override
    public Service start(Config config, Path dataFolder) {
        var parts = new Parts();
        try {
            return start(config, dataFolder, parts);
        } catch (RuntimeException e) {
            parts.stop();
            throw e;
        }
    }

    private static Service start(Config config, Path dataFolder, Parts parts) {
        var clock = InstantSource.system();
        var catalogLoading = Later.of("catalogue", () -> Catalog.bundled(clock));
        var redactionLoading = Later.of("redaction", Redaction::bundled);

        var storage = parts.add(ConfiguredDatabase.open(config.database(), dataFolder));
        var database = storage.database();
        var ledger = new PostgresLedger(database, clock);
        var office = Office.on(database, ledger, clock);

        var sandbox = parts.add(new SandboxProvider(sandbox(config.sandbox(), dataFolder), clock));
        var catalog = catalogLoading.get();
        var artifacts = new DiskArtifacts(dataFolder.resolve("artifacts"), probe(new MediaProbe()));
        var links =
                new Links(
                        database.secret("link-signing-key"),
                        config.artifact().linkLifetime(),
                        clock);

        var node = Node.join(database, config.server().host(), company(config));
        var life =
                parts.add(
                        new Life(
                                database,
                                node,
                                new Life.Surroundings(
                                        catalog,
                                        new Routing(Map.of(), sandbox),
                                        new Outcomes(artifacts, redactionLoading.get()),
                                        ledger),
                                settings(config.generation()),
                                clock));
        parts.add(Duty.start("expiry", BETWEEN_EXPIRIES, ledger::expire));
        parts.add(Duty.start("revocations", BETWEEN_REVOCATIONS, office.keys()::forgetRevoked));
        parts.add(Duty.start("proof-of-the-books", BETWEEN_PROOFS, () -> prove(ledger)));

        var metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        metrics.gauge("mediagate.generations.running", life, Life::running);
        var admin = new AdminRoutes(office, AdminToken.read(dataFolder).orElseThrow());
        var http =
                new HttpApi(
                        settings(config),
                        new HttpApi.Features(
                                life.generations(),
                                catalog,
                                office.keys(),
                                ledger,
                                artifacts,
                                links,
                                pricing()),
                        new HttpApi.Surroundings(metrics, clock, () -> true),
                        new HttpApi.Neighbours(
                                List.of(reference(catalog, config)),
                                Map.of(AdminRoutes.PATH, admin)));
        http.start();
        parts.add(() -> http.stop(config.server().drain()));
        life.begin();
        Thread.ofPlatform().daemon().name("warm-up").start(() -> warmUp(catalog, sandbox));
        return new Running(http.port(), office, sampleModel(catalog), parts);
    }

    /// A gateway that has started.
    private record Running(int port, Office office, String sampleModel, Parts parts)
            implements Service {
        @Override
        public void stop() {
            parts.stop();
        }
    }

    @Override
    public Ledger ledger(Database database) {
        return new PostgresLedger(database, InstantSource.system());
    }

    private static Routes reference(Catalog catalog, Config config) {
        return new ReferenceRoutes(catalog, config.server().publicUrl().map(Object::toString));
    }

    private static SandboxSettings sandbox(SandboxConfig config, Path dataFolder) {
        var pace =
                switch (config.pace()) {
                    case LIFELIKE -> SandboxSettings.Pace.LIFELIKE;
                    case INSTANT -> SandboxSettings.Pace.INSTANT;
                };
        return new SandboxSettings(
                dataFolder.resolve("sandbox"),
                config.renderThreads(),
                pace,
                config.submissionLog());
    }

    private static LifeSettings settings(GenerationConfig config) {
        return new LifeSettings(
                config.maxRunning(),
                config.heartbeat(),
                config.takeoverAfter(),
                config.maxAttempts(),
                FIRST_BACKOFF);
    }

    private static ApiSettings settings(Config config) {
        var server = config.server();
        return new ApiSettings(
                server.host(),
                server.port(),
                server.publicUrl().map(Object::toString),
                Math.toIntExact(config.limits().jsonBytes()),
                config.limits().bodyTime(),
                server.maxConnections(),
                server.heartbeat());
    }

    /// A database in the data folder is ours alone: the folder's lock says so.
    private static Node.Company company(Config config) {
        return config.database().server().isPresent() ? Node.Company.SHARED : Node.Company.ALONE;
    }

    /// The sandbox's script for a caller without funds is a matter of the price.
    private static Pricing pricing() {
        return (caller, model, input) ->
                !caller.scope().livemode() && SandboxScript.asksForInsufficientCredits(input)
                        ? BEYOND_EVERY_BALANCE
                        : model.price(input);
    }

    private static Function<ResultFile, Optional<Media>> probe(MediaProbe probe) {
        return file ->
                switch (file) {
                    case ResultFile.Bytes(var bytes) -> probe.probe(bytes);
                    case ResultFile.OnDisk(var path) -> probe.probe(path);
                };
    }

    private static String sampleModel(Catalog catalog) {
        return catalog.models().stream()
                .filter(model -> model.status() == Model.Status.AVAILABLE)
                .filter(model -> model.family() == Family.IMAGE)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the catalogue has no picture model"))
                .path();
    }

    private static void prove(Ledger ledger) {
        ledger.verify().forEach(fault -> LOG.error("the books do not add up: {}", fault));
    }

    /// What the first callers would otherwise wait for.
    private static void warmUp(Catalog catalog, SandboxProvider sandbox) {
        try {
            catalog.warmUp();
            sandbox.warmUp();
        } catch (RejectedExecutionException e) {
            LOG.debug("stopped before the sandbox was warm", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Something that is being made on another thread while the database starts.
    private record Later<T>(FutureTask<T> task) {
        static <T> Later<T> of(String name, Callable<T> work) {
            var task = new FutureTask<>(work);
            Thread.ofPlatform().daemon().name(name).start(task);
            return new Later<>(task);
        }

        T get() {
            try {
                return task.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException cause) {
                    throw cause;
                }
                throw new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while starting", e);
            }
        }
    }

    /// What has been started, to be stopped in the reverse order.
    private static final class Parts {
        private final ArrayDeque<AutoCloseable> started = new ArrayDeque<>();

        <P extends AutoCloseable> P add(P part) {
            started.push(part);
            return part;
        }

        void stop() {
            while (!started.isEmpty()) {
                try {
                    started.pop().close();
                } catch (Exception e) {
                    LOG.warn("a part did not stop in good order", e);
                }
            }
        }
    }
}
