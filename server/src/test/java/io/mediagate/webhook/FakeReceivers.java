package io.mediagate.webhook;

import io.mediagate.egress.Egress;
import io.mediagate.egress.Exchange;
import io.mediagate.egress.HttpAnswer;
import io.mediagate.egress.HttpCall;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// Everybody's receivers: each does what the test says, and what came is remembered.
final class FakeReceivers implements Egress {

    /// What a receiver does with an event.
    interface Manner {
        Exchange answer(HttpCall call) throws InterruptedException;
    }

    private final Map<String, Manner> manners = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<HttpCall> calls = new ConcurrentLinkedQueue<>();
    private final Map<String, AtomicInteger> underWay = new ConcurrentHashMap<>();
    private final Map<String, Integer> most = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> twiceAtOnce = new ConcurrentLinkedQueue<>();

    static Exchange status(int status, String... headers) {
        var all = new java.util.HashMap<String, String>();
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        var answer = new HttpAnswer(status, all, "it said so".getBytes(StandardCharsets.UTF_8));
        return status / 100 == 2 ? new Exchange.Answered(answer) : new Exchange.Refused(answer);
    }

    /// One that does not answer until the latch is down.
    static Manner hanging(CountDownLatch latch) {
        return _ -> {
            latch.await();
            return status(200);
        };
    }

    void behave(String url, Manner manner) {
        manners.put(url, manner);
    }

    @Override
    public Exchange send(HttpCall call) throws InterruptedException {
        var url = call.uri().toString();
        var key = url + " " + call.headers().get("webhook-id");
        calls.add(call);
        int now = count(url).incrementAndGet();
        most.merge(url, now, Math::max);
        if (count(key).incrementAndGet() > 1) {
            twiceAtOnce.add(key);
        }
        try {
            return manners.getOrDefault(url, _ -> status(204)).answer(call);
        } finally {
            count(key).decrementAndGet();
            count(url).decrementAndGet();
        }
    }

    private AtomicInteger count(String key) {
        return underWay.computeIfAbsent(key, _ -> new AtomicInteger());
    }

    /// What came to an address.
    List<HttpCall> at(String url) {
        return calls.stream().filter(call -> call.uri().toString().equals(url)).toList();
    }

    /// The events' ids in the order in which they came.
    List<String> ids(String url) {
        return at(url).stream().map(call -> call.headers().getOrDefault("webhook-id", "")).toList();
    }

    /// How many were under way to an address at once, at most.
    int most(String url) {
        return most.getOrDefault(url, 0);
    }

    int underWay(String url) {
        return count(url).get();
    }

    /// Events that were under way to one address twice at the same time.
    List<String> twiceAtOnce() {
        return List.copyOf(twiceAtOnce);
    }

    static String body(HttpCall call) {
        return new String(call.body(), StandardCharsets.UTF_8);
    }

    @Override
    public Fetch fetch(
            URI from, Map<String, String> headers, Path into, long maxBytes, Duration limit) {
        throw new UnsupportedOperationException();
    }
}
