package io.mediagate.generation;

import io.mediagate.storage.Database;

/// This process among those that work on the same database.
public final class Node {

    /// Whether other nodes may be at work on the same database.
    public enum Company {
        /// The database is ours alone, so that every other node in it is a former life of this one.
        ALONE,
        /// Others may be alive.
        SHARED
    }

    private final Database database;
    private final NodeStore store = new NodeStore();
    private final long id;
    private volatile boolean others;

    private Node(Database database, long id) {
        this.database = database;
        this.id = id;
    }

    /// Enters this process into the database.
    public static Node join(Database database, String name, Company company) {
        var store = new NodeStore();
        long id =
                database.transaction(tx -> {
                    long registered = store.register(tx, name);
                    if (company == Company.ALONE) {
                        store.stopOthers(tx, registered);
                    }
                    return registered;
                });
        return new Node(database, id);
    }

    /// The node's number, never used again.
    public long id() {
        return id;
    }

    /// Says that this node lives, and sees whether others do.
    void beat(LifeSettings settings) {
        others =
                database.transaction(tx -> {
                    store.beat(tx, id);
                    return store.othersLive(tx, id, settings.takeOverAfter().toSeconds());
                });
    }

    /// Whether another node was alive at the last beat.
    boolean othersLive() {
        return others;
    }

    /// Leaves: what this node still owns may be taken over at once.
    void leave() {
        database.run(tx -> store.stop(tx, id));
    }
}
