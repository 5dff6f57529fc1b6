package io.mediagate.generation;

import io.mediagate.storage.Database;

import java.util.Optional;

/// What happened to generations behind the scenes, for operators.
public final class Timelines {

    private final Database database;
    private final TimelineStore store = new TimelineStore();

    public Timelines(Database database) {
        this.database = database;
    }

    /// Of the generation of that id, whichever workspace it is in.
    public Optional<Timeline> find(String id) {
        return database.with(handle -> store.find(handle, id));
    }
}
