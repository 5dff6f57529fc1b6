package io.mediagate.fault;

import io.mediagate.account.Scope;
import io.mediagate.credits.Bucket;
import io.mediagate.credits.Credits;
import io.mediagate.credits.Ledger;
import io.mediagate.credits.PostgresLedger;
import io.mediagate.storage.Database;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/// Enough test credits for whatever the callers manage to make.
final class Riches {
    private Riches() {}

    /// To the one workspace that has a key.
    static void give(Database database) {
        var workspace =
                database.with(h ->
                        h.createQuery("SELECT workspace_id FROM api_key")
                                .mapTo(String.class)
                                .one());
        var later = Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.MILLIS);
        new PostgresLedger(database, InstantSource.system())
                .grant(
                        new Ledger.Grant(
                                new Scope(workspace, false),
                                "grant_for_the_test",
                                Bucket.SUBSCRIPTION,
                                new Credits(100_000_000),
                                later,
                                "test"));
    }
}
