package io.mediagate.idempotency;

import io.mediagate.storage.Database;
import java.time.InstantSource;
import java.util.List;

/// Repetitions in the database, over restarts and nodes.
///
/// A node that dies while it carries a request out leaves a row without an answer; after a minute whoever
/// repeats the request carries it out anew.
public final class StoredRepetitions implements Repetitions {

    private static final int MOST_AT_ONCE = 1_000;

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
    public void forget(Repeatable request) {
        database.run(tx -> store.forget(tx, List.of(request)));
    }

    /// Deletes what is over, a piece at a time, so that nobody waits for it.
    public void expire() {
        int deleted = MOST_AT_ONCE;
        while (deleted == MOST_AT_ONCE) {
            deleted = database.transaction(tx -> store.expire(tx, clock.instant(), MOST_AT_ONCE));
        }
    }
}
