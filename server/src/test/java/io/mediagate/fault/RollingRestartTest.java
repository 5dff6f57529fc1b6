package io.mediagate.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.Until;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three nodes behind nginx, restarted one after the other under load: no caller notices.
class RollingRestartTest {
    private static final int PER_SECOND = 500;

    /// One in so many is a create, the others ask how it is: two processors that also run the callers, the
    /// nodes and the database do not get through more creates while a node starts.
    private static final int REQUESTS_A_CREATE = 10;

    /// Half a second's worth. On a machine that cannot answer so many a second the callers wait, and the
    /// test is about restarts all the same, not about overload, which is answered with 503.
    private static final int MOST_UNDER_WAY = PER_SECOND / 2;

    @TempDir private Path folder;

    private final Queue<String> failed = new ConcurrentLinkedQueue<>();
    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
    private final AtomicInteger sent = new AtomicInteger();
    private final Semaphore room = new Semaphore(MOST_UNDER_WAY);

    @Test
    void noCallerNoticesThatEveryNodeIsRestarted() throws Exception {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/sbin/nginx")),
                "SKIPPED: nginx is not installed; the CI has it");
        var environment =
                Map.of(
                        "MEDIAGATE_SANDBOX_PACE",
                        "instant",
                        "MEDIAGATE_SANDBOX_SUBMISSION_LOG",
                        folder.resolve("submissions").toString());
        try (var cluster = new Cluster(folder, 3, environment);
                var proxy = new Nginx(folder.resolve("nginx"), cluster)) {
            var over = new AtomicBoolean();
            long began = System.nanoTime();
            var callers =
                    Thread.ofPlatform().start(() -> callSteadily(proxy.address(), cluster, over));

            for (int i = 0; i < cluster.size(); i++) {
                Until.passed(Duration.ofSeconds(1));
                cluster.node(i).signal("TERM");
                assertThat(cluster.node(i).exitCode()).isZero();
                cluster.startAgain(i).awaitReady();
            }
            Until.passed(Duration.ofSeconds(1));
            over.set(true);
            var seconds = (System.nanoTime() - began) / 1e9;
            callers.join();

            System.out.printf(
                    "RollingRestartTest: %d requests, %.0f a second, %d generations, %d failed%n",
                    sent.get(), sent.get() / seconds, acknowledged.size(), failed.size());
            assertThat(failed).as(() -> proxy.log() + logs(cluster)).isEmpty();
            everythingIsThereOnce(cluster);
        }
    }

    /// What the nodes complained of, in all their lives.
    private String logs(Cluster cluster) {
        var logs = new StringBuilder();
        for (int i = 0; i < cluster.size(); i++) {
            try (var files = Files.list(folder.resolve("node-" + i))) {
                for (var file : files.filter(it -> it.toString().endsWith(".txt")).toList()) {
                    Files.readAllLines(file).stream()
                            .filter(line -> line.contains(" WARN ") || line.contains(" ERROR "))
                            .limit(20)
                            .forEach(line -> logs.append(file.getFileName() + " " + line + "\n"));
                }
            } catch (IOException e) {
                logs.append(e);
            }
        }
        return logs.toString();
    }

    /// An open loop, as far as there is room: a slow answer does not slow the callers down.
    private void callSteadily(URI gateway, Cluster cluster, AtomicBoolean over) {
        try (var client = new Client(gateway, cluster.key());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            // The first one creates what the others read.
            room.acquireUninterruptibly();
            call(client, 0);
            long next = System.nanoTime();
            while (!over.get()) {
                room.acquireUninterruptibly();
                int number = sent.incrementAndGet();
                threads.execute(() -> call(client, number));
                next += TimeUnit.SECONDS.toNanos(1) / PER_SECOND;
                // What there was no room for is not made up for.
                next = Math.max(next, System.nanoTime() - TimeUnit.SECONDS.toNanos(1));
                LockSupport.parkNanos(next - System.nanoTime());
            }
            Until.holds(
                    "all calls have ended",
                    Until.LONG,
                    () -> room.availablePermits() == MOST_UNDER_WAY);
        }
    }

    private void call(Client client, int number) {
        try {
            if (number % REQUESTS_A_CREATE == 0) {
                create(client, "words " + number);
            } else {
                read(client);
            }
        } catch (IOException | InterruptedException e) {
            failed.add(number + " " + e);
        } finally {
            room.release();
        }
    }

    private void read(Client client) throws IOException, InterruptedException {
        var read = client.read(acknowledged.values().iterator().next());
        if (read.status() != 200) {
            failed.add("read " + read.status() + " " + read.http().body());
        }
    }

    private void create(Client client, String text) throws IOException, InterruptedException {
        var created = client.create(Order.speech(text));
        if (created.status() == 202) {
            acknowledged.put(text, created.id());
        } else {
            failed.add("create " + created.status() + " " + created.http().body());
        }
    }

    private void everythingIsThereOnce(Cluster cluster) {
        try (var database = cluster.database()) {
            var invariants = new Invariants(database);
            invariants.awaitEnds();
            var texts = new HashMap<String, Integer>();
            invariants
                    .strings("SELECT input->>'text' FROM generation")
                    .forEach(text -> texts.merge(text, 1, Integer::sum));
            assertThat(texts.values()).as("made twice").containsOnly(1);
            assertThat(texts.keySet()).isEqualTo(acknowledged.keySet());
            invariants.hold(
                    java.util.Set.copyOf(acknowledged.values()), folder.resolve("submissions"));
        }
    }

    /// The nginx of the documentation, on other ports.
    private static final class Nginx implements AutoCloseable {
        private static final Path DOCUMENTED = Path.of("..", "docs", "nginx", "mediagate.conf");

        private final Process process;
        private final Path conf;
        private final HeldPort port = new HeldPort();

        Nginx(Path folder, Cluster cluster) throws IOException {
            Files.createDirectories(folder);
            var site = Files.readString(DOCUMENTED).replace(":8080;", ":" + port.port() + ";");
            for (int i = 0; i < cluster.size(); i++) {
                site = site.replace(":808" + (i + 1) + " ", ":" + cluster.port(i) + " ");
            }
            conf = folder.resolve("nginx.conf");
            Files.writeString(
                    conf,
                    """
                    daemon off; worker_processes 1; pid nginx.pid; error_log error.log warn;
                    events { worker_connections 16384; }
                    http {
                    access_log off;
                    client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path f;
                    uwsgi_temp_path u; scgi_temp_path s;
                    %s
                    }
                    """
                            .formatted(site));
            process =
                    new ProcessBuilder(
                                    List.of(
                                            "/usr/sbin/nginx",
                                            "-p",
                                            folder.toString(),
                                            "-c",
                                            conf.toString()))
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("output.log").toFile())
                            .start();
            Until.holds("nginx answers", Until.LONG, this::answers);
        }

        private boolean answers() {
            try (var client = new Client(address(), "")) {
                return client.get("/healthz").status() == 200;
            } catch (IOException _) {
                return false;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        URI address() {
            return URI.create("http://127.0.0.1:" + port.port());
        }

        /// What it complained of, but for nodes that were away.
        String log() {
            try (var lines = Files.lines(conf.resolveSibling("error.log"))) {
                return lines.filter(line -> !line.contains(" [error] "))
                        .limit(20)
                        .collect(Collectors.joining("\n"));
            } catch (IOException e) {
                return e.toString();
            }
        }

        @Override
        public void close() {
            process.destroy();
            try {
                process.waitFor();
                port.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
