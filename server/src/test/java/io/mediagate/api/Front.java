package io.mediagate.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.account.Caller;
import io.mediagate.account.RateLimits.Quota;
import io.mediagate.api.reference.ReferenceRoutes;
import io.mediagate.artifact.Artifacts;
import io.mediagate.artifact.DiskDepot;
import io.mediagate.artifact.FileLimits;
import io.mediagate.artifact.Inspector;
import io.mediagate.artifact.KeptArtifacts;
import io.mediagate.artifact.Links;
import io.mediagate.artifact.Media;
import io.mediagate.artifact.Scratch;
import io.mediagate.catalog.Catalog;
import io.mediagate.error.Secret;
import io.mediagate.trace.Traces;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The HTTP edge on a real socket, with everything behind it made up.
final class Front implements AutoCloseable {

    static final String IMAGE = "google/nano-banana-2";
    static final String VIDEO = "google/veo-3.1";
    static final String SPEECH = "minimax-tts/speech-02-hd";
    private static final Catalog CATALOG = Catalog.bundled();
    private static volatile @Nullable DescribedAnswers described;

    /// A clock that tests move.
    static final class Clock implements InstantSource {
        private volatile Instant now = Instant.parse("2026-11-23T08:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        void forward(Duration time) {
            now = now.plus(time);
        }
    }

    final FakeGenerations generations = new FakeGenerations();
    final Clock clock = new Clock();
    final Links links = new Links(new Secret("only a test"), Duration.ofHours(24), clock);
    final Artifacts artifacts;
    final FakeUploads uploads;
    final HttpApi api;
    private final HttpClient client = HttpClient.newHttpClient();

    Front(Path folder) {
        this(folder, Duration.ofSeconds(20), Duration.ofSeconds(15));
    }

    Front(Path folder, Duration readTimeout, Duration heartbeat) {
        this(folder, readTimeout, heartbeat, Duration.ofMillis(100));
    }

    Front(Path folder, Duration readTimeout, Duration heartbeat, Duration drain) {
        this(folder, readTimeout, heartbeat, drain, new ApiSettings.Most(25_000, 10_000, 1L << 30));
    }

    /// With little room.
    Front(Path folder, ApiSettings.Most most) {
        this(folder, Duration.ofSeconds(20), Duration.ofSeconds(15), Duration.ZERO, most);
    }

    private Front(
            Path folder,
            Duration readTimeout,
            Duration heartbeat,
            Duration drain,
            ApiSettings.Most most) {
        var depot = new DiskDepot(folder);
        var scratch = Scratch.fresh(folder.resolve("scratch"));
        artifacts =
                new KeptArtifacts(
                        depot, scratch, _ -> Optional.of(PICTURE), KeptArtifacts.Provenance.STRIP);
        uploads = new FakeUploads(depot, clock);
        var limits = new FileLimits(100_000, 1_000_000, Duration.ofSeconds(60));
        var intake =
                new Intake(
                        scratch,
                        new Inspector(limits),
                        uploads,
                        new Intake.BodyLimits(250_000, readTimeout),
                        10_000,
                        3);
        var metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        api =
                new HttpApi(
                                new ApiSettings(
                                        "127.0.0.1",
                                        0,
                                        Optional.empty(),
                                        1 << 20,
                                        readTimeout,
                                        most,
                                        heartbeat),
                                new HttpApi.Features(
                                        generations,
                                        CATALOG,
                                        new FakeKeys(),
                                        new FakeLedger(),
                                        new HttpApi.Files(artifacts, links, intake),
                                        Pricing.CATALOGUE),
                                new HttpApi.Surroundings(
                                        metrics,
                                        clock,
                                        () -> true,
                                        HttpApi.Audience.EVERYBODY,
                                        drain,
                                        new FakeRepetitions(),
                                        Front::quota,
                                        Traces.off()),
                                new HttpApi.Neighbours(
                                        List.of(
                                                new ReferenceRoutes(CATALOG, Optional.empty()),
                                                new WebhookRoutes(new NoWebhooks(), clock)),
                                        Map.of()))
                        .start();
    }

    static final Media PICTURE =
            new Media(
                    "image/png",
                    "png",
                    OptionalInt.of(1024),
                    OptionalInt.of(768),
                    OptionalDouble.empty());

    /// Of the key `theirs`, which is used up: others have no limit.
    private static Optional<Quota> quota(Caller caller) {
        return caller.limits()
                .requestsPerMinute()
                .map(limit -> new Quota(limit, 0, Duration.ofMillis(41_200), true));
    }

    @Override
    public void close() {
        client.close();
        api.stop(Duration.ZERO);
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + api.port() + path);
    }

    /// A request with my key; further headers are name and value by turns.
    HttpRequest.Builder request(String path, String... headers) {
        var request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(30));
        request.header("Authorization", "Bearer mine");
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return request;
    }

    HttpResponse<String> get(String path, String... headers) {
        return send(request(path, headers).build());
    }

    HttpResponse<String> post(String path, String body, String... headers) {
        return send(
                request(path, headers)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build());
    }

    /// Every answer that is read as text must be as `/openapi.json` describes it.
    HttpResponse<String> send(HttpRequest request) {
        var answer = send(request, BodyHandlers.ofString());
        described()
                .check(
                        request.method(),
                        request.uri().getRawPath(),
                        answer.statusCode(),
                        answer.headers().map(),
                        answer.body());
        return answer;
    }

    private DescribedAnswers described() {
        var known = described;
        if (known == null) {
            var request = HttpRequest.newBuilder(uri("/openapi.json")).build();
            known = DescribedAnswers.of(send(request, BodyHandlers.ofString()).body());
            described = known;
        }
        return known;
    }

    <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return client.send(request, handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Sends these characters on a socket of their own and reads until the server closes.
    String raw(String text) {
        try (var socket = socket()) {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Socket socket() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), api.port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    static JsonNode json(HttpResponse<String> answer) {
        return JsonBodies.MAPPER.readTree(answer.body());
    }

    /// Holds every error answer to the contract's shape.
    static void assertError(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.headers().firstValue("X-Request-Id").orElse("")).startsWith("req_");
        assertErrorBody(answer.body(), code);
        if (status == 429 || status == 503) {
            assertThat(answer.headers().firstValue("Retry-After").orElse("")).matches("[1-9]\\d*");
        }
        assertThat(answer.headers().firstValue("WWW-Authenticate").isPresent())
                .isEqualTo(status == 401);
        assertThat(answer.headers().firstValue("Allow").isPresent()).isEqualTo(status == 405);
    }

    static void assertErrorBody(String body, String code) {
        assertThat(body)
                .startsWith("{\"error\":\"" + code + "\",\"code\":\"" + code + "\",\"message\":\"");
        var error = JsonBodies.MAPPER.readTree(body);
        assertThat(error.propertyNames()).containsExactly("error", "code", "message");
        assertThat(error.get("message").stringValue()).isNotBlank().doesNotContain("Exception");
    }
}
