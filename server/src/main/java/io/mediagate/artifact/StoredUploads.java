package io.mediagate.artifact;

import io.mediagate.account.Scope;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import io.mediagate.storage.Database;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Uploads with their rows in the database and their bytes in the depot. The bytes come first and go first:
/// a row whose file is missing would be a broken promise, a file without a row is only litter.
public final class StoredUploads implements Uploads {
    private static final int EXPIRED_AT_ONCE = 500;

    private final Database database;
    private final Depot depot;
    private final Keeping keeping;
    private final InstantSource clock;
    private final FileStore files = new FileStore();

    public StoredUploads(Database database, Depot depot, Keeping keeping, InstantSource clock) {
        this.database = database;
        this.depot = depot;
        this.keeping = keeping;
        this.clock = clock;
    }

    @Override
    public Optional<Upload> find(Scope scope, String id) {
        return database.with(handle -> files.findUpload(handle, scope, id));
    }

    @Override
    public Upload keep(Scope scope, Incoming incoming) {
        requireRoom(scope, incoming.received().sizeBytes());
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var upload =
                new Upload(
                        incoming.file(),
                        incoming.received().digest(),
                        now,
                        now.plus(keeping.uploads()));
        try {
            depot.put(scope.workspaceId(), upload.file(), incoming.received().path());
        } catch (UncheckedIOException e) {
            throw Scratch.noRoom(e);
        }
        try {
            database.run(tx -> files.insertUpload(tx, scope, upload));
        } catch (RuntimeException e) {
            depot.delete(scope.workspaceId(), upload.file().id());
            throw e;
        }
        return upload;
    }

    /// Callers at the same moment may pass together by as much as they bring: a quota is no account.
    private void requireRoom(Scope scope, long more) {
        var own = database.with(handle -> files.quota(handle, scope.workspaceId()));
        long quota = own.orElse(keeping.quotaBytes().orElse(Long.MAX_VALUE));
        if (quota == Long.MAX_VALUE) {
            return;
        }
        long taken = database.with(handle -> files.taken(handle, scope.workspaceId()));
        if (more > quota - taken) {
            throw Problem.of(
                    ErrorCode.PAYLOAD_TOO_LARGE,
                    "The files of this workspace take %d of the %d bytes that they may; delete some."
                            .formatted(taken, quota));
        }
    }

    @Override
    public boolean delete(Scope scope, String id, Why why) {
        return database.transaction(tx -> {
            var family = files.family(tx, scope, id);
            for (var file : family) {
                remove(file);
                if (why == Why.UNUSED) {
                    files.forget(tx, file);
                } else {
                    files.markDeleted(tx, file, clock.instant(), why);
                }
            }
            return !family.isEmpty();
        });
    }

    /// Deletes what is kept no longer. May run on several nodes at once.
    public void expire() {
        var now = clock.instant();
        var over =
                database.with(
                        handle -> files.expired(handle, now, keeping.results(), EXPIRED_AT_ONCE));
        for (var file : over) {
            remove(file);
            database.run(tx -> files.markDeleted(tx, file, now, Why.EXPIRED));
        }
    }

    private void remove(FileStore.Doomed file) {
        depot.delete(file.workspaceId(), Previews.idOf(file.id()));
        depot.delete(file.workspaceId(), file.id());
    }
}
