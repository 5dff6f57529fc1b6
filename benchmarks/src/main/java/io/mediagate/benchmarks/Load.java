package io.mediagate.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/// A closed loop of callers: each has a connection of its own and sends its next request when the last
/// answer is there.
final class Load {

    /// What came of it.
    ///
    /// @param latency microseconds, of the measured part only
    /// @param statuses how often each was answered
    record Outcome(
            Histogram latency, Duration measured, ConcurrentHashMap<Integer, LongAdder> statuses) {
        double perSecond() {
            return latency.getTotalCount() / (measured.toNanos() / 1e9);
        }
    }

    private static final long LONGEST_MICROS = 60_000_000;

    private Load() {}

    /// Runs the callers for a warm-up, which is not counted, and then for the measured time.
    ///
    /// @param requests the bytes of the next request, for the caller of that number
    static Outcome run(
            int port,
            int callers,
            Duration warmUp,
            Duration measured,
            IntFunction<byte[]> requests,
            Usage usage)
            throws InterruptedException {
        var latency = new ConcurrentHistogram(LONGEST_MICROS, 3);
        var statuses = new ConcurrentHashMap<Integer, LongAdder>();
        var counting = new AtomicBoolean();
        var stop = new AtomicBoolean();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < callers; i++) {
            int number = i;
            threads.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                try (var connection = new Connection(port)) {
                                    while (!stop.get()) {
                                        var request = requests.apply(number);
                                        long from = System.nanoTime();
                                        var answer = connection.exchange(request);
                                        if (counting.get()) {
                                            latency.recordValue(
                                                    Math.min(
                                                            LONGEST_MICROS,
                                                            (System.nanoTime() - from) / 1000));
                                            count(statuses, answer.status());
                                        }
                                    }
                                } catch (IOException e) {
                                    count(statuses, 0);
                                }
                            }));
        }
        Thread.sleep(warmUp);
        usage.start();
        counting.set(true);
        long from = System.nanoTime();
        Thread.sleep(measured);
        counting.set(false);
        var took = Duration.ofNanos(System.nanoTime() - from);
        usage.stop();
        stop.set(true);
        for (var thread : threads) {
            thread.join(Duration.ofSeconds(60));
        }
        return new Outcome(latency, took, statuses);
    }

    private static void count(ConcurrentHashMap<Integer, LongAdder> statuses, int status) {
        statuses.computeIfAbsent(status, _ -> new LongAdder()).increment();
    }
}
