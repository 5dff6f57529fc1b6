package io.mediagate.fault;

import io.mediagate.Until;
import io.mediagate.fault.Client.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// Callers of a cluster whose nodes come and go, as careful applications are: each create has an
/// idempotency key and is sent again, to another node, until it is answered; streams are resumed
/// elsewhere. Remembers every acknowledgement and every frame.
final class Callers implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(100);

    /// Faster, they would take the processors from the nodes that start again, and prove no more.
    private static final Duration BETWEEN_CALLS = Duration.ofMillis(250);

    private static final int CREATORS = 4;
    private static final int FOLLOWERS = 3;

    private static final List<String> SCRIPTS =
            List.of(
                    "",
                    "",
                    "",
                    "sandbox:slow=2s",
                    "sandbox:slow=6s",
                    "sandbox:flaky=1",
                    "sandbox:failed",
                    "sandbox:late");

    private final Cluster cluster;
    private final Random random;
    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
    private final Map<String, FollowedStream> streams = new ConcurrentHashMap<>();
    private final Queue<String> surprises = new ConcurrentLinkedQueue<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final Crowd crowd = new Crowd();
    private volatile boolean over;

    /// Starts to call.
    Callers(Cluster cluster, long seed) {
        this.cluster = cluster;
        this.random = new Random(seed);
        for (int i = 0; i < CREATORS; i++) {
            var own = new Random(random.nextLong());
            work(() -> create(own));
        }
        for (int i = 0; i < FOLLOWERS; i++) {
            var own = new Random(random.nextLong());
            work(() -> follow(own));
        }
        var own = new Random(random.nextLong());
        work(() -> cancel(own));
    }

    private interface Call {
        void run() throws InterruptedException;
    }

    private void work(Call call) {
        crowd.add(() -> {
            try {
                while (!over) {
                    call.run();
                    Until.passed(BETWEEN_CALLS);
                }
            } catch (InterruptedException | RuntimeException e) {
                surprises.add(e.toString());
            }
        });
    }

    /// The ids that callers were told, by the prompt of each.
    Map<String, String> acknowledged() {
        return Map.copyOf(acknowledged);
    }

    Set<FollowedStream> streams() {
        return Set.copyOf(streams.values());
    }

    /// Answers that nobody should get.
    List<String> surprises() {
        return List.copyOf(surprises);
    }

    private Client anyNode(Random own) {
        return new Client(cluster.address(own.nextInt(cluster.size())), cluster.key(), PATIENCE);
    }

    private void create(Random own) throws InterruptedException {
        var prompt = "%d %s".formatted(numbers.incrementAndGet(), any(SCRIPTS, own));
        var order = Order.any(prompt, own);
        while (!over) {
            try (var client = anyNode(own)) {
                var answer = client.create(order, "Idempotency-Key", "key " + prompt);
                if (isAnswered(answer, prompt)) {
                    return;
                }
            } catch (IOException _) {
                // The node is dead, or does not move: the next one may be better.
            }
            Until.passed(BETWEEN_TRIES);
        }
    }

    private boolean isAnswered(Answer answer, String prompt) {
        return switch (answer.status()) {
            case 202 -> {
                var other = acknowledged.put(prompt, answer.id());
                if (other != null && !other.equals(answer.id())) {
                    surprises.add("two ids for " + prompt);
                }
                yield true;
            }
            // Still being accepted by another node, or not just now.
            case 409, 503 -> false;
            default -> {
                surprises.add(answer.status() + " " + answer.http().body());
                yield true;
            }
        };
    }

    private void follow(Random own) throws InterruptedException {
        var ids = List.copyOf(acknowledged.values());
        if (ids.isEmpty()) {
            return;
        }
        var id = any(ids, own);
        var stream = streams.computeIfAbsent(id, FollowedStream::new);
        // Two readers of one stream would take each other's frames.
        synchronized (stream) {
            if (stream.endings() == 0) {
                readOn(stream, own);
            }
        }
    }

    /// Gives up after a while, as whoever reads from a node that has stopped to move must.
    private void readOn(FollowedStream stream, Random own) throws InterruptedException {
        var client = anyNode(own);
        var watch =
                Thread.ofVirtual()
                        .start(() -> {
                            Until.passed(PATIENCE);
                            client.close();
                        });
        try {
            stream.readOn(client);
        } catch (IOException _) {
            // It is resumed elsewhere.
        } finally {
            client.close();
            watch.join();
        }
    }

    private void cancel(Random own) throws InterruptedException {
        var ids = List.copyOf(acknowledged.values());
        if (!ids.isEmpty() && own.nextInt(4) == 0) {
            try (var client = anyNode(own)) {
                client.cancel(any(ids, own));
            } catch (IOException _) {
                // Nobody minds.
            }
        }
    }

    private static <T> T any(List<T> of, Random own) {
        return of.get(own.nextInt(of.size()));
    }

    /// Lets everybody finish the call they are at.
    @Override
    public void close() {
        over = true;
        crowd.awaitEnd();
    }
}
