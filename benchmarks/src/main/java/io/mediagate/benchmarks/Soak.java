package io.mediagate.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/// Steady load for a long time, to see what grows: a line a minute with the process's memory and open
/// files. Each caller keeps to its share of the rate and never catches up, so that a pause stays visible
/// as fewer requests.
final class Soak {

    private static final Duration BETWEEN_LINES = Duration.ofMinutes(1);

    private final Subject subject;
    private final int callers;
    private final double perSecond;

    /// @param perSecond of all callers together
    Soak(Subject subject, int callers, double perSecond) {
        this.subject = subject;
        this.callers = callers;
        this.perSecond = perSecond;
    }

    /// Runs for so long and reports as it goes.
    void run(Duration length, IntFunction<byte[]> requests, Consumer<Row> report)
            throws InterruptedException {
        var done = new LongAdder();
        var failed = new LongAdder();
        var stop = new AtomicBoolean();
        var threads =
                java.util.stream.IntStream.range(0, callers)
                        .mapToObj(i ->
                                Thread.ofVirtual()
                                        .start(() -> call(i, requests, stop, done, failed)))
                        .toList();
        var usage = subject.usage();
        long minutes = Math.max(1, length.toMinutes());
        for (long minute = 1; minute <= minutes; minute++) {
            usage.start();
            long before = done.sum();
            Thread.sleep(BETWEEN_LINES);
            usage.stop();
            report.accept(
                    Row.of("soak, minute %d".formatted(minute))
                            .with("per_second", (done.sum() - before) / BETWEEN_LINES.toSeconds())
                            .with(usage)
                            .with(
                                    "note",
                                    "%d open files, %d failed"
                                            .formatted(usage.openFiles(), failed.sum())));
        }
        stop.set(true);
        for (var thread : threads) {
            thread.join(Duration.ofSeconds(30));
        }
    }

    private void call(
            int number,
            IntFunction<byte[]> requests,
            AtomicBoolean stop,
            LongAdder done,
            LongAdder failed) {
        long pause = (long) (callers / perSecond * 1e9);
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(pause + 1));
        try (var connection = new Connection(subject.port())) {
            while (!stop.get()) {
                long from = System.nanoTime();
                var answer = connection.exchange(requests.apply(number));
                done.increment();
                if (answer.status() >= 300) {
                    failed.increment();
                }
                LockSupport.parkNanos(pause - (System.nanoTime() - from));
            }
        } catch (IOException e) {
            failed.increment();
        }
    }
}
