package io.mediagate.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.account.Scope;
import io.mediagate.credits.Bucket;
import io.mediagate.credits.Credits;
import io.mediagate.credits.Ledger;
import io.mediagate.credits.PostgresLedger;
import io.mediagate.fault.Load.Manner;
import io.mediagate.storage.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` at random moments under load. Run it again with the printed seed:
/// `-Dtest=KillTest -Dmediagate.seed=…`.
class KillTest {

    private static final int MOST_UNKNOWN_A_KILL = 20;
    private static final Duration LONGEST_LIFE = Duration.ofMillis(2_500);

    private final long seed = Long.getLong("mediagate.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Load load = new Load(seed);

    @TempDir private Path folder;

    private final List<GatewayProcess> gateways = new ArrayList<>();

    /// Each life of the gateway: how callers behave, and so how the sandbox does.
    private static final List<Manner> LIVES =
            List.of(Manner.PATIENT, Manner.HASTY, Manner.HASTY, Manner.PATIENT);

    @AfterEach
    void leaveNothingBehind() {
        gateways.reversed().forEach(GatewayProcess::close);
    }

    private GatewayProcess start(Manner manner) {
        var gateway = GatewayProcess.start(data(), environment(manner));
        gateways.add(gateway);
        return gateway;
    }

    @Test
    void everyAcceptedOneEndsOnceHoweverOftenTheGatewayIsKilled() throws Exception {
        System.out.println("KillTest with -Dmediagate.seed=" + seed);
        var key = firstLife();
        for (var manner : LIVES) {
            live(manner, key);
            dieWhileStarting();
        }

        var gateway = start(Manner.PATIENT);
        try (var client = new Client(gateway.awaitReady(), key);
                var database = GatewayProcess.database(data())) {
            var invariants = new Invariants(database);
            Until.isTrue(
                    "all have ended",
                    () ->
                            invariants.count(
                                            "SELECT count(*) FROM generation"
                                                    + " WHERE state IN ('queued', 'running')")
                                    == 0);

            invariants.hold(load.acknowledged(), folder.resolve("submissions"));
            everyStreamIsWhole(client);
            everyResultIsServed(client, invariants);
            fewAreUnknown(invariants);
            assertThat(load.surprises()).isEmpty();
        }
    }

    private String firstLife() {
        var gateway = start(Manner.PATIENT);
        gateway.awaitReady();
        Until.isTrue("the key is printed", () -> gateway.key().isPresent());
        try (var database = GatewayProcess.database(data())) {
            enrich(database);
        }
        gateway.kill();
        return gateway.key().orElseThrow();
    }

    /// Enough test credits for whatever the callers manage to make.
    private static void enrich(Database database) {
        var workspace =
                database.with(h ->
                        h.createQuery("SELECT workspace_id FROM api_key")
                                .mapTo(String.class)
                                .one());
        var later = Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.MILLIS);
        new PostgresLedger(database, InstantSource.system())
                .grant(
                        new Ledger.Grant(
                                new Scope(workspace, false),
                                "grant_for_the_test",
                                Bucket.SUBSCRIPTION,
                                new Credits(10_000_000),
                                later,
                                "test"));
    }

    private void live(Manner manner, String key) {
        var gateway = start(manner);
        var client = new Client(gateway.awaitReady(), key);
        int before = load.acknowledged().size();
        try (var _ = load.shift(client, manner)) {
            Until.isTrue("callers get through", () -> load.acknowledged().size() > before + 3);
            Until.passed(Duration.ofMillis(random.nextLong(LONGEST_LIFE.toMillis())));
            gateway.kill();
        }
    }

    /// A start finds what the last life left, and may itself be cut short anywhere.
    private void dieWhileStarting() {
        if (random.nextInt(3) == 0) {
            var gateway = start(Manner.PATIENT);
            Until.passed(Duration.ofMillis(random.nextLong(3_000)));
            gateway.kill();
        }
    }

    private void everyStreamIsWhole(Client client) throws Exception {
        for (var stream : load.streams()) {
            if (stream.endings() == 0) {
                stream.readOn(client);
            }
            var sequences = stream.sequences();
            assertThat(stream.endings()).as("endings of the stream of %s", stream.id()).isOne();
            for (int i = 0; i < sequences.size(); i++) {
                assertThat(sequences.get(i))
                        .as("%s of %s", sequences, stream.id())
                        .isEqualTo(i + 1);
            }
        }
    }

    private void everyResultIsServed(Client client, Invariants invariants) throws Exception {
        var succeeded = invariants.strings("SELECT id FROM generation WHERE state = 'succeeded'");
        assertThat(succeeded).isNotEmpty();
        for (var id : sample(succeeded)) {
            var completed = client.read(id).json();
            var data = completed.path("data");
            var link = data.path(data.path("type").stringValue()).path("url").stringValue();
            long size =
                    invariants.count(
                            "SELECT size_bytes FROM file WHERE generation_id = '%s'".formatted(id));
            assertThat(client.size(link)).as(link).isEqualTo(size);
        }
    }

    /// All of them would take longer than they are worth.
    private List<String> sample(List<String> all) {
        return random.ints(300, 0, all.size()).distinct().mapToObj(all::get).toList();
    }

    private void fewAreUnknown(Invariants invariants) {
        var states =
                invariants.strings(
                        "SELECT state || ' ' || count(*) FROM attempt GROUP BY state ORDER BY 1");
        long unknown =
                invariants.count("SELECT count(*) FROM attempt WHERE state = 'outcome_unknown'");
        System.out.printf(
                "KillTest: %d acknowledged, %d accepted, %d streams; attempts %s%n",
                load.acknowledged().size(),
                invariants.count("SELECT count(*) FROM generation"),
                load.streams().size(),
                states);
        assertThat(unknown).isLessThanOrEqualTo((long) MOST_UNKNOWN_A_KILL * LIVES.size());
    }

    private Path data() {
        return folder.resolve("data");
    }

    private Map<String, String> environment(Manner manner) {
        return Map.of(
                "MEDIAGATE_SANDBOX_SUBMISSION_LOG",
                folder.resolve("submissions").toString(),
                "MEDIAGATE_SANDBOX_PACE",
                manner == Manner.HASTY ? "instant" : "lifelike");
    }
}
