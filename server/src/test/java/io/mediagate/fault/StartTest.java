package io.mediagate.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.Until;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real program's starts and stops. All tests share one data folder, as the lives of one gateway do.
class StartTest {

    private static final int STOPPED_BY_CTRL_C = 130;

    @TempDir private static Path folder;

    private static final List<String> KEYS = new ArrayList<>();

    private final List<GatewayProcess> gateways = new ArrayList<>();

    @AfterEach
    void leaveNothingBehind() {
        gateways.reversed().forEach(GatewayProcess::close);
        gateways.forEach(gateway -> gateway.key().ifPresent(KEYS::add));
    }

    @Test
    void namesTheRealPortAndLeavesNothingBehindWhenItIsTerminated() throws Exception {
        var gateway = start();
        var address = gateway.awaitReady();
        var children = ProcessHandle.of(gateway.pid()).orElseThrow().descendants().toList();
        var server = GatewayProcess.databasePid(data());
        assertThat(address.getPort()).isPositive();
        try (var client = new Client(address, "none")) {
            assertThat(client.get("/healthz").status()).isEqualTo(200);
        }
        assertThat(GatewayProcess.isAlive(server)).isTrue();

        gateway.signal("TERM");

        assertThat(gateway.exitCode()).isZero();
        Until.holds("PostgreSQL is gone", Until.LONG, () -> !GatewayProcess.isAlive(server));
        assertThat(GatewayProcess.databasePid(data())).isEmpty();
        assertThat(children).noneMatch(GatewayProcess::isAlive);
        assertThat(complaints(gateway)).isEmpty();
    }

    @Test
    void goesOnAfterCtrlCToTheWholeGroupWithoutSubmittingAgain() throws Exception {
        var log = folder.resolve("submissions");
        var environment =
                Map.of(
                        "MEDIAGATE_SANDBOX_SUBMISSION_LOG",
                        log.toString(),
                        "MEDIAGATE_GENERATION_MAX_RUNNING",
                        "2");
        // Whoever runs the tests in the background of a script ignores Ctrl-C, and so would this.
        var gateway = start(List.of("env", "--default-signal=INT", "setsid"), environment);
        var address = gateway.awaitReady();
        var key = key(gateway);
        var server = GatewayProcess.databasePid(data());
        String running;
        String canceled;
        String queued;
        try (var client = new Client(address, key);
                var database = GatewayProcess.database(data())) {
            running = slow(client, "3s");
            canceled = slow(client, "3s");
            var invariants = new Invariants(database);
            Until.holds(
                    "both are accepted by the vendor",
                    Until.LONG,
                    () ->
                            invariants.count(
                                            "SELECT count(*) FROM attempt WHERE state = 'accepted'"
                                                    + " AND generation_id IN ('%s', '%s')"
                                                            .formatted(running, canceled))
                                    == 2);
            queued = slow(client, "1s");
            assertThat(client.read(queued).json().path("status").stringValue())
                    .isEqualTo("IN_QUEUE");
            client.cancel(canceled);
        }

        GatewayProcess.signal("INT", "-" + gateway.pid());

        assertThat(gateway.exitCode()).isEqualTo(STOPPED_BY_CTRL_C);
        assertThat(complaints(gateway)).isEmpty();
        Until.holds("PostgreSQL is gone", Until.LONG, () -> !GatewayProcess.isAlive(server));
        var next = start(List.of(), environment);
        try (var client = new Client(next.awaitReady(), key);
                var database = GatewayProcess.database(data())) {
            Until.holds(
                    "the running one completes",
                    Until.LONG,
                    () -> ended(client, running, "COMPLETED"));
            Until.holds(
                    "the queued one completes",
                    Until.LONG,
                    () -> ended(client, queued, "COMPLETED"));
            assertThat(ended(client, canceled, "CANCELED")).isTrue();
            assertThat(Files.readAllLines(log))
                    .filteredOn(line -> line.startsWith(running))
                    .hasSize(1);
            assertThat(Files.readAllLines(log))
                    .filteredOn(line -> line.startsWith(queued))
                    .hasSize(1);
            new Invariants(database).theBooksBalance();
        }
    }

    private static String slow(Client client, String duration) throws Exception {
        var answer = client.create(Order.speech("sandbox:slow=" + duration));
        assertThat(answer.status()).as(answer.http().body()).isEqualTo(202);
        return answer.id();
    }

    private static boolean ended(Client client, String id, String status) throws Exception {
        return client.read(id).json().path("status").stringValue("").equals(status);
    }

    @Test
    void itsDatabaseStopsByItselfWhenItIsKilled() {
        var gateway = start();
        gateway.awaitReady();
        var server = GatewayProcess.databasePid(data());
        assertThat(GatewayProcess.isAlive(server)).isTrue();

        gateway.kill();

        Until.holds("the database is gone", Until.LONG, () -> !GatewayProcess.isAlive(server));
    }

    @Test
    void startsAgainRightAfterItWasKilled() throws Exception {
        var killed = start();
        killed.awaitReady();

        killed.kill();
        var gateway = start();

        var address = gateway.awaitReady();
        try (var client = new Client(address, "none")) {
            assertThat(client.get("/readyz").status()).isEqualTo(200);
        }
    }

    @Test
    void startsOverThePidFileOfAServerThatIsGone() throws Exception {
        var gateway = start();
        gateway.awaitReady();
        var file = data().resolve("postgres/cluster/postmaster.pid");
        var content = Files.readString(file);
        gateway.signal("TERM");
        gateway.exitCode();
        Files.writeString(file, content);

        start().awaitReady();
    }

    @Test
    void leavesAProcessAloneThatHasTheNumberOfAServerThatIsGone() throws Exception {
        var gateway = start();
        gateway.awaitReady();
        var file = data().resolve("postgres/cluster/postmaster.pid");
        var content = Files.readString(file);
        gateway.signal("TERM");
        gateway.exitCode();
        var innocent = new ProcessBuilder("sleep", "600").start();
        try {
            Files.writeString(file, content.replaceFirst("\\d+", Long.toString(innocent.pid())));

            start().awaitReady();

            assertThat(innocent.isAlive()).isTrue();
            assertThat(GatewayProcess.databasePid(data()))
                    .isNotEqualTo(OptionalLong.of(innocent.pid()));
        } finally {
            innocent.destroyForcibly();
        }
    }

    @Test
    void saysInOneLineThatItsFolderIsInUse() {
        start().awaitReady();

        var second = start();

        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(complaints(second)).singleElement().asString().contains("is in use by");
        assertThat(gateways.getFirst().isAlive()).isTrue();
    }

    @Test
    void saysInOneLineThatItsPortIsTakenAndStopsItsDatabase() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = Integer.toString(taken.getLocalPort());

            var gateway = GatewayProcess.start(data(), List.of(), Map.of(), "--port", port);
            gateways.add(gateway);

            assertThat(gateway.exitCode()).isEqualTo(1);
            assertThat(complaints(gateway))
                    .singleElement()
                    .asString()
                    .contains("port " + port)
                    .contains("--port");
            assertThat(GatewayProcess.databasePid(data())).isEmpty();
        }
    }

    @Test
    void saysInOneLineEachWhatIsWrongWithTheOperatorsModels() throws IOException {
        var models = Files.createDirectories(folder.resolve("models"));
        var file = models.resolve("mine.yaml");
        Files.writeString(
                file,
                """
                - {path: google/veo-3.1, price: input.n * 2.5}
                - {path: google/veo-3.1-fast, routes: [{provider: gogle, model: veo}]}
                """);

        var gateway = start(List.of(), Map.of("MEDIAGATE_CATALOG_FOLDER", models.toString()));

        assertThat(gateway.exitCode()).isEqualTo(2);
        assertThat(complaints(gateway))
                .satisfiesExactly(
                        line ->
                                assertThat(line)
                                        .startsWith("mediagate: catalogue: " + file)
                                        .contains(": google/veo-3.1: price does not compile"),
                        line ->
                                assertThat(line)
                                        .startsWith("mediagate: catalogue: " + file)
                                        .endsWith(
                                                ": there is no provider gogle; did you mean google?"));
        assertThat(GatewayProcess.databasePid(data())).isEmpty();
    }

    private GatewayProcess start() {
        return start(List.of(), Map.of());
    }

    private GatewayProcess start(List<String> before, Map<String, String> environment) {
        var gateway = GatewayProcess.start(data(), before, environment, "--port", "0");
        gateways.add(gateway);
        return gateway;
    }

    /// The key that the first of all starts prints: whichever test that was, its key is kept.
    private static String key(GatewayProcess gateway) {
        if (KEYS.isEmpty()) {
            KEYS.add(gateway.awaitKey());
        }
        return KEYS.getFirst();
    }

    private static Path data() {
        return folder.resolve("data");
    }

    /// What it said, apart from the JVM's remarks about libraries and our own news.
    private static List<String> complaints(GatewayProcess gateway) {
        return gateway.errors()
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("WARNING: "))
                .filter(line -> !line.contains(" INFO "))
                .toList();
    }
}
