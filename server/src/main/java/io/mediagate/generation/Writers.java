package io.mediagate.generation;

import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import io.mediagate.storage.GroupCommit;

/// The three group-committing writers through which everything about generations becomes durable.
final class Writers implements AutoCloseable {

    private static final long MILLIS_BETWEEN_TRIES = 500;

    private final GroupCommit<Acceptances.Request, Acceptances.Answer> acceptances;
    private final GroupCommit<Change, Change.Answer> changes;
    private final GroupCommit<AttemptChange, Boolean> attempts;

    /// @param mostWaiting how many may wait for a writer to accept them; it refuses more
    Writers(Acceptances acceptances, Changes changes, AttemptChanges attempts, int mostWaiting) {
        this.acceptances = new GroupCommit<>("accept", mostWaiting, acceptances);
        this.changes = new GroupCommit<>("change", changes);
        this.attempts = new GroupCommit<>("attempt", attempts);
    }

    Acceptances.Answer accept(Acceptances.Request request) throws InterruptedException {
        return acceptances.commit(request);
    }

    Change.Answer change(Change change) throws InterruptedException {
        return changes.commit(change);
    }

    /// The same, and while the database is out of reach it is tried again: what a provider has answered
    /// must not be lost.
    Change.Answer changeSurely(Change change) throws InterruptedException {
        return surely(() -> change(change));
    }

    /// Writes a line of the record of attempts, however long it takes. False: the lease is not valid any
    /// more.
    boolean attemptSurely(AttemptChange change) throws InterruptedException {
        return surely(() -> attempts.commit(change));
    }

    /// Something that needs the database.
    interface Errand<T> {
        T run() throws InterruptedException;
    }

    /// Runs the errand again for as long as the database is out of reach.
    static <T> T surely(Errand<T> errand) throws InterruptedException {
        while (true) {
            try {
                return errand.run();
            } catch (Problem e) {
                waitOut(e);
            }
        }
    }

    private static void waitOut(Problem problem) throws InterruptedException {
        if (problem.code() != ErrorCode.SERVICE_UNAVAILABLE) {
            throw problem;
        }
        Thread.sleep(MILLIS_BETWEEN_TRIES);
    }

    /// Commits what waits, then ends.
    @Override
    public void close() {
        acceptances.close();
        attempts.close();
        changes.close();
    }
}
