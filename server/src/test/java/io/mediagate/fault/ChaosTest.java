package io.mediagate.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.Until;
import io.mediagate.contract.LoopbackVendor;
import io.mediagate.contract.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// Two to four nodes on one database, under load, while whatever can break breaks. It prints its seed;
/// run it again, or for longer, by `-Dmediagate.seed=…` and `-Dmediagate.chaos.seconds=…`.
class ChaosTest {

    private static final int ROOM_MIB = 512;
    private static final Duration LIFE_OF_A_RESULT = Duration.ofSeconds(30);

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
        try (var receiver = new LoopbackVendor();
                var cluster = new Cluster(folder, 2 + random.nextInt(3), environment(), ROOM_MIB)) {
            receiver.on("POST /hook", Reply.json(200, "{}"));
            subscribe(cluster, receiver);
            var callers = new Callers(cluster, random.nextLong());
            try (callers) {
                Until.holds(
                        "callers get through", Until.LONG, () -> callers.acknowledged().size() > 5);
                long end = System.nanoTime() + lasts.toNanos();
                while (System.nanoTime() < end) {
                    cluster.disk().ifPresent(ChaosTest::throwOldResultsAway);
                    make(any(), cluster);
                    Until.passed(littleWhile());
                }
                awaitAll(cluster);
            }
            hold(cluster, callers);
            everyEventArrived(cluster, receiver);
        }
    }

    private static void subscribe(Cluster cluster, LoopbackVendor receiver) throws Exception {
        try (var client = new Client(cluster.address(0), cluster.key())) {
            var made =
                    client.post(
                            "/api/v1/webhooks", "{\"url\":\"%s/hook\"}".formatted(receiver.base()));
            assertThat(made.status()).as(made.http().body()).isBetween(200, 201);
        }
    }

    /// At least once, whoever died with it in his hands; what failed is tried again after a minute.
    private static void everyEventArrived(Cluster cluster, LoopbackVendor receiver) {
        try (var database = cluster.database()) {
            var due =
                    new Invariants(database)
                            .strings(
                                    "SELECT generation_id || ' task.' || type FROM generation_event"
                                            + " WHERE type <> 'progressed'");
            boolean all =
                    Until.comesTrue(
                            Duration.ofMinutes(3), () -> arrived(receiver).containsAll(due));
            var missing = new HashSet<>(due);
            missing.removeAll(arrived(receiver));
            System.out.printf(
                    "ChaosTest: %d events, %d deliveries%n", due.size(), receiver.seen().size());
            assertThat(all).as("never delivered: %s", missing).isTrue();
        }
    }

    private static Set<String> arrived(LoopbackVendor receiver) {
        var arrived = new HashSet<String>();
        for (var delivery : receiver.seen()) {
            var event = JsonMapper.shared().readTree(delivery.body());
            arrived.add(
                    event.path("prediction").path("id").asString("")
                            + " "
                            + event.path("type").asString(""));
        }
        return arrived;
    }

    private Map<String, String> environment() {
        return Map.of(
                "MEDIAGATE_SANDBOX_SUBMISSION_LOG",
                folder.resolve("submissions").toString(),
                "MEDIAGATE_EGRESS_ALLOW_NETWORKS",
                "127.0.0.0/8",
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
            case FILL_DISK -> fillDisk(cluster);
        }
    }

    /// Long enough for the others to take over; 30 s when there is time.
    private Duration pause() {
        return lasts.compareTo(Duration.ofMinutes(3)) > 0
                ? Duration.ofSeconds(30)
                : Duration.ofSeconds(5);
    }

    /// The store cannot be written to for a while.
    private void fillDisk(Cluster cluster) throws IOException {
        if (cluster.disk().isEmpty()) {
            imitateAFullDisk();
            return;
        }
        var disk = cluster.disk().orElseThrow();
        disk.fill();
        Until.passed(littleWhile());
        disk.free();
    }

    /// Makes room for a test of any length: nobody fetches what is made here.
    private static void throwOldResultsAway(SmallDisk disk) {
        var before = Instant.now().minus(LIFE_OF_A_RESULT);
        try (var files = Files.walk(disk.folder())) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (NoSuchFileException | UncheckedIOException _) {
            // A node has just moved or deleted it: the next time will do.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Duration littleWhile() {
        return Duration.ofMillis(500 + random.nextInt(2_500));
    }

    /// Where no small disk can be mounted, a file stands in the way of the store's folders.
    private void imitateAFullDisk() throws IOException {
        var incoming = folder.resolve("artifacts/incoming");
        var aside = folder.resolve("artifacts/aside");
        Files.move(incoming, aside);
        Files.createFile(incoming);
        Until.passed(littleWhile());
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
            assertThat(allEnd(invariants))
                    .as(() ->
                            "after %s unfinished: %s%n%s"
                                    .formatted(done, invariants.unfinished(), logs(cluster)))
                    .isTrue();
            System.out.printf(
                    "ChaosTest: %s%s on %d nodes; %d acknowledged, %d streams; generations %s; attempts %s%n",
                    done,
                    fullness(cluster),
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
                                    "SELECT coalesce(input->>'prompt', input->>'text')"
                                            + " FROM generation GROUP BY 1 HAVING count(*) > 1"))
                    .as("made twice for one key")
                    .isEmpty();
            invariants.hold(
                    Set.copyOf(callers.acknowledged().values()), folder.resolve("submissions"));
            everyStreamIsWhole(cluster, callers);
        }
    }

    /// Waits as long as one ends in every minute: a slow machine takes its time over the pictures.
    private static boolean allEnd(Invariants invariants) {
        for (int left = invariants.unfinished().size(); left > 0; ) {
            int before = left;
            if (!Until.comesTrue(
                    Duration.ofMinutes(1), () -> invariants.unfinished().size() < before)) {
                return false;
            }
            left = invariants.unfinished().size();
        }
        return true;
    }

    /// How full the disk was, as the nodes saw it.
    private static String fullness(Cluster cluster) {
        return cluster.disk().isPresent()
                ? " (full for %d writes)".formatted(cluster.said("No space left on device"))
                : " (THE DISK WAS NEVER REALLY FULL: no small one can be mounted here)";
    }

    /// What the nodes had to say, and what they do.
    private static String logs(Cluster cluster) {
        var logs = new StringBuilder();
        for (int i = 0; i < cluster.size(); i++) {
            var node = cluster.node(i);
            logs.append("node %d:%n%s%n%s%n".formatted(i, node.errors(), node.withThreads()));
        }
        return logs.toString();
    }

    private static void everyStreamIsWhole(Cluster cluster, Callers callers) throws Exception {
        try (var client = new Client(cluster.address(0), cluster.key())) {
            for (var stream : callers.streams()) {
                stream.isWhole(client);
            }
        }
    }
}
