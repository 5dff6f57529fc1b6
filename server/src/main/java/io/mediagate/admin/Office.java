package io.mediagate.admin;

import io.mediagate.account.AccountStore;
import io.mediagate.account.Scope;
import io.mediagate.account.StoredApiKeys;
import io.mediagate.account.Workspaces;
import io.mediagate.credits.Credits;
import io.mediagate.credits.Ledger;
import io.mediagate.generation.Timelines;
import io.mediagate.storage.Database;
import io.mediagate.webhook.DisabledEndpoints;
import io.mediagate.webhook.EventTail;
import io.mediagate.webhook.OperatedEndpoints;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// Where operators' actions are done: the features they work on, and the audit.
public record Office(
        Workspaces workspaces,
        StoredApiKeys keys,
        Ledger ledger,
        AuditStore audit,
        Timelines timelines,
        OperatedEndpoints endpoints,
        Optional<EventTail> tail,
        VitalsStore vitals,
        InstantSource clock) {

    private static final Credits TEST_CREDITS = new Credits(10_000);

    /// All of it on one database.
    public static Office on(Database database, Ledger ledger, InstantSource clock) {
        var store = new AccountStore(database);
        return new Office(
                new Workspaces(store, clock),
                new StoredApiKeys(store, scope -> fill(ledger, scope), clock),
                ledger,
                new AuditStore(database),
                new Timelines(database),
                new OperatedEndpoints(database),
                Optional.empty(),
                new VitalsStore(database),
                clock);
    }

    /// The same, where events can be followed, too.
    public Office with(EventTail other) {
        return new Office(
                workspaces,
                keys,
                ledger,
                audit,
                timelines,
                endpoints,
                Optional.of(other),
                vitals,
                clock);
    }

    /// Writes into the audit that the gateway itself disabled an endpoint.
    public static DisabledEndpoints disabledEndpoints(InstantSource clock) {
        return (tx, workspaceId, endpointId, reason) ->
                AuditStore.add(
                        tx,
                        new AuditStore.Row(
                                workspaceId,
                                clock.instant(),
                                "the gateway",
                                "webhook.disable",
                                endpointId,
                                Map.of("reason", reason.column())));
    }

    private static void fill(Ledger ledger, Scope scope) {
        ledger.fillUpTo(scope, TEST_CREDITS, "test key");
    }

    /// The actions as somebody's, who stands in the audit.
    public AdminActions by(String actor) {
        return new AuditedActions(this, actor);
    }
}
