package io.mediagate;

import io.mediagate.api.HttpApi;
import io.mediagate.api.Intake;
import io.mediagate.artifact.Depot;
import io.mediagate.artifact.DiskDepot;
import io.mediagate.artifact.FileLimits;
import io.mediagate.artifact.FileReference;
import io.mediagate.artifact.Inspector;
import io.mediagate.artifact.Keeping;
import io.mediagate.artifact.KeptArtifacts;
import io.mediagate.artifact.KeptArtifacts.Provenance;
import io.mediagate.artifact.Links;
import io.mediagate.artifact.MediaProbe;
import io.mediagate.artifact.NamedFiles;
import io.mediagate.artifact.OwnFiles;
import io.mediagate.artifact.S3Depot;
import io.mediagate.artifact.Scratch;
import io.mediagate.artifact.StoredUploads;
import io.mediagate.config.Config;
import io.mediagate.egress.GuardedEgress;
import io.mediagate.generation.Generation;
import io.mediagate.provider.Provider;
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
        Inspector inspector,
        Named named)
        implements AutoCloseable {

    /// Files that callers name by links.
    ///
    /// @param door through which they are fetched: what the operator named is no address for callers
    /// @param base where vendors find our own files; `Links.NOWHERE` if they cannot reach us
    record Named(GuardedEgress door, NamedFiles files, String base) {}

    static Storeroom open(Config config, Path dataFolder, Database database, InstantSource clock) {
        var depot = depot(config, dataFolder);
        var scratch = Scratch.fresh(dataFolder.resolve("incoming"));
        var kept = config.artifact();
        var keeping = new Keeping(kept.uploadRetention(), kept.retention(), kept.quotaBytes());
        var limits = config.uploads();
        var links = new Links(database.secret("link-signing-key"), kept.linkLifetime(), clock);
        var inspector =
                new Inspector(
                        new FileLimits(limits.fileBytes(), limits.pixels(), limits.mediaTime()));
        var door = new GuardedEgress(SettingsOf.egress(config.outside()).forCallers());
        var files = new NamedFiles(door, depot, links, scratch, inspector, limits.fetchTime());
        return new Storeroom(
                depot,
                scratch,
                new KeptArtifacts(
                        depot,
                        scratch,
                        new MediaProbe()::probe,
                        kept.keepProvenance() ? Provenance.KEEP : Provenance.STRIP),
                new StoredUploads(database, depot, keeping, clock),
                links,
                inspector,
                new Named(door, files, base(config)));
    }

    private static Depot depot(Config config, Path dataFolder) {
        var s3 = config.artifact().s3();
        return s3.isPresent()
                ? new S3Depot(SettingsOf.s3(s3.get()))
                : new DiskDepot(dataFolder.resolve("artifacts"));
    }

    /// Vendors fetch from public addresses, by https.
    private static String base(Config config) {
        return config.server()
                .publicUrl()
                .filter(url -> "https".equals(url.getScheme()))
                .map(url -> url + Links.PATH)
                .orElse(Links.NOWHERE);
    }

    /// A vendor as generations need it: it gets our own files inside the request where it cannot fetch them.
    Provider serving(Provider vendor) {
        return named.base().equals(Links.NOWHERE) ? new OwnFiles(vendor, named.files()) : vendor;
    }

    /// A generation's input with links in the place of references to files.
    CharSequence input(Generation generation) {
        return FileReference.shown(
                generation.input(), links, generation.scope().workspaceId(), named.base());
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
        named.door().close();
        depot.close();
    }
}
