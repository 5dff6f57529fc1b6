package io.mediagate.generation;

import io.mediagate.storage.Database;
import java.util.List;
import java.util.Optional;

/// What happened to generations behind the scenes, for operators.
public final class Timelines {

    private static final int MOST = 200;

    private final Database database;
    private final TimelineStore store = new TimelineStore();

    public Timelines(Database database) {
        this.database = database;
    }

    /// Of the generation of that id, whichever workspace it is in.
    public Optional<Timeline> find(String id) {
        return database.with(handle -> store.find(handle, id));
    }

    /// What may exist at vendors and be billed without anybody having paid for it, the latest first, at
    /// most 200.
    public List<Timeline.UnknownOutcome> unknownOutcomes() {
        return database.with(handle -> store.unknown(handle, MOST));
    }
}
