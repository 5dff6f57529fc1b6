package io.mediagate.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.Until;
import io.mediagate.storage.Database;
import io.mediagate.webhook.HttpReceiver;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// `kill -9` at random moments while events are on their way to a receiver whose answers get lost now and
/// then. Run it again with the printed seed: `-Dtest=WebhookKillTest -Dmediagate.seed=…`.
class WebhookKillTest {
    private static final int LIVES = 4;
    private static final int CALLERS = 4;
    private static final Duration LONGEST_LIFE = Duration.ofSeconds(2);

    private final long seed = Long.getLong("mediagate.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    /// The first answer to every fifth event gets lost: it was received, and the gateway cannot know.
    private final HttpReceiver receiver =
            new HttpReceiver((received, exchange) -> {
                if (!seen.add(received.id()) || seen.size() % 5 != 0) {
                    exchange.sendResponseHeaders(204, -1);
                }
            });

    @TempDir private Path folder;

    private final List<GatewayProcess> gateways = new ArrayList<>();

    @AfterEach
    void leaveNothingBehind() {
        gateways.reversed().forEach(GatewayProcess::close);
        receiver.close();
    }

    private GatewayProcess start() {
        var environment =
                Map.of(
                        "MEDIAGATE_EGRESS_ALLOW_NETWORKS", "127.0.0.0/8",
                        "MEDIAGATE_SANDBOX_PACE", "instant");
        var gateway = GatewayProcess.start(folder.resolve("data"), environment);
        gateways.add(gateway);
        gateway.awaitReady();
        return gateway;
    }

    @Test
    void everyEventArrivesHoweverOftenTheGatewayIsKilled() throws Exception {
        System.out.println("WebhookKillTest with -Dmediagate.seed=" + seed);
        var gateway = start();
        var key = gateway.awaitKey();
        addEndpoint(gateway, key);
        for (int life = 0; life < LIVES; life++) {
            live(gateway, key);
            gateway = start();
        }

        try (var database = GatewayProcess.database(folder.resolve("data"))) {
            Until.holds("everything has ended", Until.LONG, () -> unfinished(database) == 0);
            everyEventHasArrivedUnderOneId(database);
        }
    }

    private void addEndpoint(GatewayProcess gateway, String key) throws Exception {
        try (var client = new Client(gateway.awaitReady(), key)) {
            var order = "{\"url\":\"%s\"}".formatted(receiver.url());
            assertThat(client.post("/api/v1/webhooks", order).status()).isEqualTo(201);
        }
    }

    /// Callers make what they can until the gateway is killed in the middle of it.
    private void live(GatewayProcess gateway, String key) {
        int before = receiver.received().size();
        try (var client = new Client(gateway.awaitReady(), key);
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CALLERS; i++) {
                callers.execute(() -> createUntilItFails(client));
            }
            Until.holds("events come", Until.LONG, () -> receiver.received().size() > before + 10);
            Until.passed(Duration.ofMillis(random.nextLong(LONGEST_LIFE.toMillis())));
            gateway.kill();
        }
    }

    private static void createUntilItFails(Client client) {
        try {
            while (client.create(Order.speech("a jug")).status() < 500) {
                Until.passed(Duration.ofMillis(20));
            }
        } catch (IOException _) {
            // The gateway is gone, as it should be.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long unfinished(Database database) {
        return database.with(h ->
                h.createQuery(
                                """
                                SELECT (SELECT count(*) FROM generation
                                         WHERE state IN ('queued', 'running'))
                                     + (SELECT count(*) FROM delivery WHERE state <> 'delivered')
                                """)
                        .mapTo(Long.class)
                        .one());
    }

    private void everyEventHasArrivedUnderOneId(Database database) {
        var written = events(database);
        var arrived = new HashMap<String, Set<String>>();
        var ids = new HashSet<String>();
        for (var received : receiver.received()) {
            var prediction = JsonMapper.shared().readTree(received.body()).get("prediction");
            var event =
                    "%s/%d"
                            .formatted(
                                    prediction.get("id").stringValue(),
                                    prediction.get("sequence").intValue());
            arrived.computeIfAbsent(event, _ -> new HashSet<>()).add(received.id());
            ids.add(received.id());
        }
        System.out.printf(
                "WebhookKillTest: %d events, %d arrivals%n",
                written.size(), receiver.received().size());

        assertThat(written).hasSizeGreaterThan(LIVES * 10);
        assertThat(arrived.keySet()).isEqualTo(written);
        assertThat(arrived.values()).allSatisfy(it -> assertThat(it).hasSize(1));
        assertThat(ids).hasSize(written.size());
        assertThat(receiver.received().size())
                .as("answers were lost")
                .isGreaterThan(written.size());
    }

    private static Set<String> events(Database database) {
        return database.with(h ->
                h.createQuery(
                                """
                                SELECT generation_id || '/' || sequence FROM generation_event
                                 WHERE type <> 'progressed'
                                """)
                        .mapTo(String.class)
                        .set());
    }
}
