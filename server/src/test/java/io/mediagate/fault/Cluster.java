package io.mediagate.fault;

import io.mediagate.storage.CutProxy;
import io.mediagate.storage.Database;
import io.mediagate.storage.EmbeddedDatabase;
import io.mediagate.storage.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Several gateways on one PostgreSQL, each a process of its own on a port that it keeps, with one common
/// folder for results. The way to the database can be cut, and the database restarted.
final class Cluster implements AutoCloseable {

    private final Path folder;
    private final Map<String, String> environment;
    private final List<HeldPort> ports = new ArrayList<>();
    private final List<GatewayProcess> nodes = new ArrayList<>();
    private final List<GatewayProcess> former = new ArrayList<>();
    private final CutProxy wire;
    private EmbeddedDatabase server;
    private Optional<SmallDisk> disk = Optional.empty();
    private final String key;

    /// Starts them all, on a disk for results with all the room of the machine's.
    ///
    /// @param environment of every node
    Cluster(Path folder, int size, Map<String, String> environment) {
        this(folder, size, environment, 0);
    }

    /// Starts them all.
    ///
    /// @param environment of every node
    /// @param mib room for results, on a disk of their own where one can be mounted; 0: no such disk
    Cluster(Path folder, int size, Map<String, String> environment, int mib) {
        this.folder = folder;
        this.environment = new HashMap<>(environment);
        makeFolder(folder.resolve("artifacts"));
        if (mib > 0) {
            disk = SmallDisk.tryAt(folder.resolve("artifacts"), mib);
        }
        server = EmbeddedDatabase.start(folder.resolve("database"));
        wire = new CutProxy(server.address());
        this.environment.put("DATABASE_URL", TestDatabase.url(wire.address()));
        this.environment.putIfAbsent("MEDIAGATE_DATABASE_CONNECTIONS", "8");
        try {
            key = beginAll(size);
        } catch (RuntimeException | AssertionError e) {
            close();
            throw e;
        }
    }

    /// Starts the nodes; the key.
    private String beginAll(int size) {
        for (int i = 0; i < size; i++) {
            ports.add(new HeldPort());
            nodes.add(begin(i));
            // One after the other: the first one makes the schema and the key.
            nodes.getLast().awaitReady();
        }
        var printed = nodes.getFirst().awaitKey();
        try (var database = database()) {
            Riches.give(database);
        }
        return printed;
    }

    private static void makeFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private GatewayProcess begin(int index) {
        var data = folder.resolve("node-" + index);
        makeFolder(data);
        var artifacts = data.resolve("artifacts");
        try {
            if (!Files.exists(artifacts)) {
                Files.createSymbolicLink(artifacts, folder.resolve("artifacts"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var before = disk.map(SmallDisk::before).orElse(List.of());
        return GatewayProcess.start(
                data, before, environment, "--port", Integer.toString(port(index)));
    }

    int size() {
        return nodes.size();
    }

    GatewayProcess node(int index) {
        return nodes.get(index);
    }

    int port(int index) {
        return ports.get(index).port();
    }

    URI address(int index) {
        return URI.create("http://127.0.0.1:" + port(index));
    }

    /// Where results lie, for all nodes alike; empty when that is the machine's own disk.
    Optional<SmallDisk> disk() {
        return disk;
    }

    /// How many lines of all nodes that ever ran say this.
    long said(String words) {
        return Stream.concat(nodes.stream(), former.stream())
                .flatMap(node -> node.errors().lines())
                .filter(line -> line.contains(words))
                .count();
    }

    /// A test key of the one workspace.
    String key() {
        return key;
    }

    /// The way from the nodes to the database.
    CutProxy wire() {
        return wire;
    }

    /// Our own connection, past the wire.
    Database database() {
        return Database.open(server.address(), 4);
    }

    /// Starts a node that has ended, in its folder and on its port; does not wait for it.
    GatewayProcess startAgain(int index) {
        former.add(nodes.get(index));
        nodes.set(index, begin(index));
        return nodes.get(index);
    }

    /// Stops the database as an administrator does, and starts it again.
    void restartDatabase() {
        server.close();
        server = EmbeddedDatabase.start(folder.resolve("database"));
        wire.moveTo(server.address());
    }

    @Override
    public void close() {
        nodes.forEach(GatewayProcess::close);
        former.forEach(GatewayProcess::close);
        ports.forEach(HeldPort::close);
        disk.ifPresent(SmallDisk::close);
        wire.close();
        server.close();
    }
}
