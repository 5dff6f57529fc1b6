package io.mediagate.endtoend;

import io.mediagate.Gateway;
import io.mediagate.QuickDisk;
import io.mediagate.account.AccountStore;
import io.mediagate.account.ApiKeys.Issued;
import io.mediagate.account.ApiKeys.Mode;
import io.mediagate.account.KeyLimits;
import io.mediagate.account.StoredApiKeys;
import io.mediagate.account.Workspace;
import io.mediagate.admin.AdminActions;
import io.mediagate.admin.AdminActions.GrantOrder;
import io.mediagate.admin.AdminActions.KeyOrder;
import io.mediagate.admin.AdminToken;
import io.mediagate.artifact.Links;
import io.mediagate.command.Program.Service;
import io.mediagate.config.Config;
import io.mediagate.config.Sources;
import io.mediagate.credits.Bucket;
import io.mediagate.credits.Credits;
import io.mediagate.storage.Database;
import io.mediagate.storage.FileTrees;
import io.mediagate.storage.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// A gateway in this JVM, on a database and in a folder of its own, on a free port.
final class RunningGateway implements AutoCloseable {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Database.Address database;
    private final Path folder;
    private final Map<String, String> settings;
    private Optional<Database> connection = Optional.empty();
    private Service service;

    private RunningGateway(Database.Address database, Map<String, String> settings) {
        this.database = database;
        this.settings = settings;
        this.folder = QuickDisk.newFolder("gateway");
        AdminToken.make(folder);
        this.service = start();
    }

    /// A gateway with these settings on top of those for tests.
    static RunningGateway with(Map<String, String> settings) {
        return new RunningGateway(TestDatabase.address(), settings);
    }

    /// Another node on the same database.
    RunningGateway neighbour() {
        return new RunningGateway(database, settings);
    }

    /// Another node on the same database, with these settings on top.
    RunningGateway neighbourWith(Map<String, String> further) {
        var all = new HashMap<>(settings);
        all.putAll(further);
        return new RunningGateway(database, all);
    }

    private Service start() {
        var all = new HashMap<>(settings);
        all.put("server.port", "0");
        all.put("database.url", TestDatabase.url(database));
        all.putIfAbsent("database.connections", "8");
        all.putIfAbsent("server.drain", "20s");
        var config = Config.read(new Sources(Optional.empty(), Map.of(), all));
        return new Gateway().start(config, folder);
    }

    int port() {
        return service.port();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    /// What an operator can do.
    AdminActions operator() {
        return service.office().by("a test");
    }

    /// The faults of the books.
    List<String> faultsOfTheBooks() {
        return service.office().ledger().verify();
    }

    /// What signs links as this gateway does, at another time.
    Links linksAt(Instant time) {
        return new Links(books().secret("link-signing-key"), Duration.ofHours(24), () -> time);
    }

    /// Our own connection to its database.
    private synchronized Database books() {
        if (connection.isEmpty()) {
            connection = Optional.of(Database.open(database, 4));
        }
        return connection.get();
    }

    /// Changes its database behind its back.
    void execute(String sql) {
        books().with(handle -> handle.execute(sql));
    }

    private static InstantSource clock() {
        return InstantSource.system();
    }

    /// Somebody with the operator's token.
    Client adminClient() {
        try {
            var token = Files.readString(folder.resolve("admin.token")).strip();
            return new Client(this, Optional.of(token));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Stops as on SIGTERM.
    void stop() {
        service.stop();
    }

    /// Starts again on the same database, on another port.
    void startAgain() {
        service = start();
    }

    /// A workspace of its own with a test key, and so with 10,000 test credits.
    Client tenant() {
        return client(key(newWorkspace(), Mode.TEST));
    }

    /// A workspace of its own with a live key.
    Client liveTenant() {
        return client(key(newWorkspace(), Mode.LIVE));
    }

    /// A workspace with a live key that has just this much to spend.
    Client liveTenantWith(long permanent) {
        var workspace = newWorkspace();
        grant(workspace, Mode.LIVE, Bucket.PERMANENT, permanent);
        return client(key(workspace, Mode.LIVE));
    }

    /// A workspace with a test key that has just this much to spend in test mode.
    Client tenantWith(long subscription, long permanent) {
        var workspace = newWorkspace();
        // Made by one who gives no test credits with it.
        var keys = new StoredApiKeys(new AccountStore(books()), _ -> {}, clock());
        var key = keys.issue(workspace.id(), Mode.TEST, "a test").text().value();
        grant(workspace, Mode.TEST, Bucket.SUBSCRIPTION, subscription);
        grant(workspace, Mode.TEST, Bucket.PERMANENT, permanent);
        return client(key);
    }

    /// A workspace of its own with a test key that may do no more than this.
    Client limited(KeyLimits.Change limits) {
        return client(limitedKey(limits).text().value());
    }

    /// The same, just the key.
    Issued limitedKey(KeyLimits.Change limits) {
        var name = newWorkspace().name();
        return operator()
                .createKey(
                        new KeyOrder(
                                name, Mode.TEST, "a test", Optional.empty(), Optional.of(limits)));
    }

    private void grant(Workspace workspace, Mode mode, Bucket bucket, long amount) {
        if (amount > 0) {
            var credits = new Credits(amount);
            var name = workspace.name();
            operator()
                    .grant(
                            new GrantOrder(
                                    name,
                                    mode,
                                    bucket,
                                    credits,
                                    Optional.empty(),
                                    "a test",
                                    Optional.empty()));
        }
    }

    Workspace newWorkspace() {
        return operator().createWorkspace("tenant-" + NUMBER.incrementAndGet());
    }

    /// A new key's text.
    String key(Workspace workspace, Mode mode) {
        return operator()
                .createKey(new KeyOrder(workspace.name(), mode, "a test", Optional.empty()))
                .text()
                .value();
    }

    Client client(String key) {
        return new Client(this, Optional.of(key));
    }

    /// Somebody without a key.
    Client stranger() {
        return new Client(this, Optional.empty());
    }

    @Override
    public void close() {
        connection.ifPresent(Database::close);
        service.stop();
        try {
            FileTrees.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
