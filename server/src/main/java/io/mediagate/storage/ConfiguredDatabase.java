package io.mediagate.storage;

import io.mediagate.config.DatabaseConfig;
import java.nio.file.Path;
import java.util.Optional;

/// The database that the configuration asks for: the operator's server, or our own in the data folder.
public final class ConfiguredDatabase implements AutoCloseable {
    private static final String FOLDER = "postgres";

    private final Optional<EmbeddedDatabase> embedded;
    private final Database database;

    private ConfiguredDatabase(Optional<EmbeddedDatabase> embedded, Database database) {
        this.embedded = embedded;
        this.database = database;
    }

    /// Starts our own server if need be, connects, and brings the schema up to date. The caller holds
    /// the data folder's lock.
    public static ConfiguredDatabase open(DatabaseConfig config, Path dataFolder) {
        if (config.server().isPresent()) {
            var server = config.server().get();
            var address = new Database.Address(server.url(), server.user(), server.password());
            return new ConfiguredDatabase(
                    Optional.empty(), Database.open(address, config.connections()));
        }
        var embedded = EmbeddedDatabase.start(dataFolder.resolve(FOLDER));
        try {
            var database = Database.open(embedded.address(), config.connections());
            return new ConfiguredDatabase(Optional.of(embedded), database);
        } catch (RuntimeException e) {
            embedded.close();
            throw e;
        }
    }

    public Database database() {
        return database;
    }

    @Override
    public void close() {
        database.close();
        embedded.ifPresent(EmbeddedDatabase::close);
    }
}
