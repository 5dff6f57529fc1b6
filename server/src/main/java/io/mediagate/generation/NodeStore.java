package io.mediagate.generation;

import org.jdbi.v3.core.Handle;

/// The SQL of nodes. All times are the database's, so that the nodes' own clocks do not matter.
final class NodeStore {

    long register(Handle tx, String name) {
        return tx.createQuery("INSERT INTO node (name) VALUES (:name) RETURNING id")
                .bind("name", name)
                .mapTo(Long.class)
                .one();
    }

    void beat(Handle tx, long id) {
        tx.createUpdate("UPDATE node SET heartbeat_at = now() WHERE id = :id")
                .bind("id", id)
                .execute();
    }

    void stop(Handle tx, long id) {
        tx.createUpdate("UPDATE node SET stopped_at = now() WHERE id = :id")
                .bind("id", id)
                .execute();
    }

    /// Declares all nodes but this one gone.
    void stopOthers(Handle tx, long id) {
        tx.createUpdate("UPDATE node SET stopped_at = now() WHERE id <> :id AND stopped_at IS NULL")
                .bind("id", id)
                .execute();
    }

    /// Whether another node gave a sign of life within this time.
    boolean othersLive(Handle handle, long id, long seconds) {
        return handle.createQuery(
                        """
                        SELECT EXISTS (SELECT FROM node
                         WHERE id <> :id AND stopped_at IS NULL
                           AND heartbeat_at > now() - :seconds * interval '1 second')
                        """)
                .bind("id", id)
                .bind("seconds", seconds)
                .mapTo(Boolean.class)
                .one();
    }
}
