package io.mediagate.idempotency;

import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import io.mediagate.storage.Database;
import java.time.Duration;
import java.time.InstantSource;
import org.jdbi.v3.core.Handle;

/// Repetitions in the database, over restarts and nodes.
///
/// A node that dies while it carries a request out leaves a row without an answer; after a minute whoever
/// repeats the request carries it out anew.
public final class StoredRepetitions implements Repetitions {

    private static final int MOST_AT_ONCE = 1_000;
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Database database;
    private final IdempotencyStore store = new IdempotencyStore();
    private final InstantSource clock;

    public StoredRepetitions(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public Outcome begin(Repeatable request) {
        return database.transaction(tx -> store.begin(tx, request, clock.instant()));
    }

    @Override
    public void keep(Repeatable request, KeptAnswer answer) {
        database.run(tx -> store.keep(tx, request, answer));
    }

    @Override
    public void keep(Handle tx, Repeatable request, KeptAnswer answer) {
        if (!store.keep(tx, request, answer)) {
            throw Problem.of(ErrorCode.IDEMPOTENCY_IN_PROGRESS).withRetryAfter(SOON);
        }
    }

    @Override
    public void forget(Repeatable request) {
        database.run(tx -> store.forgetUnanswered(tx, request));
    }

    /// Deletes what is over, a piece at a time, so that nobody waits for it.
    public void expire() {
        int deleted = MOST_AT_ONCE;
        while (deleted == MOST_AT_ONCE) {
            deleted = database.transaction(tx -> store.expire(tx, clock.instant(), MOST_AT_ONCE));
        }
    }
}
