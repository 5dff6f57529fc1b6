package io.mediagate;

import io.mediagate.admin.Office;
import io.mediagate.config.Config;
import io.mediagate.credits.PostgresLedger;
import io.mediagate.egress.GuardedEgress;
import io.mediagate.error.Redaction;
import io.mediagate.generation.Outcomes;
import io.mediagate.provider.Provider;
import io.mediagate.provider.http.VendorTools;
import io.mediagate.provider.sandbox.SandboxProvider;
import io.mediagate.storage.ConfiguredDatabase;
import io.mediagate.storage.Database;
import io.mediagate.trace.OtlpTraces;
import io.mediagate.trace.Traces;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/// What everything else in a gateway stands on, and those who make things for it.
///
/// @param parts where whatever is started here is noted
record Ground(
        Config config,
        Path dataFolder,
        InstantSource clock,
        Parts parts,
        Database database,
        PostgresLedger ledger,
        Office office,
        Storeroom storeroom,
        Traces traces) {

    /// Lays it, in the order in which things depend on each other.
    static Ground lay(Config config, Path dataFolder, InstantSource clock, Parts parts) {
        var traces = parts.add(tracesOf(config));
        var storage = parts.add(ConfiguredDatabase.open(config.database(), dataFolder));
        var database = storage.database();
        var ledger = new PostgresLedger(database, clock);
        var office = Office.on(database, ledger, clock);
        var storeroom = parts.add(Storeroom.open(config, dataFolder, database, clock));
        return new Ground(
                config, dataFolder, clock, parts, database, ledger, office, storeroom, traces);
    }

    private static Traces tracesOf(Config config) {
        var wanted = config.telemetry().traces();
        return wanted.isPresent() ? new OtlpTraces(wanted.get()) : Traces.off();
    }

    /// The vendors that the operator has an account at, by their names.
    Map<String, Provider> vendors() {
        var outside = config.outside();
        var egress = parts.add(new GuardedEgress(SettingsOf.egress(outside), traces));
        var scratch = dataFolder.resolve("scratch");
        var tools = VendorTools.withFresh(scratch, egress, storeroom.named().files(), clock);
        var vendors = new LinkedHashMap<>(Vendors.open(outside, tools));
        vendors.replaceAll((_, vendor) -> storeroom.serving(vendor));
        return vendors;
    }

    /// The vendor that needs no account.
    SandboxProvider sandbox() {
        return parts.add(
                new SandboxProvider(
                        SettingsOf.sandbox(config.sandbox(), dataFolder),
                        storeroom.named().files(),
                        clock));
    }

    /// How what they bring becomes ours.
    Outcomes outcomes(Redaction redaction) {
        return new Outcomes(storeroom.artifacts(), redaction, storeroom::input);
    }
}
