package io.mediagate.webhook;

import io.mediagate.account.Scope;
import io.mediagate.storage.Database;
import java.util.List;
import java.util.Optional;

/// Endpoints as their operator sees them: of a whole workspace, to be looked at and switched.
public final class OperatedEndpoints {
    private final Database database;
    private final EndpointStore store = new EndpointStore();

    public OperatedEndpoints(Database database) {
        this.database = database;
    }

    /// Both modes' endpoints, the oldest first.
    public List<Endpoint> list(String workspaceId) {
        return database.with(handle -> store.list(handle, workspaceId));
    }

    /// Switches one on or off; empty when there is none of that id in the scope.
    public Optional<Endpoint> change(Scope scope, String id, Webhooks.Switch state) {
        var change =
                new Webhooks.Change(
                        Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(state));
        return database.transaction(tx -> store.change(tx, scope, id, change));
    }
}
