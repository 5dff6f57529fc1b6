package io.mediagate.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediagate.error.Problem;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;

class BusyPoolTest {
    private static final int CONNECTIONS = 4;

    @Test
    void isStillWaitedForAfterSomebodyWaitedInVain() throws Exception {
        var release = new CountDownLatch(1);
        try (var database = Database.connect(TestDatabase.address(), CONNECTIONS)) {
            var taken = new CountDownLatch(CONNECTIONS);
            var busy = new ArrayList<CompletableFuture<Integer>>();
            for (int i = 0; i < CONNECTIONS; i++) {
                busy.add(
                        CompletableFuture.supplyAsync(
                                () ->
                                        database.with(handle -> {
                                            taken.countDown();
                                            await(release);
                                            return one(handle);
                                        }),
                                Thread::startVirtualThread));
            }
            await(taken);

            assertThatThrownBy(() -> database.with(BusyPoolTest::one)).isInstanceOf(Problem.class);
            var next =
                    CompletableFuture.supplyAsync(
                            () -> database.with(BusyPoolTest::one), Thread::startVirtualThread);
            while (database.pool().waiting() == 0 && !next.isDone()) {
                Thread.onSpinWait();
            }
            release.countDown();

            assertThat(next.get(20, TimeUnit.SECONDS)).isEqualTo(1);
            assertThat(busy).allSatisfy(it -> assertThat(it.join()).isEqualTo(1));
        } finally {
            release.countDown();
        }
    }

    private static int one(Handle handle) {
        return handle.createQuery("SELECT 1").mapTo(Integer.class).one();
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("not in time");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
