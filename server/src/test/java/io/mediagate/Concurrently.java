package io.mediagate;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Runs the same thing on many virtual threads at once, for tests of races.
public final class Concurrently {
    private Concurrently() {}

    /// Runs it that many times and waits for all; throws what any of them threw.
    public static <T> List<T> run(int times, Callable<T> work) throws InterruptedException {
        var results = new ArrayList<T>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var futures = new ArrayList<Future<T>>();
            for (int i = 0; i < times; i++) {
                futures.add(threads.submit(work));
            }
            for (var future : futures) {
                results.add(future.get());
            }
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
        return results;
    }
}
