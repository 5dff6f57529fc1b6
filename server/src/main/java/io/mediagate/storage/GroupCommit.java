package io.mediagate.storage;

import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gathers what many callers want to commit at the same moment into one transaction. Each caller blocks
/// its own (virtual) thread until the transaction that holds its member has committed, and gets its own
/// answer. Under load this is what makes durable writes cheap: one fsync serves hundreds.
///
/// A batch that fails is tried again member by member, so that a bad one fails alone; a batch whose
/// commit was lost on the way back is resolved by asking for each member whether it is there.
///
/// Members commit in the order in which they came, one batch after the other: two at a time would make
/// smaller batches that wait for each other's balances.
public final class GroupCommit<M, A> implements AutoCloseable {

    /// How a batch is committed.
    public interface Batch<M, A> {
        /// Commits all members in one transaction; one answer each, in their order.
        List<A> commit(List<M> members);

        /// The answer of a member that a lost commit may have stored; empty when it is not there.
        Optional<A> stored(M member);

        /// Told of every answer once it is durable, before its caller is: what must follow a commit
        /// does not depend on a caller that may be gone by then. Must be quick and not throw.
        default void committed(A answer) {}
    }

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final int LARGEST_BATCH = 256;
    private static final int MOST_WAITING = 100_000;
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Batch<M, A> batch;
    private final LinkedBlockingQueue<Waiting<M, A>> queue;
    private final Thread thread;
    private volatile boolean open = true;

    /// One whose callers are so few that no bound is ever met.
    public GroupCommit(String name, Batch<M, A> batch) {
        this(name, MOST_WAITING, batch);
    }

    /// Starts its thread.
    ///
    /// @param name of the thread
    /// @param mostWaiting how many members may wait; more are refused
    public GroupCommit(String name, int mostWaiting, Batch<M, A> batch) {
        this.batch = batch;
        this.queue = new LinkedBlockingQueue<>(mostWaiting);
        this.thread = Thread.ofPlatform().daemon().name(name).start(this::run);
    }

    /// Blocks until the member is durably stored or certainly not. Throws what its own commit threw, and
    /// `SERVICE_UNAVAILABLE` when too many wait already.
    public A commit(M member) throws InterruptedException {
        var waiting = new Waiting<M, A>(member, new CompletableFuture<>());
        add(waiting);
        try {
            return waiting.answer().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private record Waiting<M, A>(M member, CompletableFuture<A> answer) {}

    private void add(Waiting<M, A> waiting) {
        if (!open) {
            throw new IllegalStateException("the writer is closed");
        }
        if (!queue.offer(waiting)) {
            throw Problem.of(ErrorCode.SERVICE_UNAVAILABLE).withRetryAfter(SOON);
        }
        if (!thread.isAlive()) {
            refuseLeftOvers();
        }
    }

    /// Nobody will serve what was added while the thread was ending.
    private void refuseLeftOvers() {
        for (var left = queue.poll(); left != null; left = queue.poll()) {
            left.answer().completeExceptionally(new IllegalStateException("the writer is closed"));
        }
    }

    /// Lets what waits commit, then ends the thread.
    @Override
    public void close() {
        open = false;
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        var next = new ArrayList<Waiting<M, A>>();
        while (open || !queue.isEmpty()) {
            next.clear();
            try {
                if (open) {
                    next.add(queue.take());
                }
            } catch (InterruptedException e) {
                continue;
            }
            queue.drainTo(next, LARGEST_BATCH - next.size());
            serve(next);
        }
    }

    private void serve(List<Waiting<M, A>> waiting) {
        if (waiting.isEmpty()) {
            return;
        }
        try {
            var answers = batch.commit(waiting.stream().map(Waiting::member).toList());
            answers.forEach(batch::committed);
            for (int i = 0; i < waiting.size(); i++) {
                waiting.get(i).answer().complete(answers.get(i));
            }
        } catch (Problem e) {
            // The database is out of reach, which has been logged where it was found.
            serveAlone(waiting);
        } catch (RuntimeException e) {
            LOG.warn("a batch of {} failed and is tried one by one", waiting.size(), e);
            serveAlone(waiting);
        }
    }

    /// Once one member finds the database out of reach, the rest need not wait to find the same.
    private void serveAlone(List<Waiting<M, A>> waiting) {
        RuntimeException outage = null;
        for (var each : waiting) {
            if (outage == null) {
                outage = serveAlone(each);
            } else {
                each.answer().completeExceptionally(outage);
            }
        }
    }

    private @Nullable RuntimeException serveAlone(Waiting<M, A> waiting) {
        try {
            var answer = commitUnlessStored(waiting.member());
            batch.committed(answer);
            waiting.answer().complete(answer);
            return null;
        } catch (RuntimeException e) {
            waiting.answer().completeExceptionally(e);
            return e instanceof Problem ? e : null;
        }
    }

    private A commitUnlessStored(M member) {
        var stored = batch.stored(member);
        if (stored.isPresent()) {
            return stored.get();
        }
        try {
            return batch.commit(List.of(member)).getFirst();
        } catch (RuntimeException e) {
            // A commit whose answer was lost may still have been under way at the first look.
            return batch.stored(member).orElseThrow(() -> e);
        }
    }
}
