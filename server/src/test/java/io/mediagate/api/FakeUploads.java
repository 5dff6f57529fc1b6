package io.mediagate.api;

import io.mediagate.account.Scope;
import io.mediagate.artifact.Depot;
import io.mediagate.artifact.Upload;
import io.mediagate.artifact.Uploads;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Uploads whose rows are in memory and whose bytes are in a real depot.
final class FakeUploads implements Uploads {
    private record Owned(Scope scope, String id) {}

    private final Map<Owned, Upload> all = new ConcurrentHashMap<>();
    private final Depot depot;
    private final InstantSource clock;

    FakeUploads(Depot depot, InstantSource clock) {
        this.depot = depot;
        this.clock = clock;
    }

    @Override
    public Optional<Upload> find(Scope scope, String id) {
        return Optional.ofNullable(all.get(new Owned(scope, id)));
    }

    @Override
    public Upload keep(Scope scope, Incoming incoming) {
        var now = clock.instant();
        var upload =
                new Upload(
                        incoming.file(),
                        incoming.received().digest(),
                        now,
                        now.plus(Duration.ofDays(1)));
        depot.put(scope.workspaceId(), upload.file(), incoming.received().path());
        all.put(new Owned(scope, incoming.id()), upload);
        return upload;
    }

    @Override
    public boolean delete(Scope scope, String id, Why why) {
        depot.delete(scope.workspaceId(), id);
        return all.remove(new Owned(scope, id)) != null;
    }

    /// Everything that is kept.
    List<Upload> all() {
        return List.copyOf(all.values());
    }
}
