package io.mediagate.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.HdrHistogram.ConcurrentHistogram;

/// Many open event streams on generations that never end by themselves; then each generation is
/// canceled, and the time until the frame is there is taken.
final class Streams {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /// What a gateway that is full says in `Retry-After`.
    private static final Duration SOON = Duration.ofSeconds(1);

    private static final int UNAVAILABLE = 503;

    private final Subject subject;
    private final String key;
    private final String model;

    Streams(Subject subject, String key, String model) {
        this.subject = subject;
        this.key = key;
        this.model = model;
    }

    /// Opens that many streams on that many generations.
    Row measure(int streams, int generations) throws IOException, InterruptedException {
        var ids = create(generations);
        var opened = new CountDownLatch(streams);
        var ended = new CountDownLatch(streams);
        var failures = new AtomicInteger();
        var cameAgain = new AtomicInteger();
        var reasons = ConcurrentHashMap.<String>newKeySet();
        var canceledAt = new AtomicLongArray(generations);
        var latency = new ConcurrentHistogram(PATIENCE.toNanos() / 1000, 3);
        long before = subject.usage().jvmMebibytes();
        for (int i = 0; i < streams; i++) {
            int generation = i % generations;
            Thread.ofVirtual()
                    .start(() -> {
                        try {
                            follow(ids.get(generation), opened, cameAgain);
                            long micros = (System.nanoTime() - canceledAt.get(generation)) / 1000;
                            latency.recordValue(Math.max(1, micros));
                        } catch (IOException | InterruptedException e) {
                            failures.incrementAndGet();
                            reasons.add(String.valueOf(e.getMessage()));
                            opened.countDown();
                        }
                        ended.countDown();
                    });
            if (i % 500 == 499) {
                Thread.sleep(50);
            }
        }
        boolean all = opened.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        var usage = subject.usage();
        usage.start();
        Thread.sleep(Duration.ofSeconds(5));
        usage.stop();
        cancel(ids, canceledAt);
        boolean complete = ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return Row.of("%,d open streams".formatted(streams))
                .with(usage)
                .with("p50_ms", Row.millis(latency.getValueAtPercentile(50)))
                .with("p99_ms", Row.millis(latency.getValueAtPercentile(99)))
                .with(
                        "note",
                        "change to frame; %d came again after a 503, %d failed%s%s%s; jvm_mib before: %d"
                                .formatted(
                                        cameAgain.get(),
                                        failures.get(),
                                        reasons.isEmpty() ? "" : " " + reasons,
                                        all ? "" : ", not all opened",
                                        complete ? "" : ", not all ended",
                                        before));
    }

    /// Follows it to its end, and comes again when there are too many at once, as it is told to.
    private void follow(String id, CountDownLatch opened, AtomicInteger cameAgain)
            throws IOException, InterruptedException {
        while (!follow(id, opened)) {
            cameAgain.incrementAndGet();
            Thread.sleep(SOON);
        }
    }

    /// False: not now.
    private boolean follow(String id, CountDownLatch opened) throws IOException {
        var path = "/api/v1/generation/" + id + "/events";
        try (var connection = new Connection(subject.port())) {
            int status = connection.open(Connection.request("GET", path, key, ""));
            if (status == UNAVAILABLE) {
                return false;
            }
            if (status != 200) {
                throw new IOException("answered " + status);
            }
            boolean first = true;
            while (true) {
                var line = connection.nextLine();
                if (line.startsWith("data:")) {
                    if (first) {
                        opened.countDown();
                        first = false;
                    }
                    if (line.contains("\"status\":\"CANCELED\"")) {
                        return true;
                    }
                }
            }
        }
    }

    private List<String> create(int generations) throws IOException {
        var ids = new ArrayList<String>();
        try (var connection = new Connection(subject.port())) {
            var request =
                    Connection.request(
                            "POST",
                            "/api/v1/generation/" + model,
                            key,
                            "{\"prompt\":\"sandbox:stuck\"}");
            for (int i = 0; i < generations; i++) {
                ids.add(id(connection.exchange(request)));
            }
        }
        return ids;
    }

    static String id(Connection.Answer answer) throws IOException {
        if (answer.status() != 202) {
            throw new IOException("create answered " + answer.status() + " " + answer.body());
        }
        return answer.body().substring(7, answer.body().indexOf('"', 7));
    }

    private void cancel(List<String> ids, AtomicLongArray canceledAt) throws IOException {
        try (var connection = new Connection(subject.port())) {
            for (int i = 0; i < ids.size(); i++) {
                var path = "/api/v1/generation/" + ids.get(i) + "/cancel";
                canceledAt.set(i, System.nanoTime());
                connection.exchange(Connection.request("POST", path, key, "{}"));
            }
        }
    }
}
