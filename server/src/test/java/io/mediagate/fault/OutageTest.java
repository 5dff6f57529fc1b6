package io.mediagate.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.Until;
import io.mediagate.fault.Client.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The database is away for a while, under load: clear refusals, nothing lost, no hand needed.
class OutageTest {
    private static final Duration AWAY = Duration.ofSeconds(20);
    private static final Duration PATIENCE_OF_A_CALLER = Duration.ofSeconds(12);
    private static final int CALLERS = 8;

    @TempDir private Path folder;

    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Queue<String> surprises = new ConcurrentLinkedQueue<>();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicLong longest = new AtomicLong();
    private final AtomicBoolean over = new AtomicBoolean();

    @Test
    void refusesClearlyWhileTheDatabaseIsAwayAndRecoversByItself() throws Exception {
        var submissions = folder.resolve("submissions");
        try (var cluster =
                        new Cluster(
                                folder,
                                2,
                                Map.of(
                                        "MEDIAGATE_SANDBOX_SUBMISSION_LOG",
                                        submissions.toString()));
                var first = new Client(cluster.address(0), cluster.key());
                var second = new Client(cluster.address(1), cluster.key())) {
            var callers = start(List.of(first, second));
            Until.holds("callers get through", Until.LONG, () -> acknowledged.size() > 20);

            cluster.wire().goAway();
            Until.passed(AWAY);
            int before = acknowledged.size();
            cluster.wire().comeBack();

            Until.holds(
                    "callers get through again",
                    Until.LONG,
                    () -> acknowledged.size() > before + 20);
            assertThat(cluster.node(0).isAlive() && cluster.node(1).isAlive()).isTrue();
            over.set(true);
            for (var caller : callers) {
                caller.join();
            }
            System.out.printf(
                    "OutageTest: %d acknowledged, %d refused, longest answer %d ms%n",
                    acknowledged.size(), refused.get(), longest.get());
            assertThat(surprises).isEmpty();
            assertThat(refused.get()).isPositive();
            assertThat(Duration.ofMillis(longest.get())).isLessThan(PATIENCE_OF_A_CALLER);
            nothingIsLost(cluster, submissions);
        }
    }

    private List<Thread> start(List<Client> clients) {
        var callers = new ArrayList<Thread>();
        for (int i = 0; i < CALLERS; i++) {
            var client = clients.get(i % clients.size());
            callers.add(Thread.ofPlatform().start(() -> callOn(client)));
        }
        return callers;
    }

    private void callOn(Client client) {
        while (!over.get()) {
            try {
                long startedAt = System.nanoTime();
                var answer = client.create(Order.speech("sandbox:slow=1s"));
                longest.accumulateAndGet((System.nanoTime() - startedAt) / 1_000_000, Math::max);
                take(answer);
                Until.passed(Duration.ofMillis(100));
            } catch (IOException | InterruptedException e) {
                surprises.add(e.toString());
            }
        }
    }

    private void take(Answer answer) {
        switch (answer.status()) {
            case 202 -> acknowledged.add(answer.id());
            case 503 -> {
                refused.incrementAndGet();
                boolean clear =
                        answer.json().path("error").asString().equals("SERVICE_UNAVAILABLE")
                                && answer.http().headers().firstValue("Retry-After").isPresent();
                if (!clear) {
                    surprises.add("an unclear 503: " + answer.http().body());
                }
            }
            default -> surprises.add(answer.status() + " " + answer.http().body());
        }
    }

    private void nothingIsLost(Cluster cluster, Path submissions) {
        try (var database = cluster.database()) {
            var invariants = new Invariants(database);
            invariants.awaitEnds();
            invariants.hold(acknowledged, submissions);
        }
    }
}
