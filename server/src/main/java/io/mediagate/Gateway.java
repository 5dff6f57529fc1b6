package io.mediagate;

import io.mediagate.account.RateLimits;
import io.mediagate.account.RateStore;
import io.mediagate.admin.AdminRoutes;
import io.mediagate.admin.AdminToken;
import io.mediagate.admin.Office;
import io.mediagate.api.GenerationJson;
import io.mediagate.api.HttpApi;
import io.mediagate.api.Pricing;
import io.mediagate.api.Routes;
import io.mediagate.api.WebhookRoutes;
import io.mediagate.api.reference.ReferenceRoutes;
import io.mediagate.catalog.Catalog;
import io.mediagate.command.Program;
import io.mediagate.config.Config;
import io.mediagate.config.ServerConfig.Role;
import io.mediagate.credits.Credits;
import io.mediagate.credits.Ledger;
import io.mediagate.credits.PostgresLedger;
import io.mediagate.duty.Duty;
import io.mediagate.egress.Guard;
import io.mediagate.egress.GuardedEgress;
import io.mediagate.error.Redaction;
import io.mediagate.generation.Life;
import io.mediagate.generation.Node;
import io.mediagate.generation.Routing;
import io.mediagate.idempotency.StoredRepetitions;
import io.mediagate.log.Logs;
import io.mediagate.monitor.OldGeneration;
import io.mediagate.provider.http.Failures;
import io.mediagate.provider.sandbox.SandboxProvider;
import io.mediagate.provider.sandbox.SandboxScript;
import io.mediagate.storage.Database;
import io.mediagate.webhook.Bodies;
import io.mediagate.webhook.EventTail;
import io.mediagate.webhook.Mailroom;
import io.mediagate.webhook.Webhooks;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The whole program, wired by hand, in the order in which things depend on each other. What is started
/// is stopped in the reverse order, also when a later part fails to start.
public final class Gateway implements Program {

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final Duration BETWEEN_REVOCATIONS = Duration.ofSeconds(1);
    private static final Duration BETWEEN_EXPIRIES = Duration.ofMinutes(1);
    private static final Duration BETWEEN_COLLECTIONS = Duration.ofSeconds(10);
    private static final Credits BEYOND_EVERY_BALANCE = new Credits(1_000_000_000_000L);

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
        var catalogLoading = Later.of("catalogue", () -> Vendors.catalog(config, clock));
        var instrumentsLoading = Later.of("instruments", Instruments::new);
        var redactionLoading = Later.of("redaction", Redaction::bundled);
        Thread.ofPlatform().daemon().name("preparation").start(Gateway::prepare);

        var ground = Ground.lay(config, dataFolder, clock, parts);
        var sandbox = ground.sandbox();
        var instruments = parts.add(instrumentsLoading.get());
        var metrics = instruments.registry();
        var catalog = catalogLoading.get();
        config.catalog()
                .folder()
                .ifPresent(
                        it -> LOG.info("{} models, with those of {}", catalog.models().size(), it));
        var around =
                new Life.Surroundings(
                        catalog,
                        new Routing(ground.vendors(), sandbox, metrics, clock),
                        ground.outcomes(redactionLoading.get()),
                        ground.ledger(),
                        metrics,
                        ground.traces());
        var life = life(ground, around);
        Logs.node(life.nodeId());

        var features = features(ground, life, catalog);
        var origin = new AtomicReference<>("");
        var bodies = bodies(life, new GenerationJson(features.files().links()), origin);
        var office = ground.office().with(new EventTail(ground.database(), bodies));
        var mailroom = mailroom(ground, life, bodies);
        var repetitions = new StoredRepetitions(ground.database(), clock);
        measure(ground, instruments, life, mailroom);
        var duties = duties(ground, repetitions, instruments);
        instruments.show(duties);
        duties.forEach(parts::add);
        var surroundings = surroundings(ground, metrics, repetitions);
        var http = http(ground, office, features, surroundings, mailroom.webhooks());
        http.start();
        origin.set(origin(config, http.port()));
        parts.add(() -> http.stop(config.server().drain().notice()));
        duties.forEach(Duty::begin);
        begin(life, mailroom, config.server().role());
        warmUp(catalog, sandbox, instruments);
        return new Running(http.port(), office, catalog, parts);
    }

    /// Loads what takes long to load, in the order in which it is needed, while the database starts.
    private static void prepare() {
        Database.prepare();
        GuardedEgress.prepare();
        HttpApi.prepare();
    }

    private static HttpApi.Features features(Ground ground, Life life, Catalog catalog) {
        return new HttpApi.Features(
                life.generations(),
                catalog,
                ground.office().keys(),
                ground.ledger(),
                ground.storeroom().forApi(ground.config()),
                pricing());
    }

    private static HttpApi.Surroundings surroundings(
            Ground ground, PrometheusMeterRegistry metrics, StoredRepetitions repetitions) {
        return new HttpApi.Surroundings(
                metrics,
                ground.clock(),
                () -> true,
                audience(ground.config()),
                ground.config().server().drain().limit(),
                repetitions,
                new RateLimits(new RateStore(ground.database()))::count,
                ground.traces());
    }

    private static Life life(Ground ground, Life.Surroundings around) {
        var config = ground.config();
        var node = Node.join(ground.database(), config.server().host(), company(config));
        var settings = SettingsOf.life(config);
        return ground.parts()
                .add(new Life(ground.database(), node, around, settings, ground.clock()));
    }

    /// @param origin where callers reach this gateway, once that is known: for the links in events
    private static Bodies bodies(Life life, GenerationJson json, AtomicReference<String> origin) {
        return new Bodies(
                life.generations()::asOf,
                (out, generation) ->
                        json.write(out, generation, GenerationJson.filesAt(origin.get())));
    }

    private static Mailroom mailroom(Ground ground, Life life, Bodies bodies) {
        var config = ground.config();
        var door = SettingsOf.egress(config.outside()).forCallers();
        var guard = new Guard(door);
        var egress = ground.parts().add(new GuardedEgress(door));
        return ground.parts()
                .add(
                        new Mailroom(
                                ground.database(),
                                life.nodeId(),
                                new Mailroom.Door(egress, guard::refusal),
                                bodies,
                                Office.disabledEndpoints(ground.clock()),
                                SettingsOf.webhooks(config.webhook()),
                                ground.clock()));
    }

    /// Where callers reach this gateway, as far as it can know by itself.
    private static String origin(Config config, int port) {
        var server = config.server();
        var host = server.host().contains(":") ? "[" + server.host() + "]" : server.host();
        return server.publicUrl()
                .map(Object::toString)
                .orElseGet(() -> "http://%s:%d".formatted(host, port));
    }

    private static void begin(Life life, Mailroom mailroom, Role role) {
        switch (role) {
            case ALL, WORKER -> {
                life.begin();
                mailroom.begin();
            }
            case API -> life.beginWithoutWork();
        }
    }

    private static void measure(
            Ground ground, Instruments instruments, Life life, Mailroom mailroom) {
        instruments.show(ground.database());
        instruments.showDisk(ground.dataFolder());
        instruments.show(life);
        instruments.show(mailroom);
    }

    /// Those of no feature in particular.
    private static List<Duty> duties(
            Ground ground, StoredRepetitions repetitions, Instruments instruments) {
        var ledger = ground.ledger();
        var duties =
                new ArrayList<>(
                        List.of(
                                Duty.of("expiry", BETWEEN_EXPIRIES, ledger::expire),
                                Duty.of("forgetter", BETWEEN_EXPIRIES, repetitions::expire),
                                Duty.of(
                                        "rate-forgetter",
                                        BETWEEN_EXPIRIES,
                                        new RateStore(ground.database())::expire),
                                Duty.of(
                                        "file-retention",
                                        BETWEEN_EXPIRIES,
                                        ground.storeroom().uploads()::expire),
                                Duty.of(
                                        "revocations",
                                        BETWEEN_REVOCATIONS,
                                        ground.office().keys()::forgetChanged)));
        duties.addAll(instruments.watches(ground.database(), ledger::verify, ground.clock()));
        OldGeneration.ofThisProcess()
                .map(old -> Duty.of("old-generation", BETWEEN_COLLECTIONS, old::collectWhenGrown))
                .ifPresent(duties::add);
        return duties;
    }

    private static HttpApi http(
            Ground ground,
            Office office,
            HttpApi.Features features,
            HttpApi.Surroundings surroundings,
            Webhooks webhooks) {
        var admin = new AdminRoutes(office, AdminToken.read(ground.dataFolder()).orElseThrow());
        return new HttpApi(
                SettingsOf.api(ground.config()),
                features,
                surroundings,
                new HttpApi.Neighbours(
                        List.of(
                                reference(features.catalog(), ground.config()),
                                new WebhookRoutes(webhooks, ground.clock())),
                        Map.of(AdminRoutes.PATH, admin)));
    }

    private static HttpApi.Audience audience(Config config) {
        return switch (config.server().role()) {
            case ALL, API -> HttpApi.Audience.EVERYBODY;
            case WORKER -> HttpApi.Audience.WATCHERS;
        };
    }

    /// A gateway that has started.
    private record Running(int port, Office office, Catalog catalog, Parts parts)
            implements Service {
        @Override
        public String sampleModel() {
            return catalog.pictureFromPrompt()
                    .orElseThrow(() ->
                            new IllegalStateException("no model makes a picture from a prompt"))
                    .path();
        }

        @Override
        public void stop() {
            parts.stop();
        }
    }

    @Override
    public Map<String, Failures> failures() {
        return Vendors.failures();
    }

    @Override
    public int models(Config config) {
        return Vendors.catalog(config, InstantSource.system()).models().size();
    }

    @Override
    public Ledger ledger(Database database) {
        return new PostgresLedger(database, InstantSource.system());
    }

    private static Routes reference(Catalog catalog, Config config) {
        return new ReferenceRoutes(catalog, config.server().publicUrl().map(Object::toString));
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

    /// Makes what the first callers would otherwise wait for, on a thread of its own.
    private static void warmUp(Catalog catalog, SandboxProvider sandbox, Instruments instruments) {
        Thread.ofPlatform()
                .daemon()
                .name("warm-up")
                .start(() -> {
                    try {
                        catalog.warmUp();
                        sandbox.warmUp();
                        instruments.showProcess();
                    } catch (RejectedExecutionException e) {
                        LOG.debug("stopped before the sandbox was warm", e);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
    }
}
