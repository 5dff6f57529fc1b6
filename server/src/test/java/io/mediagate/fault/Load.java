package io.mediagate.fault;

import io.mediagate.Until;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// Callers who create, cancel and follow as fast as the gateway lets them, over all the lives of a
/// gateway. Remembers every acknowledgement and every frame.
final class Load {

    private static final int CREATORS = 4;
    private static final int FOLLOWERS = 3;

    /// What prompts ask for; most ask for nothing.
    private static final List<String> SCRIPTS =
            List.of(
                    "",
                    "",
                    "",
                    "",
                    "sandbox:slow=1500ms",
                    "sandbox:flaky=1",
                    "sandbox:failed",
                    "sandbox:content-rejected",
                    "sandbox:late");

    /// Whether callers wait for what they made before they make more.
    enum Manner {
        PATIENT,
        HASTY
    }

    private final Random random;
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final List<String> latest = new CopyOnWriteArrayList<>();
    private final List<FollowedStream> streams = new CopyOnWriteArrayList<>();
    private final List<String> surprises = new CopyOnWriteArrayList<>();

    Load(long seed) {
        random = new Random(seed);
    }

    /// The ids that callers were told.
    Set<String> acknowledged() {
        return Set.copyOf(acknowledged);
    }

    List<FollowedStream> streams() {
        return List.copyOf(streams);
    }

    /// Answers that nobody should get.
    List<String> surprises() {
        return List.copyOf(surprises);
    }

    /// Starts the callers of one life.
    Shift shift(Client client, Manner manner) {
        var shift = new Shift(client, manner);
        for (int i = 0; i < CREATORS; i++) {
            var own = new Random(random.nextLong());
            shift.work(() -> shift.create(own));
        }
        for (int i = 0; i < FOLLOWERS; i++) {
            var own = new Random(random.nextLong());
            shift.work(() -> shift.follow(own));
        }
        var own = new Random(random.nextLong());
        shift.work(() -> shift.speak());
        shift.work(() -> shift.cancel(own));
        return shift;
    }

    private interface Call {
        void run() throws IOException, InterruptedException;
    }

    /// The callers during one life of the gateway.
    final class Shift implements AutoCloseable {
        private final Client client;
        private final Manner manner;
        private final Crowd crowd = new Crowd();
        private volatile boolean endIsNear;
        private volatile boolean over;

        private Shift(Client client, Manner manner) {
            this.client = client;
            this.manner = manner;
        }

        private void work(Call call) {
            crowd.add(() -> repeat(call));
        }

        /// The gateway will be killed: from now on, the first broken connection means that it is dead.
        /// One that breaks before is a surprise.
        void expectTheEnd() {
            endIsNear = true;
        }

        private void repeat(Call call) {
            try {
                while (!over) {
                    call.run();
                }
            } catch (IOException e) {
                if (!endIsNear) {
                    surprises.add("a connection broke: " + e);
                }
                over = true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                surprises.add(e.toString());
            }
        }

        private void create(Random own) throws IOException, InterruptedException {
            var prompt = "scene %d ".formatted(own.nextInt(20)) + any(SCRIPTS, own);
            var answer =
                    client.create(
                            Order.any(prompt, own),
                            "Prefer",
                            manner == Manner.PATIENT ? "wait=2" : "respond-async");
            switch (answer.status()) {
                case 200, 202 -> acknowledge(answer.id());
                // A failed one that was waited for: its id is in the header.
                case 502, 422 ->
                        acknowledge(
                                answer.http().headers().firstValue("X-Generation-Id").orElse(""));
                default -> surprises.add(answer.status() + " " + answer.http().body());
            }
        }

        private void acknowledge(String id) {
            if (id.isEmpty()) {
                surprises.add("an answer without an id");
            }
            acknowledged.add(id);
            latest.add(id);
        }

        private void speak() throws IOException, InterruptedException {
            var order = Order.speech("hello");
            var answer =
                    client.post(
                            "/api/ai/tts/generate",
                            "{\"modelId\":\"%s\",\"input\":%s}"
                                    .formatted(order.model(), order.json()));
            if (answer.status() == 200) {
                acknowledge(answer.http().headers().firstValue("X-Generation-Id").orElse(""));
            } else {
                surprises.add(answer.status() + " " + answer.http().body());
            }
        }

        private void cancel(Random own) throws IOException, InterruptedException {
            Until.passed(java.time.Duration.ofMillis(20));
            if (!latest.isEmpty()) {
                client.cancel(latest.get(Math.max(0, latest.size() - 1 - own.nextInt(6))));
            }
        }

        private void follow(Random own) throws IOException, InterruptedException {
            Until.passed(java.time.Duration.ofMillis(20));
            var open = streams.stream().filter(stream -> stream.endings() == 0).toList();
            if (!open.isEmpty() && own.nextBoolean()) {
                var stream = any(open, own);
                // Two readers of one stream would take each other's frames.
                synchronized (stream) {
                    if (stream.endings() == 0) {
                        stream.readOn(client);
                    }
                }
            } else if (!latest.isEmpty()) {
                var stream = new FollowedStream(latest.getLast());
                synchronized (stream) {
                    streams.add(stream);
                    stream.readOn(client);
                }
            }
        }

        private static <T> T any(List<T> of, Random own) {
            return of.get(own.nextInt(of.size()));
        }

        /// Waits until the callers have noticed that the gateway is dead.
        @Override
        public void close() {
            over = true;
            client.close();
            crowd.awaitEnd();
        }
    }
}
