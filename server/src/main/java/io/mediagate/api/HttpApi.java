package io.mediagate.api;

import io.helidon.common.socket.SocketOptions;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http1.Http1Config;
import io.mediagate.account.ApiKeys;
import io.mediagate.account.Caller;
import io.mediagate.account.RateLimits.Quota;
import io.mediagate.artifact.Artifacts;
import io.mediagate.artifact.Links;
import io.mediagate.catalog.Catalog;
import io.mediagate.credits.Ledger;
import io.mediagate.generation.Generations;
import io.mediagate.idempotency.Repetitions;
import io.mediagate.trace.Traces;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/// The HTTP server, wired from its parts.
public final class HttpApi {

    /// What the routes ask.
    public record Features(
            Generations generations,
            Catalog catalog,
            ApiKeys keys,
            Ledger ledger,
            Files files,
            Pricing pricing) {}

    /// Files on their way in and out.
    public record Files(Artifacts artifacts, Links links, Intake intake) {}

    /// What the server needs of its surroundings.
    ///
    /// @param ready whether the rest of the program can serve, for `/readyz`
    /// @param audience for whom routes are there
    /// @param drain how long a stop lets finish what is under way
    public record Surroundings(
            PrometheusMeterRegistry metrics,
            InstantSource clock,
            BooleanSupplier ready,
            Audience audience,
            Duration drain,
            Repetitions repetitions,
            Function<Caller, Optional<Quota>> rates,
            Traces traces) {}

    /// Whom a node answers.
    public enum Audience {
        /// Callers, and whoever watches the node.
        EVERYBODY,
        /// Whoever watches the node: `/healthz`, `/readyz`, `/metrics`.
        WATCHERS
    }

    /// In characters, with method and protocol.
    static final int LONGEST_REQUEST_LINE = 8_192;

    /// In bytes, all headers together.
    static final int LARGEST_HEADERS = 16_384;

    // Bodies between the limit and this are refused politely, longer ones with the connection.
    private static final long HARD_LIMIT_FACTOR = 4;
    private static final Duration IDLE = Duration.ofMinutes(2);

    private final List<Router.Endpoint> endpoints;
    private final WebServer server;
    private final Traffic traffic;
    private final SseStreams streams;
    private final Deadlines deadlines;

    /// What others serve on the same port.
    ///
    /// @param services by their path; the problems that they throw are answered like ours
    public record Neighbours(List<Routes> routes, Map<String, HttpService> services) {}

    /// Loads what the first of them otherwise waits for.
    public static void prepare() {
        HttpRouting.builder();
    }

    public HttpApi(
            ApiSettings settings,
            Features features,
            Surroundings surroundings,
            Neighbours neighbours) {
        var files = features.files();
        var answers =
                new GenerationAnswers(new GenerationJson(files.links()), settings.publicUrl());
        var creation =
                new Creation(
                        features.generations(),
                        features.pricing(),
                        features.ledger(),
                        new Creation.Files(files.intake(), files.links(), answers));
        traffic = new Traffic(surroundings.metrics());
        streams = new SseStreams(answers, settings.heartbeat());
        surroundings.metrics().gauge("mediagate.http.streams", streams, SseStreams::count);
        deadlines = new Deadlines(settings.readTimeout());
        var router = new Router();
        new SystemRoutes(surroundings.metrics(), () -> isReady(surroundings)).addTo(router);
        if (surroundings.audience() == Audience.EVERYBODY) {
            routes(features, surroundings, creation, answers)
                    .forEach(routes -> routes.addTo(router));
            neighbours.routes().forEach(routes -> routes.addTo(router));
        }
        endpoints = router.endpoints();
        var capacity = new Capacity(settings.most(), () -> traffic.underway() - streams.count());
        var admission = new Admission(features.keys(), surroundings.rates(), surroundings.clock());
        var dispatcher =
                new Dispatcher(
                        router,
                        admission,
                        () -> new RequestBody(settings, files.intake(), deadlines, capacity),
                        traffic,
                        capacity,
                        new KeptAnswers(surroundings.repetitions()),
                        surroundings.traces());
        var routing = HttpRouting.builder();
        neighbours.services().forEach(routing::register);
        routing.any(dispatcher).error(Throwable.class, dispatcher::answerThrown);
        server =
                server(
                        settings,
                        routing,
                        new EarlyErrors(admission, features.catalog()),
                        surroundings.drain(),
                        Math.max(
                                HARD_LIMIT_FACTOR * settings.jsonBodyLimitBytes(),
                                files.intake().limits().bytes()));
    }

    private boolean isReady(Surroundings surroundings) {
        return !traffic.draining() && surroundings.ready().getAsBoolean();
    }

    private List<Routes> routes(
            Features features,
            Surroundings surroundings,
            Creation creation,
            GenerationAnswers answers) {
        var generations = features.generations();
        return List.of(
                new GenerationRoutes(features.catalog(), generations, creation, answers),
                new SseRoutes(features.catalog(), generations, creation, streams),
                new SpeechRoutes(features.catalog(), generations, creation, answers),
                new ModelRoutes(features.catalog()),
                new CreditRoutes(features.ledger()),
                new UploadRoutes(features.files(), answers),
                new FileRoutes(
                        features.files().links(),
                        features.files().artifacts(),
                        surroundings.clock()));
    }

    private WebServer server(
            ApiSettings settings,
            HttpRouting.Builder routing,
            EarlyErrors refusals,
            Duration drain,
            long longest) {
        var early = DirectHandlers.builder();
        for (var type : EventType.values()) {
            early.addHandler(type, refusals);
        }
        return WebServer.builder()
                .host(settings.host())
                .port(settings.port())
                .shutdownHook(false)
                .shutdownGracePeriod(drain)
                // Of each connection a socket keeps one buffer of 8 KiB, a socket channel two.
                .useNio(false)
                .maxTcpConnections(FileDescriptors.atMost(settings.most().connections()))
                .maxPayloadSize(longest)
                .idleConnectionTimeout(IDLE)
                .idleConnectionPeriod(Duration.ofSeconds(15))
                // Whole frames and pieces are written: a buffer between would only be copied
                // through.
                .writeBufferSize(0)
                .contentEncoding(new UndecodedBodies())
                .connectionOptions(SocketOptions.builder().tcpNoDelay(true).build())
                // One protocol: whatever is sent is answered as HTTP/1.1, and never only cut off.
                .protocolsDiscoverServices(false)
                .addProtocol(protocol(settings))
                .directHandlers(early.build())
                .routing(routing)
                .build();
    }

    private Http1Config protocol(ApiSettings settings) {
        return Http1Config.builder()
                .sendKeepAliveHeader(false)
                .maxPrologueLength(LONGEST_REQUEST_LINE)
                .maxHeadersSize(LARGEST_HEADERS)
                .addReceiveListener(new SlowHeaders(deadlines, settings.readTimeout()))
                .build();
    }

    /// Starts to listen. Throws when the port cannot be had, which the server itself only logs.
    public HttpApi start() {
        server.start();
        if (!server.isRunning()) {
            throw new UncheckedIOException(new BindException("the port cannot be listened on"));
        }
        return this;
    }

    /// The port on which it listens.
    public int port() {
        return server.port();
    }

    /// Everything that the routes answer.
    public List<Router.Endpoint> endpoints() {
        return endpoints;
    }

    /// Stops so that nobody is cut off: says on `/readyz` that it goes and closes each connection with its
    /// next answer; once the notice is over it stops to listen, and what is under way may finish, for as
    /// long as the settings say. Whoever comes later finds no listener, which every load balancer and
    /// client takes as a certain "not sent".
    ///
    /// @param notice how long requests are still taken; streams end at its beginning
    public void stop(Duration notice) {
        traffic.drain();
        streams.drain();
        try {
            Thread.sleep(notice);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            server.stop();
            deadlines.close();
        }
    }
}
