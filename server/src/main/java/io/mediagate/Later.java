package io.mediagate;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Something that is being made on another thread while the database starts.
record Later<T>(FutureTask<T> task) {
    /// Begins to make it.
    static <T> Later<T> of(String name, Callable<T> work) {
        var task = new FutureTask<>(work);
        Thread.ofPlatform().daemon().name(name).start(task);
        return new Later<>(task);
    }

    /// Waits for it. What went wrong in the making is thrown here.
    T get() {
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting", e);
        }
    }
}
