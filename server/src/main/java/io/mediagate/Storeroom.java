package io.mediagate;

import io.mediagate.api.HttpApi;
import io.mediagate.api.Intake;
import io.mediagate.artifact.Depot;
import io.mediagate.artifact.DiskDepot;
import io.mediagate.artifact.FileLimits;
import io.mediagate.artifact.Inspector;
import io.mediagate.artifact.Keeping;
import io.mediagate.artifact.KeptArtifacts;
import io.mediagate.artifact.Links;
import io.mediagate.artifact.MediaProbe;
import io.mediagate.artifact.Scratch;
import io.mediagate.artifact.StoredUploads;
import io.mediagate.config.Config;
import io.mediagate.storage.Database;
import java.nio.file.Path;
import java.time.InstantSource;

/// Everything that deals with files, wired: where they come in, where they lie, who may have them.
record Storeroom(
        Depot depot,
        Scratch scratch,
        KeptArtifacts artifacts,
        StoredUploads uploads,
        Links links,
        Inspector inspector)
        implements AutoCloseable {

    static Storeroom open(Config config, Path dataFolder, Database database, InstantSource clock) {
        var depot = new DiskDepot(dataFolder.resolve("artifacts"));
        var scratch = Scratch.fresh(dataFolder.resolve("incoming"));
        var kept = config.artifact();
        var keeping = new Keeping(kept.uploadRetention(), kept.retention(), kept.quotaBytes());
        var limits = config.uploads();
        return new Storeroom(
                depot,
                scratch,
                new KeptArtifacts(depot, scratch, new MediaProbe()::probe),
                new StoredUploads(database, depot, keeping, clock),
                new Links(database.secret("link-signing-key"), kept.linkLifetime(), clock),
                new Inspector(
                        new FileLimits(limits.fileBytes(), limits.pixels(), limits.mediaTime())));
    }

    /// As the HTTP edge needs it.
    HttpApi.Files forApi(Config config) {
        var limits = config.uploads();
        return new HttpApi.Files(
                artifacts,
                links,
                new Intake(
                        scratch,
                        inspector,
                        uploads,
                        new Intake.BodyLimits(limits.bodyBytes(), limits.bodyTime()),
                        config.limits().jsonBytes(),
                        limits.files()));
    }

    @Override
    public void close() {
        depot.close();
    }
}
