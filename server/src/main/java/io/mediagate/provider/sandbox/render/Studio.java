package io.mediagate.provider.sandbox.render;

import io.mediagate.provider.sandbox.render.Order.Film;
import io.mediagate.provider.sandbox.render.Order.Picture;
import io.mediagate.provider.sandbox.render.Order.Speech;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Makes what is ordered, on few threads of low priority, however many ask at once: rendering is the one
/// thing in the gateway that takes seconds of a core. Those who ask wait in line, on their own virtual
/// threads. Speech has threads of its own, so a sentence does not wait behind a film.
public final class Studio implements AutoCloseable {

    private static final int STOPPING_SECONDS = 5;

    private final Path folder;
    private final ExecutorService pictures;
    private final ExecutorService speech;
    private final ThreadLocal<Voice> voice = ThreadLocal.withInitial(Voice::new);

    /// Files appear in `folder`, which is created; threads start with the first order.
    public Studio(Path folder, int threads) {
        this.folder = folder;
        this.pictures = Executors.newFixedThreadPool(threads, background("sandbox-picture"));
        this.speech = Executors.newFixedThreadPool(threads, background("sandbox-speech"));
        try {
            Files.createDirectories(folder);
            sweep(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What a killed process left behind: nothing that is still wanted is an hour old.
    private static void sweep(Path folder) throws IOException {
        try (var leftovers = Files.newDirectoryStream(folder, "made-*")) {
            for (var file : leftovers) {
                var age = System.currentTimeMillis() - Files.getLastModifiedTime(file).toMillis();
                if (age > Duration.ofHours(1).toMillis()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    // Correctness does not rest on it: it only lets the gateway go first where the system heeds it.
    @SuppressWarnings("ThreadPriorityCheck")
    private static ThreadFactory background(String name) {
        return Thread.ofPlatform().daemon().priority(Thread.MIN_PRIORITY).name(name, 0).factory();
    }

    /// Makes all results of an order and waits for them. The files are the caller's from then on. When
    /// the waiting thread is interrupted the work stops, and nothing is left behind.
    ///
    /// @throws UncheckedIOException when the disk does not take it
    public List<Path> make(Order order) throws InterruptedException {
        var files = new ArrayList<Path>();
        try {
            for (int i = 0; i < order.count(); i++) {
                var index = i;
                files.add(
                        switch (order) {
                            case Picture picture ->
                                    made(
                                            pictures,
                                            picture.format().extension(),
                                            file -> Pictures.make(picture, index, file));
                            case Film film ->
                                    made(pictures, "mp4", file -> Films.make(film, index, file));
                            case Speech said ->
                                    made(
                                            speech,
                                            said.format().extension(),
                                            file -> voice.get().make(said, file));
                        });
            }
            return files;
        } catch (InterruptedException | RuntimeException | Error e) {
            files.forEach(Studio::delete);
            throw e;
        }
    }

    /// Loads what the first order would have to wait for. Meant for a thread in the background, after the
    /// gateway has started.
    public void warmUp() throws InterruptedException {
        run(
                speech,
                () -> {
                    NativeMedia.load();
                    return voice.get();
                });
    }

    private interface Maker {
        void make(Path file) throws InterruptedException;
    }

    private Path made(ExecutorService executor, String extension, Maker maker)
            throws InterruptedException {
        var file = folder.resolve("made-" + UUID.randomUUID() + "." + extension);
        try {
            return run(
                    executor,
                    () -> {
                        maker.make(file);
                        return file;
                    });
        } catch (InterruptedException | RuntimeException e) {
            delete(file);
            throw e;
        }
    }

    /// Waits for the work, and when nobody waits any more, for its stop: until then it may still write.
    private static <T> T run(ExecutorService executor, Callable<T> work)
            throws InterruptedException {
        var ended = new CountDownLatch(1);
        var started = new AtomicBoolean();
        var running =
                executor.submit(() -> {
                    started.set(true);
                    try {
                        return work.call();
                    } finally {
                        ended.countDown();
                    }
                });
        try {
            return running.get();
        } catch (InterruptedException e) {
            running.cancel(true);
            if (started.get()) {
                ended.await(STOPPING_SECONDS, TimeUnit.SECONDS);
            }
            throw e;
        } catch (CancellationException e) {
            throw new InterruptedException("the sandbox is closing");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InterruptedException) {
                throw new InterruptedException("the sandbox is closing");
            }
            if (e.getCause() instanceof UncheckedIOException trouble) {
                throw new UncheckedIOException("a result could not be written", trouble.getCause());
            }
            throw new IllegalStateException(
                    "the sandbox could not make what was asked", e.getCause());
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Stops all work, and lets go those who wait for it.
    @Override
    public void close() {
        for (var executor : List.of(pictures, speech)) {
            for (var waiting : executor.shutdownNow()) {
                if (waiting instanceof Future<?> work) {
                    work.cancel(true);
                }
            }
        }
    }
}
