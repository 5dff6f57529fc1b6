package io.mediagate.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.Concurrently;
import io.mediagate.account.ApiKeys.Mode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests that are sent again, to either of two nodes.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class IdempotencyTest {

    private static final String PICTURE = Sample.PICTURE.path();
    private static final String BODY = Sample.PICTURE.input("a jug");
    private static final String KEY = "Idempotency-Key";

    private final RunningGateway one = RunningGateway.with(Map.of("sandbox.pace", "instant"));
    private final RunningGateway two = one.neighbour();

    @AfterAll
    void close() {
        two.close();
        assertThat(one.faultsOfTheBooks()).isEmpty();
        one.close();
    }

    private static String[] key(String key) {
        return new String[] {KEY, key};
    }

    @Test
    void makesOneGenerationOfSixtyFourRequests() throws InterruptedException {
        var client = one.tenantWith(0, 100);
        var turn = new AtomicInteger();

        var answers =
                Concurrently.run(
                        64,
                        () ->
                                client.at(turn.incrementAndGet() % 2 == 0 ? one : two)
                                        .post(PICTURE, BODY, key("order-1")));

        assertThat(answers).extracting(Answer::status).containsOnly(202);
        assertThat(answers).extracting(Answer::body).containsOnly(answers.getFirst().body());
        assertThat(replayed(answers)).hasSize(63);
        assertThat(history(client)).hasSize(1);
        client.ended(answers.getFirst().id());
        assertThat(client.credits().total()).isEqualTo(99);
    }

    private static List<Answer> replayed(List<Answer> answers) {
        return answers.stream()
                .filter(a -> a.header("idempotent-replayed").filter("true"::equals).isPresent())
                .toList();
    }

    private static List<String> history(Client client) {
        return client.get("/api/v1/generations")
                .json()
                .get("data")
                .valueStream()
                .map(generation -> generation.get("id").stringValue())
                .toList();
    }

    @Test
    void refusesAnotherBodyUnderTheSameKey() {
        var client = one.tenant();
        client.post(PICTURE, BODY, key("k"));

        for (var body : List.of(Sample.PICTURE.input("another"), "{\"prompt\":", "{\"x\":1}")) {
            var answer = client.at(two).post(PICTURE, body, key("k"));

            assertThat(answer.status()).as(answer.toString()).isEqualTo(422);
            assertThat(answer.text("/code")).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        }
        assertThat(history(client)).hasSize(1);
    }

    @Test
    void scopesAKeyToThePathAndTheWorkspace() {
        var client = one.tenant();
        var first = client.post(PICTURE, BODY, key("k"));

        var elsewhere = client.post(Sample.SPEECH.path(), Sample.SPEECH.input("Hello."), key("k"));
        var another = one.tenant().post(PICTURE, BODY, key("k"));

        assertThat(List.of(first.id(), elsewhere.id(), another.id())).doesNotHaveDuplicates();
        assertThat(replayed(List.of(first, elsewhere, another))).isEmpty();
    }

    @Test
    void keepsNoRefusal() {
        var client = one.tenantWith(0, 0);
        assertThat(client.post(PICTURE, "{}", key("k")).status()).isEqualTo(400);
        assertThat(client.post(PICTURE, BODY, key("k")).status()).isEqualTo(402);
        assertThat(client.post("/api/v1/generation/no/model", BODY, key("k")).status())
                .isEqualTo(400);

        assertThat(client.post(PICTURE, BODY, key("k")).status()).isEqualTo(402);
    }

    @Test
    void repeatsEvenWhenTheCreditsAreSpent() {
        var client = one.tenantWith(0, 1);
        var first = client.post(PICTURE, BODY, key("k"));
        client.ended(first.id());

        var again = client.post(PICTURE, BODY, key("k"));

        assertThat(again.status()).isEqualTo(202);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header("location")).isEqualTo(first.header("location"));
        assertThat(again.header("x-generation-id")).contains(first.id());
    }

    @Test
    void takesNoDryRunForTheRequest() {
        var client = one.tenant();

        assertThat(client.post(PICTURE + "?dry_run=true", BODY, key("k")).status()).isEqualTo(200);
        var real = client.post(PICTURE, BODY, key("k"));

        assertThat(real.status()).isEqualTo(202);
        assertThat(replayed(List.of(real))).isEmpty();
    }

    @Test
    void waitsForWhatTheFirstRequestMade() {
        var client = one.tenant();
        var body = Sample.PICTURE.input("a jug sandbox:slow=700ms");
        var first = client.post(PICTURE, body, key("k"));

        var waited = client.at(two).post(PICTURE, body, KEY, "k", "Prefer", "wait=30");
        var later = client.post(PICTURE, body, KEY, "k", "Prefer", "wait=30");

        assertThat(waited.status()).isEqualTo(200);
        assertThat(waited.id()).isEqualTo(first.id());
        assertThat(waited.state()).isEqualTo("COMPLETED");
        assertThat(withoutHosts(later.body())).isEqualTo(withoutHosts(waited.body()));
        assertThat(replayed(List.of(first, waited, later))).containsExactly(waited, later);
    }

    @Test
    void repeatsTheFailureThatWasWaitedFor() {
        var client = one.tenant();
        var body = Sample.PICTURE.input("sandbox:content-rejected");
        var first = client.post(PICTURE, body, KEY, "k", "Prefer", "wait=30");

        var again = client.at(two).post(PICTURE, body, KEY, "k", "Prefer", "wait=30");

        assertThat(first.status()).isEqualTo(422);
        assertThat(again.status()).isEqualTo(422);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(replayed(List.of(first, again))).containsExactly(again);
    }

    @Test
    void streamsTheSameFramesAgain() {
        var client = one.tenant();
        var path = Sample.PICTURE.streamPath();
        String first;
        try (var stream = client.stream("POST", path, BODY, KEY, "k")) {
            first = stream.rest().toString();
        }

        try (var stream = client.at(two).stream("POST", path, BODY, KEY, "k")) {
            assertThat(stream.head().header("idempotent-replayed")).contains("true");
            assertThat(withoutHosts(stream.rest().toString())).isEqualTo(withoutHosts(first));
        }
        assertThat(history(client)).hasSize(1);
    }

    // Links lead to the node that was asked.
    private static String withoutHosts(String text) {
        return text.replaceAll("http://127.0.0.1:\\d+", "").replaceAll("signature=[^\"]*", "");
    }

    @Test
    void saysTheSameSpeechAgain() {
        var client = one.tenantWith(0, 1);
        var body = Sample.spoken("Hello.");
        var first = client.post("/api/ai/tts/generate", body, key("k"));

        var again = client.post("/api/ai/tts/generate", body, key("k"));

        assertThat(first.status()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(replayed(List.of(first, again))).containsExactly(again);
    }

    @Test
    void repeatsOtherPostsWithTheirFirstAnswer() {
        var client = one.tenant();
        var id = client.post(PICTURE, Sample.PICTURE.input("sandbox:stuck")).id();
        var path = "/api/v1/generation/" + id + "/cancel";
        var first = client.post(path, "", key("k"));

        var again = client.at(two).post(path, "", key("k"));
        var other = client.post(path, "{}", key("k"));

        assertThat(first.status()).isEqualTo(200);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header("content-type")).isEqualTo(first.header("content-type"));
        assertThat(again.header("x-generation-id")).contains(id);
        assertThat(replayed(List.of(first, again))).containsExactly(again);
        assertThat(other.text("/code")).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        var missing = "/api/v1/generation/gen_01K9ZZZZZZZZZZZZZZZZZZZZZZ/cancel";
        assertThat(client.post(missing, "", key("k")).status()).isEqualTo(404);
        assertThat(client.post(missing, "", key("k")).status()).isEqualTo(404);
    }

    /// The database refuses to keep answers, as if the node had died right after the change.
    @Test
    void changesNoEndpointWithoutKeepingTheAnswer() {
        var workspace = one.newWorkspace();
        var client = one.client(one.key(workspace, Mode.TEST));
        var order = "{\"url\":\"https://93.184.215.14/hook\"}";
        var first = client.post("/api/v1/webhooks", order, key("k"));
        assertThat(first.status()).as(first.toString()).isEqualTo(201);
        var path = "/api/v1/webhooks/" + first.id();
        one.execute(
                """
                CREATE FUNCTION refuse_answers() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN RAISE EXCEPTION 'no answers are kept'; END $$;
                CREATE TRIGGER refuse_answers BEFORE UPDATE ON idempotency FOR EACH ROW
                   WHEN (NEW.workspace_id = '%s') EXECUTE FUNCTION refuse_answers()
                """
                        .formatted(workspace.id()));

        var created = client.post("/api/v1/webhooks", order, key("k2"));
        var rotated = client.post(path + "/rotate", "", key("k"));
        var tested = client.post(path + "/test", "{}", key("k"));

        one.execute("DROP TRIGGER refuse_answers ON idempotency");
        assertThat(List.of(created, rotated, tested)).extracting(Answer::status).containsOnly(500);
        assertThat(client.get("/api/v1/webhooks").json().get("data")).hasSize(1);
        assertThat(client.get(path).json().get("old_secret_expires_at").isNull()).isTrue();
        assertThat(client.get(path + "/deliveries").json().get("data")).isEmpty();
        var again = client.post("/api/v1/webhooks", order, key("k2"));
        var twice = client.at(two).post("/api/v1/webhooks", order, key("k2"));
        assertThat(again.status()).isEqualTo(201);
        assertThat(twice.body()).isEqualTo(again.body());
        assertThat(twice.header("location")).isEqualTo(again.header("location"));
        assertThat(twice.header("content-type")).isEqualTo(again.header("content-type"));
        assertThat(replayed(List.of(again, twice))).containsExactly(twice);
    }

    @Test
    void repeatsAfterARestart() {
        try (var gateway = RunningGateway.with(Map.of("sandbox.pace", "instant"))) {
            var client = gateway.tenant();
            var first = client.post(PICTURE, BODY, key("k"));

            gateway.stop();
            gateway.startAgain();
            var again = client.post(PICTURE, BODY, key("k"));

            assertThat(again.body()).isEqualTo(first.body());
            assertThat(replayed(List.of(first, again))).containsExactly(again);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\tb"})
    void refusesAKeyThatIsNotPrintable(String key) {
        var answer = one.tenant().post(PICTURE, BODY, key(key));

        assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
        assertThat(answer.text("/code")).isEqualTo("INVALID_REQUEST");
    }

    @Test
    void refusesAKeyThatIsTooLong() {
        var client = one.tenant();

        assertThat(client.post(PICTURE, BODY, key("x".repeat(256))).status()).isEqualTo(400);
        assertThat(client.post(PICTURE, BODY, key("x".repeat(255))).status()).isEqualTo(202);
    }
}
