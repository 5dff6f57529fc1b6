package io.mediagate.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import io.mediagate.endtoend.EventStream.Frame;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Thousands of streams at once, each of which ends by itself and once.
@ExtendWith(SharedGateway.class)
final class ManyStreamsTest {

    private static final int WANTED = 5_000;
    private static final int GENERATIONS = 500;
    private static final int DIALLING_AT_ONCE = 200;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final RunningGateway gateway;

    ManyStreamsTest(RunningGateway gateway) {
        this.gateway = gateway;
    }

    /// Both ends of each stream are files of this process.
    private static int possible() {
        if (ManagementFactory.getOperatingSystemMXBean()
                instanceof UnixOperatingSystemMXBean unix) {
            long left = unix.getMaxFileDescriptorCount() - unix.getOpenFileDescriptorCount() - 500;
            if (left / 2 < WANTED) {
                System.err.printf(
                        "ONLY %d streams are tested, not %d: raise ulimit -n%n", left / 2, WANTED);
                return (int) (left / 2);
            }
        }
        return WANTED;
    }

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void endsEachOfThousandsOfStreamsOnce() throws Exception {
        int many = possible();
        var client = gateway.tenant();
        var ids = new ArrayList<String>();
        for (int i = 0; i < GENERATIONS; i++) {
            ids.add(client.create(Sample.PICTURE, "number %d sandbox:stuck".formatted(i)).id());
        }
        var allOpen = new CountDownLatch(many);
        var dialling = new Semaphore(DIALLING_AT_ONCE);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var streams = new ArrayList<Future<List<Frame>>>();
            for (int i = 0; i < many; i++) {
                var id = ids.get(i % GENERATIONS);
                streams.add(threads.submit(() -> watch(client, id, dialling, allOpen)));
            }
            assertThat(allOpen.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            for (var id : ids) {
                assertThat(client.cancel(id).state()).isEqualTo("CANCELED");
            }
            for (var stream : streams) {
                assertThat(stream.get(LIMIT.toSeconds(), TimeUnit.SECONDS))
                        .filteredOn(Frame::terminal)
                        .singleElement()
                        .satisfies(last -> assertThat(last.state()).isEqualTo("CANCELED"));
            }
        }
        assertThat(client.credits().held()).isZero();
        assertThat(client.credits().total()).isEqualTo(10_000);
    }

    private static List<Frame> watch(
            Client client, String id, Semaphore dialling, CountDownLatch allOpen)
            throws InterruptedException {
        dialling.acquire();
        var frames = new ArrayList<Frame>();
        EventStream stream;
        try {
            stream = client.follow(id);
            frames.add(stream.next().orElseThrow());
        } finally {
            dialling.release();
        }
        allOpen.countDown();
        try (stream) {
            frames.addAll(stream.rest());
        }
        return frames;
    }
}
