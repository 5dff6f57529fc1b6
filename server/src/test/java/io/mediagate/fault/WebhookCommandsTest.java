package io.mediagate.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.Until;
import io.mediagate.error.Secret;
import io.mediagate.webhook.HttpReceiver;
import io.mediagate.webhook.SigningSecret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `webhooks …` in a terminal beside a running gateway.
class WebhookCommandsTest {
    private static final Secret SECRET = new Secret("whsec_" + "B".repeat(43) + "=");

    @TempDir private Path folder;

    private final HttpReceiver receiver =
            new HttpReceiver((_, exchange) -> exchange.sendResponseHeaders(418, -1));

    @AfterEach
    void close() {
        receiver.close();
    }

    private GatewayProcess start() {
        var gateway =
                GatewayProcess.start(
                        folder.resolve("data"),
                        Map.of(
                                "MEDIAGATE_SANDBOX_PACE", "instant",
                                "MEDIAGATE_EGRESS_ALLOW_NETWORKS", "127.0.0.0/8"));
        gateway.awaitReady();
        gateway.awaitKey();
        return gateway;
    }

    private String run(String... arguments) throws IOException, InterruptedException {
        var process = GatewayProcess.command(folder.resolve("data"), arguments);
        var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(printed + errors()).isZero();
        return printed;
    }

    private String errors() throws IOException {
        return Files.readString(folder.resolve("data/command-stderr.txt"));
    }

    @Test
    void forwardsEachEventToThisMachineAndPrintsIt() throws Exception {
        try (var gateway = start();
                var client = new Client(gateway.awaitReady(), gateway.key().orElseThrow())) {
            var listening =
                    GatewayProcess.command(
                            folder.resolve("data"),
                            "webhooks",
                            "listen",
                            "--limit",
                            "3",
                            "--secret",
                            SECRET.value(),
                            "--forward",
                            receiver.url());
            Until.holds(
                    "it listens",
                    Until.LONG,
                    () -> errors().contains("Forwarding events of workspace"));
            var id = client.create(Order.speech("a jug")).id();
            var printed =
                    new String(listening.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(listening.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(listening.exitValue()).as(errors()).isZero();
            assertThat(printed.lines().toList())
                    .hasSize(3)
                    .allSatisfy(line -> assertThat(line).contains(id, " 418 in "))
                    .anySatisfy(line -> assertThat(line).contains("task.created"))
                    .anySatisfy(line -> assertThat(line).contains("task.started"))
                    .anySatisfy(line -> assertThat(line).contains("task.completed"));
            assertThat(receiver.received()).hasSize(3).allSatisfy(WebhookCommandsTest::isSigned);
        }
    }

    private static void isSigned(HttpReceiver.Received received) {
        var headers = received.headers();
        var expected =
                SigningSecret.header(
                        List.of(SECRET),
                        received.id(),
                        Long.parseLong(headers.getOrDefault("webhook-timestamp", "0")),
                        received.body());
        assertThat(headers.get("webhook-signature")).isEqualTo(expected);
        assertThat(received.body()).contains("\"prediction\":{\"id\":\"gen_");
    }

    @Test
    void showsAndSwitchesEndpoints() throws Exception {
        try (var gateway = start();
                var client = new Client(gateway.awaitReady(), gateway.key().orElseThrow())) {
            var order = "{\"url\":\"%s\",\"events\":[\"task.failed\"]}".formatted(receiver.url());
            var id = client.post("/api/v1/webhooks", order).id();

            assertThat(run("webhooks", "list"))
                    .containsPattern(id + " +test +" + receiver.url() + " +task.failed +enabled");
            assertThat(run("webhooks", "disable", id)).contains(id + " is disabled.");
            assertThat(client.get("/api/v1/webhooks/" + id).json().get("enabled").booleanValue())
                    .isFalse();
            assertThat(run("webhooks", "enable", id, "--json")).contains("\"enabled\" : true");

            try (var database = GatewayProcess.database(folder.resolve("data"))) {
                var actions =
                        database.with(h ->
                                h
                                        .createQuery("SELECT action FROM audit WHERE subject = :id")
                                        .bind("id", id)
                                        .mapTo(String.class)
                                        .stream()
                                        .collect(Collectors.toList()));
                assertThat(actions).containsExactly("webhook.disable", "webhook.enable");
            }
        }
    }
}
