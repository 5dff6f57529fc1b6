package io.mediagate.endtoend;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Cases that a class has begun all at once, to be looked at one by one: the sandbox takes its time as
/// vendors do, and waiting for one case after the other would add up.
final class UnderWay<C, R> implements AutoCloseable {

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<C, Future<R>> cases = new LinkedHashMap<>();

    void begin(C one, Callable<R> work) {
        cases.put(one, threads.submit(work));
    }

    /// What came of it; throws what it threw.
    R result(C one) throws Throwable {
        try {
            return Objects.requireNonNull(cases.get(one)).get();
        } catch (ExecutionException e) {
            throw e.getCause();
        }
    }

    @Override
    public void close() {
        threads.close();
    }
}
