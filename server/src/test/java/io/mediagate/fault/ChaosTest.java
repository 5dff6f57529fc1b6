package io.mediagate.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two to four nodes on one database, under load, while whatever can break breaks. It prints its seed;
/// run it again, or for longer, by `-Dmediagate.seed=…` and `-Dmediagate.chaos.seconds=…`.
class ChaosTest {

    private final long seed = Long.getLong("mediagate.seed", System.nanoTime());
    private final Duration lasts = Duration.ofSeconds(Long.getLong("mediagate.chaos.seconds", 45));
    private final Random random = new Random(seed);
    private final Map<Mischief, Integer> done = new HashMap<>();

    @TempDir private Path folder;

    private enum Mischief {
        KILL,
        PAUSE,
        RESTART_DATABASE,
        CUT_CONNECTIONS,
        FILL_DISK
    }

    @Test
    void everyAcceptedOneEndsOnceWhateverBreaks() throws Exception {
        System.out.println("ChaosTest with -Dmediagate.seed=" + seed);
        try (var cluster = new Cluster(folder, 2 + random.nextInt(2), environment())) {
            var callers = new Callers(cluster, random.nextLong());
            try (callers) {
                Until.isTrue("callers get through", () -> callers.acknowledged().size() > 5);
                long end = System.nanoTime() + lasts.toNanos();
                while (System.nanoTime() < end) {
                    make(any(), cluster);
                    Until.passed(Duration.ofMillis(500 + random.nextInt(2_500)));
                }
                awaitAll(cluster);
            }
            hold(cluster, callers);
        }
    }

    private Map<String, String> environment() {
        return Map.of(
                "MEDIAGATE_SANDBOX_SUBMISSION_LOG",
                folder.resolve("submissions").toString(),
                "MEDIAGATE_GENERATION_HEARTBEAT",
                "500ms",
                "MEDIAGATE_GENERATION_TAKEOVER_AFTER",
                "3s");
    }

    private Mischief any() {
        var all = Mischief.values();
        return all[random.nextInt(all.length)];
    }

    private void make(Mischief mischief, Cluster cluster) throws IOException {
        done.merge(mischief, 1, Integer::sum);
        int index = random.nextInt(cluster.size());
        switch (mischief) {
            case KILL -> {
                cluster.node(index).kill();
                Until.passed(Duration.ofMillis(random.nextInt(2_000)));
                cluster.startAgain(index).awaitReady();
            }
            case PAUSE -> {
                cluster.node(index).signal("STOP");
                Until.passed(pause());
                cluster.node(index).signal("CONT");
            }
            case RESTART_DATABASE -> cluster.restartDatabase();
            case CUT_CONNECTIONS -> cluster.wire().cutAll();
            case FILL_DISK -> fillDisk();
        }
    }

    /// Long enough for the others to take over; 30 s when there is time.
    private Duration pause() {
        return lasts.compareTo(Duration.ofMinutes(3)) > 0
                ? Duration.ofSeconds(30)
                : Duration.ofSeconds(5);
    }

    /// The store cannot be written to for a while: where a disk would be full, a file stands in the way of
    /// its folders.
    private void fillDisk() throws IOException {
        var incoming = folder.resolve("artifacts/incoming");
        var aside = folder.resolve("artifacts/aside");
        Files.move(incoming, aside);
        Files.createFile(incoming);
        Until.passed(Duration.ofMillis(500 + random.nextInt(2_500)));
        Files.delete(incoming);
        Files.move(aside, incoming);
    }

    private static void awaitAll(Cluster cluster) {
        for (int i = 0; i < cluster.size(); i++) {
            cluster.node(i).awaitReady();
        }
    }

    private void hold(Cluster cluster, Callers callers) throws Exception {
        try (var database = cluster.database()) {
            var invariants = new Invariants(database);
            boolean ended =
                    Until.comesTrue(Duration.ofMinutes(2), () -> invariants.unfinished().isEmpty());
            assertThat(ended)
                    .as(() ->
                            "unfinished: %s%n%s".formatted(invariants.unfinished(), logs(cluster)))
                    .isTrue();
            System.out.printf(
                    "ChaosTest: %s on %d nodes; %d acknowledged, %d streams; generations %s; attempts %s%n",
                    done,
                    cluster.size(),
                    callers.acknowledged().size(),
                    callers.streams().size(),
                    invariants.strings(
                            "SELECT state || ' ' || count(*) FROM generation GROUP BY state"),
                    invariants.strings(
                            "SELECT state || ' ' || count(*) FROM attempt GROUP BY state"));
            assertThat(callers.surprises()).isEmpty();
            assertThat(
                            invariants.strings(
                                    "SELECT input->>'prompt' FROM generation"
                                            + " GROUP BY 1 HAVING count(*) > 1"))
                    .as("made twice for one key")
                    .isEmpty();
            invariants.hold(
                    Set.copyOf(callers.acknowledged().values()), folder.resolve("submissions"));
            everyStreamIsWhole(cluster, callers);
        }
    }

    /// What the nodes had to say.
    private static String logs(Cluster cluster) {
        var logs = new StringBuilder();
        for (int i = 0; i < cluster.size(); i++) {
            logs.append("node %d:%n%s%n".formatted(i, cluster.node(i).errors()));
        }
        return logs.toString();
    }

    private static void everyStreamIsWhole(Cluster cluster, Callers callers) throws Exception {
        try (var client = new Client(cluster.address(0), cluster.key())) {
            for (var stream : callers.streams()) {
                if (stream.endings() == 0) {
                    stream.readOn(client);
                }
                var sequences = stream.sequences();
                assertThat(stream.endings()).as("endings of %s", stream.id()).isOne();
                for (int i = 0; i < sequences.size(); i++) {
                    assertThat(sequences.get(i))
                            .as("%s of %s", sequences, stream.id())
                            .isEqualTo(i + 1);
                }
            }
        }
    }
}
