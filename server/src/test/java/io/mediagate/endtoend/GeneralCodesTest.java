package io.mediagate.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediagate.Until;
import io.mediagate.account.ApiKeys.Mode;
import io.mediagate.account.InventedKeys;
import io.mediagate.account.Workspaces;
import io.mediagate.admin.AdminActions.KeyOrder;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The codes that are no generation's, and who may see what.
@ExtendWith(SharedGateway.class)
final class GeneralCodesTest {

    private static final String PICTURE = Sample.PICTURE.path();
    private static final List<String> NEEDS_A_KEY =
            List.of(
                    "GET /api/v1/credits",
                    "GET /api/v1/models",
                    "GET /api/v1/models/google/veo-3.1",
                    "GET /api/v1/generations",
                    "GET /api/v1/generations/running",
                    "GET /api/v1/generation/gen_01K9ZZZZZZZZZZZZZZZZZZZZZZ",
                    "GET /api/v1/generation/gen_01K9ZZZZZZZZZZZZZZZZZZZZZZ/events",
                    "POST /api/v1/generation/gen_01K9ZZZZZZZZZZZZZZZZZZZZZZ/cancel",
                    "POST /api/v1/generation/google/veo-3.1",
                    "POST /api/v1/generation/no-such/model",
                    "POST /api/v1/generation/sse/google/veo-3.1",
                    "POST /api/ai/tts/generate",
                    "POST /ai/tts/generate");

    private final RunningGateway gateway;

    GeneralCodesTest(RunningGateway gateway) {
        this.gateway = gateway;
    }

    private static void expect(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.text("/code")).isEqualTo(code);
    }

    static Stream<String> doors() {
        return NEEDS_A_KEY.stream();
    }

    @ParameterizedTest
    @MethodSource("doors")
    void letsNobodyInWithoutAValidKey(String door) {
        var line = door.split(" ", 2);
        var body = BodyPublishers.ofString("{\"prompt\":");
        var revoked = gateway.operator().createKey(order(Optional.empty()));
        gateway.operator().revokeKey(revoked.key().id());
        var good = gateway.key(gateway.newWorkspace(), Mode.TEST);
        var headers =
                List.of(
                        "Basic dXNlcjpwYXNz",
                        "Bearer",
                        "Bearer ",
                        good,
                        "Bearer mg_test_tooshort",
                        "Bearer " + good.substring(0, good.length() - 1) + "!",
                        "Bearer " + good + "x",
                        "Bearer " + InventedKeys.one(),
                        "Bearer " + revoked.text().value(),
                        "Bearer ' OR 1=1 --");
        var stranger = gateway.stranger();

        expect(stranger.send(line[0], line[1], body), 401, "UNAUTHORIZED");
        headers.forEach(header ->
                expect(
                        stranger.send(line[0], line[1], body, "Authorization", header),
                        401,
                        "UNAUTHORIZED"));
    }

    @Test
    void noticesAnAnswerThatIsNotDescribed() {
        var answer = gateway.tenant().get("/api/v1/credits");
        var other =
                new Answer("GET", answer.path(), 200, answer.headers(), "{\"credits\":\"many\"}");

        assertThatThrownBy(() -> Answers.seen(other))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("credits");
    }

    private static KeyOrder order(Optional<Instant> end) {
        return new KeyOrder(Workspaces.DEFAULT, Mode.TEST, "a test", end);
    }

    @Test
    void letsAKeyGoWhenItsTimeIsOver() {
        var order = order(Optional.of(Instant.now().plusSeconds(2)));
        var client = gateway.client(gateway.operator().createKey(order).text().value());

        Until.holds("the key has expired", () -> client.get("/api/v1/credits").status() == 401);
        expect(client.get("/api/v1/credits"), 401, "UNAUTHORIZED");
    }

    @Test
    void endsARevokedKeyAtOnce() {
        var issued = gateway.operator().createKey(order(Optional.empty()));
        var client = gateway.client(issued.text().value());
        assertThat(client.get("/api/v1/credits").status()).isEqualTo(200);

        gateway.operator().revokeKey(issued.key().id());

        expect(client.get("/api/v1/credits"), 401, "UNAUTHORIZED");
    }

    @Test
    void hidesWhatBelongsToOthers() {
        var workspace = gateway.newWorkspace();
        var owner = gateway.client(gateway.key(workspace, Mode.TEST));
        var live = gateway.client(gateway.key(workspace, Mode.LIVE));
        var id = owner.create(Sample.PICTURE, "mine sandbox:stuck").id();

        for (var other : List.of(gateway.tenant(), live)) {
            for (var path : List.of("", "/events")) {
                var theirs = other.get("/api/v1/generation/" + id + path);
                var nobodys = other.get("/api/v1/generation/gen_01K9ZZZZZZZZZZZZZZZZZZZZZZ" + path);

                expect(theirs, 404, "NOT_FOUND");
                assertThat(theirs.body()).isEqualTo(nobodys.body());
            }
            expect(other.cancel(id), 404, "NOT_FOUND");
            expect(other.get("/api/v1/predictions/" + id + "/subscribe"), 404, "NOT_FOUND");
            assertThat(other.get("/api/v1/generations").body()).doesNotContain(id);
            assertThat(other.get("/api/v1/generations/running").body()).isEqualTo("[]");
        }
        assertThat(owner.get("/api/v1/generations/running").json().get(0).get("id").asString())
                .isEqualTo(id);
        expect(owner.get("/api/v1/generations/running?workspace=ws_other"), 404, "NOT_FOUND");
        assertThat(owner.cancel(id).state()).isEqualTo("CANCELED");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,  /api",
        "GET,  /api/v1",
        "GET,  /api/v2/credits",
        "GET,  /api/v1/nothing",
        "POST, /api/v1/generation",
        "GET,  /api/v1/generation/gen_1",
        "GET,  /api/v1/generation/not-an-id",
        "GET,  /api/v1/files/a/b/c",
        "GET,  /api/v1/files/../../../etc/passwd",
        "GET,  /api/v1/files/%2e%2e/%2e%2e/x",
        "GET,  /api/v1/models/no-such/model",
        "POST, /api/v1/generation/gen_01K9ZZZZZZZZZZZZZZZZZZZZZZ/cancel",
    })
    void findsNothingWhereNothingIs(String method, String path) {
        try (var wire = gateway.tenant().open(method, path, method.equals("POST") ? "{}" : "")) {
            expect(wire.answer(), 404, "NOT_FOUND");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE, /api/v1/credits",
        "PUT,    /api/v1/credits",
        "POST,   /api/v1/credits",
        "POST,   /api/v1/models",
        "PATCH,  /api/v1/generations",
        "GET,    /api/ai/tts/generate",
        "GET,    /api/v1/generation/google/veo-3.1",
        "GET,    /api/v1/generation/sse/google/veo-3.1",
        "DELETE, /api/v1/generation/gen_01K9ZZZZZZZZZZZZZZZZZZZZZZ",
        "GET,    /api/v1/generation/gen_01K9ZZZZZZZZZZZZZZZZZZZZZZ/cancel",
        "POST,   /healthz",
        "TRACE,  /api/v1/credits",
        "BREW,   /api/v1/credits",
    })
    void namesTheMethodsThatAreAllowed(String method, String path) {
        try (var wire = gateway.tenant().open(method, path, "")) {
            expect(wire.answer(), 405, "METHOD_NOT_ALLOWED");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/generations?limit=0",
                "/api/v1/generations?limit=101",
                "/api/v1/generations?limit=many",
                "/api/v1/generations?limit=99999999999999999999",
                "/api/v1/generations?status=DONE",
                "/api/v1/generations/running?limit=-1",
                "/api/v1/generations?model=a%00b",
                "/api/v1/generations?cursor=%00",
                "/api/v1/generations?%00=1",
                "/api/v1/generation/gen_01K9%00",
                "/api/v1/generation/gen_01K9%00/events",
                "/api/v1/models/google%00",
            })
    void refusesOddQuestions(String path) {
        expect(gateway.tenant().get(path), 400, "INVALID_REQUEST");
    }

    @ParameterizedTest
    @CsvSource({
        "google/veo-9,               VIDEO, google/veo",
        "google/nano-banana-22,      IMAGE, google/nano-banana-2",
        "minimax-tts/speech-02,      TTS,   minimax-tts/speech-02-hd",
        "no-such-provider/model,     VIDEO, ''",
        "google,                     VIDEO, ''",
        "google/veo-3.1/extra/parts, VIDEO, google/veo-3.1",
    })
    void namesTheNearestModelForAnUnknownOne(String path, String family, String nearest) {
        var client = gateway.tenant();
        for (var way : List.of("", "sse/")) {
            var answer = client.post("/api/v1/generation/" + way + path, "{\"prompt\":\"a\"}");

            expect(answer, 400, family + "_GENERATION_UNSUPPORTED_MODEL");
            assertThat(answer.text("/message")).contains(nearest);
        }
        var spoken =
                client.post(
                        "/api/ai/tts/generate",
                        "{\"modelId\":\"%s\",\"input\":{\"text\":\"a\"}}".formatted(path));
        expect(spoken, 400, "TTS_GENERATION_UNSUPPORTED_MODEL");
    }

    @Test
    void listsEveryFaultWithItsPlace() {
        var body = "{\"promt\":\"a\",\"n\":9,\"quality\":\"best\"}";
        var answer = gateway.tenant().post(PICTURE, body, "Accept", "application/problem+json");

        expect(answer, 400, "IMAGE_GENERATION_INVALID_INPUT");
        assertThat(answer.text("/message"))
                .contains("/n", "/quality", "\"low\", \"medium\"", "promt", "prompt");
        var pointers =
                answer.json().get("errors").valueStream().map(e -> e.get("pointer").asString());
        assertThat(pointers).contains("/n", "/quality", "/promt");
    }

    @Test
    void answersAsAProblemDocumentWhereThatIsPreferred() {
        var answer =
                gateway.tenant()
                        .post(
                                PICTURE,
                                Sample.PICTURE.input("sandbox:rate-limited"),
                                "Accept",
                                "application/problem+json",
                                "Prefer",
                                "wait=60");

        expect(answer, 429, "IMAGE_GENERATION_RATE_LIMITED");
        assertThat(answer.header("content-type").orElse("")).startsWith("application/problem+json");
        assertThat(answer.text("/status")).isEqualTo("429");
        assertThat(answer.text("/title")).isEqualTo("Too Many Requests");
        assertThat(answer.text("/detail")).isEqualTo(answer.text("/message"));
        assertThat(answer.text("/retryable")).isEqualTo("true");
        assertThat(answer.text("/charged")).isEqualTo("false");
        assertThat(answer.text("/next_action")).isEqualTo("wait");
        assertThat(answer.json().get("errors")).isEmpty();
    }

    @Test
    void servesNoVendorThatIsNotConfigured() {
        var live = gateway.liveTenant();

        for (var path : List.of(PICTURE, Sample.PICTURE.streamPath())) {
            var answer = live.post(path, Sample.PICTURE.input("a cat"));
            expect(answer, 503, "IMAGE_GENERATION_PROVIDER_UNAVAILABLE");
        }
        assertThat(live.get("/api/v1/generations").json().get("data")).isEmpty();
    }

    @Test
    void refusesABodyThatComesTooSlowly() {
        try (var patient = RunningGateway.with(Map.of("limits.body_time", "500ms"));
                var wire =
                        patient.tenant()
                                .open(
                                        "POST",
                                        Sample.FILM.path(),
                                        "",
                                        "Content-Type",
                                        "application/json",
                                        "Content-Length",
                                        "100")) {
            wire.send("{\"prompt\":");

            expect(wire.answer(), 400, "VIDEO_GENERATION_INVALID_INPUT");
            assertThat(wire.isClosed()).isTrue();
        }
    }

    @Test
    void letsOperatorsInByTheirTokenOnly() {
        var admin = gateway.adminClient();
        var name = "{\"name\":\"%s\"}".formatted(gateway.newWorkspace().name());

        expect(admin.post("/admin/v1/workspaces", name), 409, "CONFLICT");
        expect(admin.post("/admin/v1/workspaces", "{\"name\":"), 400, "INVALID_REQUEST");
        expect(admin.post("/admin/v1/keys/key_none/revoke", ""), 404, "NOT_FOUND");
        var large = "{\"name\":\"%s\"}".formatted("a".repeat(100_000));
        expect(admin.post("/admin/v1/workspaces", large), 413, "PAYLOAD_TOO_LARGE");
        expect(gateway.stranger().get("/admin/v1/workspaces"), 401, "UNAUTHORIZED");
        expect(gateway.tenant().get("/admin/v1/workspaces"), 401, "UNAUTHORIZED");
        expect(admin.get("/admin/v1/workspaces", "X-Forwarded-For", "1.2.3.4"), 404, "NOT_FOUND");
        expect(admin.get("/api/v1/credits"), 401, "UNAUTHORIZED");
    }

    @Test
    void saysThatItIsStoppingAndAnswersWhoWaits() throws Exception {
        var own = RunningGateway.with(Map.of("server.drain_notice", "2s"));
        try (var wire = slowRequest(own)) {
            Until.holds("it is running", () -> running(own) == 1);
            assertThat(ready(own).status()).isEqualTo(200);
            var stopping = Thread.ofVirtual().start(own::close);

            Until.holds("it is stopping", () -> ready(own).status() != 200);
            expect(ready(own), 503, "SERVICE_UNAVAILABLE");

            var answer = wire.answer();
            assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
            assertThat(answer.state()).isEqualTo("COMPLETED");
            stopping.join();
        }
    }

    private static Answer ready(RunningGateway gateway) {
        try (var wire = gateway.stranger().open("GET", "/readyz", "")) {
            return wire.answer();
        }
    }

    private static Wire slowRequest(RunningGateway gateway) {
        return gateway.tenant()
                .open(
                        "POST",
                        PICTURE,
                        Sample.PICTURE.input("sandbox:slow=4s"),
                        "Prefer",
                        "wait=60");
    }

    private static int running(RunningGateway gateway) {
        var metrics = gateway.stranger().get("/metrics").body();
        return metrics.lines()
                .filter(line -> line.startsWith("mediagate_generations_running "))
                .mapToInt(line -> (int) Double.parseDouble(line.split(" ", 2)[1]))
                .findFirst()
                .orElseThrow();
    }
}
