package io.mediagate.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.helidon.webserver.WebServer;
import io.mediagate.QuickDisk;
import io.mediagate.account.ApiKeys.Mode;
import io.mediagate.account.Workspaces;
import io.mediagate.credits.Bucket;
import io.mediagate.credits.Credits;
import io.mediagate.credits.PostgresLedger;
import io.mediagate.error.Problem;
import io.mediagate.storage.Database;
import io.mediagate.storage.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdminRoutesTest {
    /// Static, since it is needed before the first test.
    @TempDir private static Path folder = Path.of("");

    private final Database database = TestDatabase.open();
    private final InstantSource clock = InstantSource.system();
    private final Office office = Office.on(database, new PostgresLedger(database, clock), clock);
    private final HttpClient client = HttpClient.newHttpClient();
    private AdminToken token = AdminToken.make(QuickDisk.newFolder("admin"));
    private WebServer server = WebServer.builder().build();

    @BeforeAll
    void start() {
        token = AdminToken.make(folder);
        server =
                WebServer.builder()
                        .host("127.0.0.1")
                        .port(0)
                        .shutdownHook(false)
                        .routing(routes ->
                                routes.register(AdminRoutes.PATH, new AdminRoutes(office, token))
                                        .error(
                                                Problem.class,
                                                (request, response, problem) ->
                                                        response.status(problem.status())
                                                                .send(
                                                                        problem.publicCode()
                                                                                + " "
                                                                                + problem
                                                                                        .message())))
                        .build()
                        .start();
    }

    @AfterAll
    void stop() {
        server.stop();
        database.close();
    }

    @Test
    void makesListsAndRevokesKeysAndAuditsEach() throws Exception {
        ok("POST", "/workspaces", "{\"name\":\"shop\"}");

        var issued =
                ok("POST", "/keys", "{\"workspace\":\"shop\",\"mode\":\"test\",\"name\":\"till\"}");
        var id = issued.get("key").get("id").asString();
        var header = "Bearer " + issued.get("text").asString();

        assertThat(office.keys().authenticate(header).keyId()).isEqualTo(id);
        assertThat(ok("GET", "/workspaces/shop/keys", "").get(0).get("id").asString())
                .isEqualTo(id);
        assertThat(ok("POST", "/keys/" + id + "/revoke", "").asBoolean()).isTrue();
        assertThat(ok("POST", "/keys/" + id + "/revoke", "").asBoolean()).isFalse();
        var workspace = office.workspaces().require("shop").id();
        assertThat(office.audit().actions(workspace))
                .containsExactly(
                        "tester: workspace.create " + workspace,
                        "tester: key.create " + id,
                        "tester: key.revoke " + id);
    }

    @Test
    void explainsNothingThatIsNotThere() throws Exception {
        assertThat(ok("GET", "/attempts/unknown", "")).isEmpty();
        var asked = request("GET", "/generations/gen_none/timeline", "");
        assertThat(send(asked.header("Authorization", token.header())).statusCode()).isEqualTo(404);
    }

    @Test
    void limitsAndRotatesAKeyAndAuditsEach() throws Exception {
        ok("POST", "/workspaces", "{\"name\":\"kiosk\"}");
        var issued =
                ok(
                        "POST",
                        "/keys",
                        "{\"workspace\":\"kiosk\",\"mode\":\"live\",\"name\":\"a\",\"limits\":"
                                + "{\"requests_per_minute\":60,\"models\":[\"google/*\"]}}");
        var id = issued.get("key").get("id").asString();
        assertThat(issued.get("key").get("limits").get("requests_per_minute").asInt())
                .isEqualTo(60);

        var limited =
                ok(
                        "POST",
                        "/keys/" + id + "/limits",
                        "{\"requests_per_minute\":0,\"credits_per_day\":5}");
        assertThat(limited.get("limits").toString())
                .isEqualTo(
                        "{\"requests_per_minute\":null,\"concurrent_generations\":null,"
                                + "\"credits_per_day\":5,\"models\":[\"google/*\"]}");

        var rotated = ok("POST", "/keys/" + id + "/rotate", "{\"overlap_seconds\":3600}");
        for (var text : new JsonNode[] {issued.get("text"), rotated.get("text")}) {
            var caller = office.keys().authenticate("Bearer " + text.asString());
            assertThat(caller.keyId()).isEqualTo(id);
            assertThat(caller.limits().creditsPerDay()).contains(5L);
        }
        var workspace = office.workspaces().require("kiosk").id();
        assertThat(office.audit().actions(workspace))
                .endsWith("tester: key.limit " + id, "tester: key.rotate " + id);
    }

    @Test
    void saysHowAWorkspacesFilesAreKeptAndAuditsIt() throws Exception {
        ok("POST", "/workspaces", "{\"name\":\"archive\"}");

        var terms = ok("POST", "/workspaces/archive/files", "{\"retention_seconds\":3600}");

        assertThat(terms.toString())
                .isEqualTo(
                        "{\"workspace\":\"archive\",\"retention_seconds\":3600,\"quota_bytes\":null}");
        var workspace = office.workspaces().require("archive").id();
        assertThat(office.audit().actions(workspace))
                .endsWith("tester: workspace.files " + workspace);
        var asked = request("POST", "/workspaces/archive/files", "{\"quota_bytes\":0}");
        assertThat(send(asked.header("Authorization", token.header())).statusCode()).isEqualTo(400);
    }

    @Test
    void grantsCreditsOnceForTheSameId() throws Exception {
        ok("POST", "/workspaces", "{\"name\":\"bank\"}");
        var order =
                "{\"workspace\":\"bank\",\"mode\":\"live\",\"bucket\":\"subscription\",\"amount\":7,"
                        + "\"expires_at\":\"2099-01-01T00:00:00Z\",\"reason\":\"plan\",\"id\":\"g1\"}";

        var first = ok("POST", "/credits/grants", order);
        var second = ok("POST", "/credits/grants", order);

        assertThat(first.get("added").asBoolean()).isTrue();
        assertThat(second.get("added").asBoolean()).isFalse();
        assertThat(second.get("balance").get("subscription").asLong()).isEqualTo(7);
        var shown = ok("GET", "/workspaces/bank/credits?mode=live", "");
        assertThat(shown.get("subscription").asLong()).isEqualTo(7);
        assertThat(shown.get("permanent").asLong()).isZero();
        assertThat(ok("GET", "/ledger/faults", "")).isEmpty();
        var workspace = office.workspaces().require("bank").id();
        assertThat(office.audit().actions(workspace))
                .containsExactly(
                        "tester: workspace.create " + workspace, "tester: credits.grant g1");
    }

    @Test
    void takesCreditsBackOnceForTheSameIdAndAuditsOnlyWhatHappened() throws Exception {
        ok("POST", "/workspaces", "{\"name\":\"till\"}");
        ok(
                "POST",
                "/credits/grants",
                "{\"workspace\":\"till\",\"mode\":\"live\",\"bucket\":\"permanent\",\"amount\":7,"
                        + "\"reason\":\"plan\",\"expires_at\":\"2099-01-01T00:00:00Z\",\"id\":\"g1\"}");

        var first = ok("POST", "/credits/withdrawals", withdrawal(5, "w1"));
        var second = ok("POST", "/credits/withdrawals", withdrawal(5, "w1"));

        assertThat(first.get("taken").asBoolean()).isTrue();
        assertThat(second.get("taken").asBoolean()).isFalse();
        assertThat(second.get("balance").get("permanent").asLong()).isEqualTo(2);
        for (var refused : List.of(withdrawal(1, "w1"), withdrawal(3, "w2"))) {
            var asked = request("POST", "/credits/withdrawals", refused);
            assertThat(send(asked.header("Authorization", token.header())).statusCode())
                    .isEqualTo(409);
        }
        var workspace = office.workspaces().require("till").id();
        assertThat(office.audit().actions(workspace))
                .containsExactly(
                        "tester: workspace.create " + workspace,
                        "tester: credits.grant g1",
                        "tester: credits.withdraw w1");
        assertThat(ok("GET", "/ledger/faults", "")).isEmpty();
    }

    private static String withdrawal(int amount, String id) {
        return "{\"workspace\":\"till\",\"mode\":\"live\",\"amount\":%d,\"reason\":\"x\",\"id\":\"%s\"}"
                .formatted(amount, id);
    }

    @Test
    void takesNothingBackWhenTheAuditCannotBeWritten() {
        var actions = office.by("tester");
        var name = "vault";
        actions.createWorkspace(name);
        actions.grant(
                new AdminActions.GrantOrder(
                        name,
                        Mode.LIVE,
                        Bucket.PERMANENT,
                        new Credits(7),
                        Optional.empty(),
                        "plan",
                        Optional.empty()));
        var order =
                new AdminActions.WithdrawalOrder(
                        name, Mode.LIVE, new Credits(5), "paid twice", Optional.empty());

        // The database cannot write this character.
        assertThatThrownBy(() -> office.by("\0").withdraw(order))
                .isInstanceOf(RuntimeException.class);

        assertThat(actions.balance(name, Mode.LIVE).total()).isEqualTo(new Credits(7));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST|/keys|{\"workspace\":\"nobody\",\"mode\":\"test\",\"name\":\"a\"}|404 NOT_FOUND",
                "POST|/keys|{\"workspace\":\"default\",\"mode\":\"both\",\"name\":\"a\"}|400"
                        + " INVALID_REQUEST",
                "POST|/keys|{\"workspace\":\"default\",\"mode\":\"test\"}|400 INVALID_REQUEST",
                "POST|/keys|{\"workspace\":\"default\",\"mode\":\"test\",\"name\":\"a\",\"x\":1}|400"
                        + " INVALID_REQUEST",
                "POST|/keys|not json|400 INVALID_REQUEST",
                "POST|/keys/key_none/revoke|{}|404 NOT_FOUND",
                "POST|/keys/key_none/limits|{}|404 NOT_FOUND",
                "POST|/keys/key_none/rotate|{\"overlap_seconds\":60}|404 NOT_FOUND",
                "POST|/keys/key_none/rotate|{\"overlap_seconds\":-1}|400 INVALID_REQUEST",
                "POST|/keys|{\"workspace\":\"default\",\"mode\":\"test\",\"name\":\"a\",\"limits\":"
                        + "{\"requests_per_minute\":-1}}|400 INVALID_REQUEST",
                "POST|/keys|{\"workspace\":\"default\",\"mode\":\"test\",\"name\":\"a\",\"limits\":"
                        + "{\"models\":[\"a b\"]}}|400 INVALID_REQUEST",
                "POST|/workspaces|{\"name\":\"default\"}|409 CONFLICT",
                "POST|/workspaces|{\"name\":\"A B\"}|400 INVALID_REQUEST",
                "POST|/credits/grants|{\"workspace\":\"default\",\"mode\":\"live\",\"bucket\":"
                        + "\"permanent\",\"amount\":-1,\"reason\":\"x\"}|400 INVALID_REQUEST",
                "POST|/credits/grants|{\"workspace\":\"default\",\"mode\":\"live\",\"bucket\":"
                        + "\"permanent\",\"amount\":0,\"reason\":\"x\"}|400 INVALID_REQUEST",
                "POST|/credits/grants|{\"workspace\":\"default\",\"mode\":\"live\",\"bucket\":"
                        + "\"permanent\",\"amount\":1,\"reason\":\"x\",\"id\":\"a\"}|400"
                        + " INVALID_REQUEST",
                "GET|/workspaces/default/credits|''|400 INVALID_REQUEST"
            })
    void refusesWhatCannotBeDone(String method, String path, String body, String expected)
            throws Exception {
        var answer = send(request(method, path, body).header("Authorization", token.header()));

        assertThat(answer.statusCode() + " " + answer.body()).startsWith(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer nonsense", "Basic YTpi"})
    void refusesWhoeverHasNoToken(String authorization) throws Exception {
        var request = request("GET", "/workspaces", "");
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }

        assertThat(send(request).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Forwarded-For", "Forwarded", "Via", "X-Real-IP"})
    void isNotThereForWhoeverComesByWayOfAProxy(String header) throws Exception {
        var request =
                request("GET", "/workspaces", "")
                        .header("Authorization", token.header())
                        .header(header, "203.0.113.9");

        assertThat(send(request).statusCode()).isEqualTo(404);
    }

    @Test
    void refusesABodyThatIsTooLarge() throws Exception {
        var body = "{\"name\":\"%s\"}".formatted("a".repeat(70_000));
        var request = request("POST", "/workspaces", body).header("Authorization", token.header());

        assertThat(send(request).statusCode()).isEqualTo(413);
    }

    @Test
    void auditsNothingThatWasRefused() {
        var before = office.audit().actions(office.workspaces().require("default").id());

        assertThatThrownBy(() ->
                        office.by("x")
                                .createKey(
                                        new AdminActions.KeyOrder(
                                                Workspaces.DEFAULT,
                                                Mode.LIVE,
                                                "",
                                                Optional.empty())))
                .isInstanceOf(Problem.class);

        assertThat(office.audit().actions(office.workspaces().require("default").id()))
                .isEqualTo(before);
    }

    private JsonNode ok(String method, String path, String body) throws Exception {
        var answer =
                send(
                        request(method, path, body)
                                .header("Authorization", token.header())
                                .header("X-Mediagate-Actor", "tester"));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body());
    }

    private HttpRequest.Builder request(String method, String path, String body) {
        var url =
                String.format(
                        Locale.ROOT,
                        "http://127.0.0.1:%d%s%s",
                        server.port(),
                        AdminRoutes.PATH,
                        path);
        return HttpRequest.newBuilder(URI.create(url))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
    }

    private HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
