package io.mediagate.generation;

import io.mediagate.log.Marks;
import io.mediagate.storage.Database;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The runners of this node: one for each generation that it owns.
final class Crew {

    private record Member(Runner runner, Pause pause, Thread thread) {}

    private final ConcurrentHashMap<String, Member> members = new ConcurrentHashMap<>();

    /// Those whose acceptance is just being committed, with their workspaces.
    private final ConcurrentHashMap<String, String> expected = new ConcurrentHashMap<>();

    private final Places places;
    private final Database database;
    private final AttemptStore attempts = new AttemptStore();
    private final Runner.Tools tools;
    private final Runnable left;
    private volatile boolean draining;

    /// @param left is told when a runner has ended and its place is free
    Crew(Places places, Database database, Runner.Tools tools, Runnable left) {
        this.places = places;
        this.left = left;
        this.database = database;
        this.tools = tools;
    }

    int size() {
        return members.size() + expected.size();
    }

    /// Expects a generation that may become this node's, until it is started or given up. Its place is
    /// taken; false: the crew takes nothing on any more, and the place is free again.
    boolean expect(Lease lease) {
        expected.put(lease.id(), lease.workspaceId());
        if (draining) {
            giveUp(lease.id());
            return false;
        }
        return true;
    }

    /// Frees the place of one that was expected, if it still is.
    void giveUp(String id) {
        var workspaceId = expected.remove(id);
        if (workspaceId != null) {
            places.free(workspaceId, 1);
        }
    }

    /// Starts one that was expected.
    void startExpected(Lease lease) {
        start(lease);
        expected.remove(lease.id());
    }

    /// Starts one that was just claimed, whose place is taken.
    void start(Lease lease) {
        hire(lease, Runner::start);
    }

    /// Goes on with generations that were taken over.
    void resume(List<Lease> leases) {
        for (var lease : leases) {
            places.takeBeyond(lease.workspaceId());
            hire(lease, runner -> runner.resume(() -> past(lease)));
        }
    }

    /// The generations that somebody is at work on or is about to be.
    Set<String> ids() {
        // In this order: whoever was expected is then a member, if not expected any more.
        var ids = new HashSet<>(expected.keySet());
        ids.addAll(members.keySet());
        return ids;
    }

    private List<AttemptStore.Past> past(Lease lease) {
        return database.with(handle -> attempts.all(handle, lease.workspaceId(), lease.id()));
    }

    private interface Work {
        void run(Runner runner) throws InterruptedException;
    }

    private void hire(Lease lease, Work work) {
        var pause = new Pause(() -> draining);
        var runner = new Runner(lease, tools, pause);
        var thread =
                Thread.ofVirtual()
                        .name(lease.id())
                        .unstarted(() -> {
                            Marks.generation(lease.id());
                            try {
                                work.run(runner);
                            } catch (InterruptedException e) {
                                // Shutting down: the next owner goes on from what is stored.
                                Thread.currentThread().interrupt();
                            } finally {
                                places.free(lease.workspaceId(), 1);
                                members.computeIfPresent(
                                        lease.id(), (_, m) -> m.runner() == runner ? null : m);
                                left.run();
                            }
                        });
        members.put(lease.id(), new Member(runner, pause, thread));
        thread.start();
    }

    /// Makes the runner of this generation look whether it has ended, if it is one of ours.
    void nudge(String id) {
        var member = members.get(id);
        if (member != null) {
            member.runner().nudge();
        }
    }

    /// Makes those look whose generation is not owned by this node any more.
    void nudgeAllBut(Collection<String> owned) {
        members.keySet().stream().filter(id -> !owned.contains(id)).forEach(this::nudge);
    }

    /// Lets every runner stop at its next pause; a submission under way is waited for, because its answer
    /// must not be lost. False: some were still busy at the limit.
    boolean drain(Duration limit) throws InterruptedException {
        draining = true;
        long until = System.nanoTime() + limit.toNanos();
        while (!expected.isEmpty() && System.nanoTime() < until) {
            Thread.sleep(1);
        }
        for (var member : members.values()) {
            member.pause().ring();
        }
        for (var member : members.values()) {
            var left = Duration.ofNanos(Math.max(1, until - System.nanoTime()));
            if (!member.thread().join(left)) {
                return false;
            }
        }
        return true;
    }
}
