package io.mediagate.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.mediagate.Until;
import io.mediagate.fault.Load.Manner;
import java.nio.file.Path;
import java.time.Duration;
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
            invariants.awaitEnds();

            invariants.hold(load.acknowledged(), folder.resolve("submissions"));
            for (var stream : load.streams()) {
                stream.isWhole(client);
            }
            everyResultIsServed(client, invariants);
            fewAreUnknown(invariants);
            assertThat(load.surprises()).isEmpty();
        }
    }

    private String firstLife() {
        var gateway = start(Manner.PATIENT);
        gateway.awaitReady();
        var key = gateway.awaitKey();
        try (var database = GatewayProcess.database(data())) {
            Riches.give(database);
        }
        gateway.kill();
        return key;
    }

    private void live(Manner manner, String key) {
        var gateway = start(manner);
        var client = new Client(gateway.awaitReady(), key);
        int before = load.acknowledged().size();
        try (var shift = load.shift(client, manner)) {
            boolean through =
                    Until.comesTrue(
                            Until.LONG,
                            () ->
                                    load.acknowledged().size() > before + 3
                                            || !load.surprises().isEmpty());
            assertThat(load.surprises()).as(gateway::errors).isEmpty();
            if (!through) {
                fail(
                        "callers do not get through; it said %s and printed %s",
                        gateway.errors(), gateway.withThreads());
            }
            Until.passed(Duration.ofMillis(random.nextLong(LONGEST_LIFE.toMillis())));
            shift.expectTheEnd();
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
