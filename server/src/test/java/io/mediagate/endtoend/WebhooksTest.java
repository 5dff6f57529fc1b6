package io.mediagate.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mediagate.Until;
import io.mediagate.api.DescribedAnswers;
import io.mediagate.webhook.HttpReceiver;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Webhooks as callers use them: over HTTP, every answer held against the description.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WebhooksTest {
    private static final String HOOKS = "/api/v1/webhooks";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final RunningGateway gateway =
            RunningGateway.with(
                    Map.of("egress.allow_networks", "127.0.0.0/8", "sandbox.pace", "instant"));
    private final DescribedAnswers described =
            DescribedAnswers.of(gateway.stranger().get("/openapi.json").body());
    private final Client client = gateway.tenant();

    @AfterAll
    void close() {
        gateway.close();
    }

    /// The answer, which must be as described.
    private Answer checked(Answer answer) {
        described.check(
                answer.method(), answer.path(), answer.status(), answer.headers(), answer.body());
        return answer;
    }

    private Answer post(Client caller, String path, String body) {
        return checked(caller.post(path, body));
    }

    private Answer patch(Client caller, String path, String body) {
        return checked(
                caller.send(
                        "PATCH",
                        path,
                        BodyPublishers.ofString(body),
                        "Content-Type",
                        "application/json"));
    }

    private static String order(String url, String... events) {
        var order = JSON.createObjectNode().put("url", url);
        if (events.length > 0) {
            var list = order.putArray("events");
            List.of(events).forEach(list::add);
        }
        return order.toString();
    }

    private JsonNode log(Client caller, String id) {
        return checked(caller.get(HOOKS + "/" + id + "/deliveries?limit=100")).json().get("data");
    }

    @Test
    void managesEndpoints() {
        var created = post(client, HOOKS, order("http://127.0.0.1:9/hook", "task.failed"));
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.text("/secret")).startsWith("whsec_");
        var path = HOOKS + "/" + created.id();
        assertThat(created.header("location")).contains(path);

        var read = checked(client.get(path));
        assertThat(read.body()).doesNotContain("whsec_");
        assertThat(read.json().get("events").toString()).isEqualTo("[\"task.failed\"]");
        assertThat(read.json().get("livemode").booleanValue()).isFalse();
        var changed = patch(client, path, "{\"enabled\":false,\"description\":\"mine\"}");
        assertThat(changed.json().get("enabled").booleanValue()).isFalse();
        assertThat(changed.text("/description")).isEqualTo("mine");
        assertThat(checked(client.get(HOOKS)).json().get("data").toString()).contains(created.id());
        var rotated = checked(client.post(path + "/rotate", ""));
        assertThat(rotated.text("/secret")).isNotEqualTo(created.text("/secret"));
        assertThat(Instant.parse(rotated.text("/old_secret_expires_at"))).isAfter(Instant.now());

        var stranger = gateway.tenant();
        for (var other :
                List.of(
                        checked(stranger.get(path)),
                        patch(stranger, path, "{}"),
                        checked(stranger.post(path + "/rotate", "")),
                        post(stranger, path + "/test", "{}"),
                        post(stranger, path + "/replay", "{\"from\":\"2026-01-01T00:00:00Z\"}"),
                        checked(stranger.get(path + "/deliveries")),
                        checked(stranger.post("/api/v1/deliveries/whd_1/redeliver", "")),
                        checked(stranger.send("DELETE", path, BodyPublishers.noBody())))) {
            assertThat(other.status()).as(other.toString()).isEqualTo(404);
        }
        var gone = checked(client.send("DELETE", path, BodyPublishers.noBody()));
        assertThat(gone.status()).isEqualTo(204);
        assertThat(checked(client.get(path)).status()).isEqualTo(404);
    }

    @Test
    void saysEverythingThatIsWrong() {
        var wrong =
                post(
                        client,
                        HOOKS,
                        "{\"url\":7,\"events\":[\"task.done\"],\"enabled\":\"yes\",\"uri\":\"x\"}");

        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.text("/code")).isEqualTo("INVALID_REQUEST");
        assertThat(wrong.text("/message"))
                .contains("/url must be text")
                .contains("/events must be a list of at least one of task.created, ")
                .contains("/enabled must be true or false")
                .contains("/uri is unknown; there are url, description, events, enabled");
        for (var body :
                List.of(
                        "{}",
                        order("https://10.0.0.1/"),
                        order("http://example.com/"),
                        "{\"events\":[]}")) {
            assertThat(post(client, HOOKS, body).status()).as(body).isEqualTo(400);
        }
        assertThat(post(client, HOOKS, "[]").status()).isEqualTo(400);
        assertThat(checked(client.get(HOOKS + "/whe_1/deliveries?state=lost")).status())
                .isEqualTo(400);
        assertThat(post(client, HOOKS + "/whe_1/test", "{\"type\":\"task.done\"}").status())
                .isEqualTo(400);
        for (var range :
                List.of(
                        "{}",
                        "{\"from\":\"then\"}",
                        "{\"from\":\"2026-01-02T00:00:00Z\",\"to\":\"2026-01-01T00:00:00Z\"}")) {
            assertThat(post(client, HOOKS + "/whe_1/replay", range).status())
                    .as(range)
                    .isEqualTo(400);
        }
    }

    @Test
    void tellsOfEveryGenerationHoweverItWasCreated() {
        var caller = gateway.tenant();
        try (var receiver = HttpReceiver.friendly()) {
            var endpoint = post(caller, HOOKS, order(receiver.url())).id();
            var expected = new TreeMap<String, Set<String>>();
            var good = Set.of("task.created", "task.started", "task.completed");
            expected.put(caller.ended(caller.create(Sample.PICTURE, "a jug").id()).id(), good);
            try (var stream = caller.createStream(Sample.PICTURE, "a jug")) {
                stream.rest();
                expected.put(stream.head().header("x-generation-id").orElseThrow(), good);
            }
            var spoken = caller.post("/api/ai/tts/generate", Sample.spoken("a jug"));
            expected.put(spoken.header("x-generation-id").orElseThrow(), good);
            var failed = caller.create(Sample.PICTURE, "sandbox:content-rejected").id();
            caller.ended(failed);
            expected.put(failed, Set.of("task.created", "task.started", "task.failed"));
            var stuck = caller.create(Sample.PICTURE, "sandbox:stuck").id();
            Until.holds("it runs", () -> caller.read(stuck).state().equals("IN_PROGRESS"));
            caller.cancel(stuck);
            expected.put(stuck, Set.of("task.created", "task.started", "task.canceled"));

            Until.holds("all have come", () -> receiver.received().size() >= 15);

            var came = new TreeMap<String, Set<String>>();
            for (var received : receiver.received()) {
                var event = JSON.readTree(received.body());
                check(event, received);
                came.computeIfAbsent(event.at("/prediction/id").stringValue(), _ -> new TreeSet<>())
                        .add(event.get("type").stringValue());
            }
            assertThat(came).isEqualTo(expected);
            Until.holds("the log is whole", () -> isDelivered(log(caller, endpoint), 15));
        }
    }

    private static boolean isDelivered(JsonNode log, int count) {
        return log.size() == count
                && log.valueStream()
                        .allMatch(d -> d.get("state").stringValue().equals("delivered"));
    }

    /// Each event holds the generation as reading it answers, as it then was.
    private void check(JsonNode event, HttpReceiver.Received received) {
        var prediction = event.get("prediction");
        assertThat(event.get("id").stringValue()).isEqualTo(received.id());
        assertThat(Instant.parse(event.get("timestamp").stringValue())).isBefore(Instant.now());
        var state = prediction.get("state").stringValue();
        assertThat(prediction.get("status").stringValue())
                .isEqualTo(
                        Map.of(
                                        "queued", "IN_QUEUE",
                                        "running", "IN_PROGRESS",
                                        "succeeded", "COMPLETED",
                                        "failed", "FAILED",
                                        "canceled", "CANCELED")
                                .get(state));
        assertThat(prediction.get("sequence").intValue()).isBetween(1, 3);
        assertThat(prediction.get("data").isNull()).isEqualTo(!state.equals("succeeded"));
        assertThat(prediction.has("code")).isEqualTo(state.equals("failed"));
        described.checkEvent(received.body());
    }

    @Test
    void isVerifiedByThePublicLibrariesAlsoDuringRotation() {
        var found = NodeReceiver.start();
        if (found.isEmpty()) {
            LoggerFactory.getLogger(WebhooksTest.class)
                    .warn(
                            "node does not find standardwebhooks and svix (NODE_PATH):"
                                    + " signatures have NOT been verified by them");
        }
        assumeTrue(found.isPresent(), "node with standardwebhooks and svix is not there");
        var caller = gateway.tenant();
        try (var receiver = found.get()) {
            var created = post(caller, HOOKS, order(receiver.url()));
            var path = HOOKS + "/" + created.id();
            var first = created.text("/secret");
            receiver.knows(first);
            caller.create(Sample.PICTURE, "ä jüg 🏺");
            post(caller, path + "/test", "{\"type\":\"endpoint.test\"}");
            assertThat(receiver.verdicts(4)).allSatisfy(it -> verified(it, true));

            var second = checked(caller.post(path + "/rotate", "")).text("/secret");
            receiver.knows(first, second);
            caller.create(Sample.PICTURE, "another jug");
            assertThat(receiver.verdicts(3)).allSatisfy(it -> verified(it, true, true));

            var third = checked(caller.post(path + "/rotate", "")).text("/secret");
            receiver.knows(first, second, third, first.replace("whsec_", "whsec_AAAA"));
            caller.create(Sample.PICTURE, "one more jug");
            assertThat(receiver.verdicts(3))
                    .allSatisfy(it -> verified(it, false, true, true, false));
        }
    }

    private static void verified(JsonNode verdict, boolean... secrets) {
        var expected = JSON.valueToTree(secrets);
        assertThat(verdict.get("standardwebhooks")).as(verdict.toString()).isEqualTo(expected);
        assertThat(verdict.get("svix")).as(verdict.toString()).isEqualTo(expected);
        assertThat(verdict.get("tampered").booleanValue()).as(verdict.toString()).isFalse();
    }

    @Test
    void showsWhatWasSentAndAnsweredAndSendsItAgain() {
        var caller = gateway.tenant();
        try (var receiver = HttpReceiver.friendly()) {
            var path = HOOKS + "/" + post(caller, HOOKS, order(receiver.url())).id();
            var test = post(caller, path + "/test", "{\"type\":\"task.completed\"}");
            assertThat(test.status()).isEqualTo(202);
            var id = path.substring(path.lastIndexOf('/') + 1);
            Until.holds("it is delivered", () -> isDelivered(log(caller, id), 1));
            var attempt = log(caller, id).at("/0/attempts/0");
            assertThat(attempt.get("status").intValue()).isEqualTo(204);
            assertThat(attempt.at("/request/headers/webhook-id").stringValue())
                    .isEqualTo(test.text("/event_id"));
            assertThat(attempt.at("/request/body").stringValue())
                    .contains("\"type\":\"task.completed\"");

            var again = checked(caller.post("/api/v1/deliveries/" + test.id() + "/redeliver", ""));
            assertThat(again.status()).isEqualTo(202);
            Until.holds("it came again", () -> receiver.received().size() == 2);
            assertThat(receiver.received().get(1).id()).isEqualTo(receiver.received().get(0).id());

            var generation = caller.create(Sample.PICTURE, "a jug").id();
            caller.ended(generation);
            Until.holds("three more came", () -> receiver.received().size() == 5);
            Until.holds("and are known to have", () -> isDelivered(log(caller, id), 4));
            var from = "{\"from\":\"2026-01-01T00:00:00Z\",\"which\":\"%s\"}";
            var missing = post(caller, path + "/replay", from.formatted("undelivered"));
            assertThat(missing.json().get("queued").intValue()).isZero();
            var all = post(caller, path + "/replay", from.formatted("all"));
            assertThat(all.json().get("queued").intValue()).isEqualTo(3);
            Until.holds("they came again", () -> receiver.received().size() == 8);
            patch(caller, path, "{\"enabled\":false}");
            assertThat(post(caller, path + "/replay", from.formatted("all")).status())
                    .isEqualTo(409);
        }
    }

    @Test
    void keepsModesApart() {
        var workspace = gateway.newWorkspace();
        var test = gateway.client(gateway.key(workspace, io.mediagate.account.ApiKeys.Mode.TEST));
        var live = gateway.client(gateway.key(workspace, io.mediagate.account.ApiKeys.Mode.LIVE));

        var path = HOOKS + "/" + post(test, HOOKS, order("http://127.0.0.1:9/")).id();

        assertThat(checked(live.get(path)).status()).isEqualTo(404);
        assertThat(checked(live.get(HOOKS)).json().get("data").isEmpty()).isTrue();
    }
}
