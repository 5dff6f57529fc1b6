package io.mediagate.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediagate.Concurrently;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GroupCommitTest {

    @Test
    void gathersWhatWaitsIntoFewCommits() throws InterruptedException {
        var commits = new AtomicInteger();
        var gate = new CountDownLatch(1);
        try (var writer =
                new GroupCommit<Integer, Integer>(
                        "test",
                        batch(members -> {
                            commits.incrementAndGet();
                            await(gate);
                            return members.stream().map(n -> n * 2).toList();
                        }))) {
            var number = new AtomicInteger();
            var opener = Thread.ofVirtual().unstarted(gate::countDown);
            var answers =
                    Concurrently.run(
                            100,
                            () -> {
                                int mine = number.incrementAndGet();
                                if (mine == 100) {
                                    opener.start();
                                }
                                return writer.commit(mine) == mine * 2;
                            });

            assertThat(answers).hasSize(100).containsOnly(true);
            assertThat(commits.get()).isLessThan(20);
        }
    }

    @Test
    void refusesMoreThanMayWaitAndLosesNoneThatDoes() throws InterruptedException {
        var gate = new CountDownLatch(1);
        var begun = new CountDownLatch(1);
        try (var writer =
                new GroupCommit<Integer, Integer>(
                        "test",
                        4,
                        batch(members -> {
                            begun.countDown();
                            await(gate);
                            return members;
                        }))) {
            var first = Thread.startVirtualThread(() -> commitQuietly(writer));
            begun.await();
            var refused = new AtomicInteger();

            var outcomes =
                    Concurrently.run(
                            20,
                            () -> {
                                try {
                                    return writer.commit(1) == 1;
                                } catch (Problem e) {
                                    // The last one to be refused lets the others through.
                                    if (refused.incrementAndGet() == 16) {
                                        gate.countDown();
                                    }
                                    return e.code() != ErrorCode.SERVICE_UNAVAILABLE;
                                }
                            });

            first.join();
            assertThat(outcomes).filteredOn(done -> done).hasSize(4);
            assertThat(refused).hasValue(16);
        }
    }

    private static void commitQuietly(GroupCommit<Integer, Integer> writer) {
        try {
            writer.commit(0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void letsABadMemberFailAlone() throws InterruptedException {
        var gate = new CountDownLatch(1);
        try (var writer =
                new GroupCommit<Integer, Integer>(
                        "test",
                        batch(members -> {
                            await(gate);
                            if (members.contains(13)) {
                                throw new IllegalArgumentException("13");
                            }
                            return members;
                        }))) {
            var number = new AtomicInteger();
            gate.countDown();
            var answers =
                    Concurrently.run(
                            30,
                            () -> {
                                int mine = number.incrementAndGet();
                                try {
                                    return writer.commit(mine);
                                } catch (IllegalArgumentException e) {
                                    return -mine;
                                }
                            });

            assertThat(answers).contains(-13).doesNotContain(13);
            assertThat(answers).filteredOn(n -> n > 0).hasSize(29);
        }
    }

    @Test
    void resolvesACommitWhoseAnswerWasLostByLookingForItsMembers() throws InterruptedException {
        Set<Integer> stored = ConcurrentHashMap.newKeySet();
        var lost = new AtomicBoolean(true);
        var commits = new AtomicInteger();
        var batch =
                new GroupCommit.Batch<Integer, String>() {
                    @Override
                    public List<String> commit(List<Integer> members) {
                        commits.incrementAndGet();
                        stored.addAll(members);
                        if (lost.getAndSet(false)) {
                            throw new IllegalStateException("the connection broke after COMMIT");
                        }
                        return members.stream().map(_ -> "committed").toList();
                    }

                    @Override
                    public Optional<String> stored(Integer member) {
                        return stored.contains(member) ? Optional.of("found") : Optional.empty();
                    }
                };
        try (var writer = new GroupCommit<Integer, String>("test", batch)) {
            assertThat(writer.commit(1)).isEqualTo("found");
            assertThat(commits).hasValue(1);
        }
    }

    @Test
    void refusesMembersOnceItIsClosed() {
        var writer = new GroupCommit<Integer, Integer>("test", batch(members -> members));
        writer.close();

        assertThatThrownBy(() -> writer.commit(1)).hasMessageContaining("closed");
    }

    private interface Commit {
        List<Integer> of(List<Integer> members);
    }

    private static GroupCommit.Batch<Integer, Integer> batch(Commit commit) {
        return new GroupCommit.Batch<>() {
            @Override
            public List<Integer> commit(List<Integer> members) {
                return commit.of(members);
            }

            @Override
            public Optional<Integer> stored(Integer member) {
                return Optional.empty();
            }
        };
    }

    private static void await(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
