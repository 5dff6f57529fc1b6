package io.mediagate.command;

import io.mediagate.admin.Office;
import io.mediagate.config.Config;
import io.mediagate.credits.Ledger;
import io.mediagate.provider.http.Failures;
import io.mediagate.storage.Database;
import java.nio.file.Path;
import java.util.Map;

/// What the command line needs of the whole program. It wires nothing itself; whoever knows everything
/// is handed in.
public interface Program {

    /// A gateway that serves.
    interface Service {
        /// The port it really listens on.
        int port();

        /// Where operators' actions are done.
        Office office();

        /// The path of a model that makes pictures from a prompt alone, for a first try.
        String sampleModel();

        /// Takes no more requests, waits for the running ones as long as the configuration says, and
        /// ends everything that was started, the embedded database last. Called once.
        void stop();
    }

    /// Starts serving, and returns when it is ready. The caller holds the data folder's lock, and the
    /// folder has its `AdminToken`. What was started before a failure is stopped again.
    Service start(Config config, Path dataFolder);

    /// How the vendors' failures read, by the vendors' names. Needs no account.
    Map<String, Failures> failures();

    /// How many models a gateway with this configuration has. Throws `CatalogFault` where it would not
    /// start.
    int models(Config config);

    /// The books on a database, for commands while no gateway runs.
    Ledger ledger(Database database);
}
