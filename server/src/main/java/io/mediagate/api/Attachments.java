package io.mediagate.api;

import io.mediagate.account.Scope;
import io.mediagate.artifact.Received;
import io.mediagate.artifact.Uploads;
import io.mediagate.artifact.Uploads.Incoming;
import io.mediagate.artifact.Uploads.Why;
import java.util.ArrayList;
import java.util.List;

/// The files that one request brought. They lie in the scratch folder until the request turns out to be
/// good, and then in the store. Of a request that is refused, nothing stays.
final class Attachments implements AutoCloseable {
    private final List<Received> received = new ArrayList<>();
    private final List<Incoming> wanted = new ArrayList<>();
    private final List<Runnable> undo = new ArrayList<>();

    void add(Received file) {
        received.add(file);
    }

    /// One of them is part of what is asked for.
    void want(Incoming file) {
        wanted.add(file);
    }

    /// Stores what is wanted, all or nothing, before anybody is told to use it.
    void store(Uploads uploads, Scope scope) {
        try {
            for (var file : wanted) {
                uploads.keep(scope, file);
                undo.add(() -> uploads.delete(scope, file.id(), Why.UNUSED));
            }
        } catch (RuntimeException e) {
            unused();
            throw e;
        }
    }

    /// What was stored is not needed: certainly nothing was accepted for it.
    void unused() {
        undo.forEach(Runnable::run);
        undo.clear();
    }

    @Override
    public void close() {
        received.forEach(Received::close);
    }
}
