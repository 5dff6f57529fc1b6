package io.mediagate.fault;

import io.mediagate.storage.CutProxy;
import io.mediagate.storage.Database;
import io.mediagate.storage.EmbeddedDatabase;
import io.mediagate.storage.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Several gateways on one PostgreSQL, each a process of its own on a port that it keeps, with one common
/// folder for results. The way to the database can be cut, and the database restarted.
final class Cluster implements AutoCloseable {

    private final Path folder;
    private final Map<String, String> environment;
    private final List<Integer> ports = new ArrayList<>();
    private final List<GatewayProcess> nodes = new ArrayList<>();
    private final List<GatewayProcess> former = new ArrayList<>();
    private final CutProxy wire;
    private EmbeddedDatabase server;
    private final String key;

    /// Starts them all.
    ///
    /// @param environment of every node
    Cluster(Path folder, int size, Map<String, String> environment) {
        this.folder = folder;
        this.environment = new HashMap<>(environment);
        makeFolder(folder.resolve("artifacts"));
        server = EmbeddedDatabase.start(folder.resolve("database"));
        wire = new CutProxy(server.address());
        this.environment.put("DATABASE_URL", TestDatabase.url(wire.address()));
        this.environment.putIfAbsent("MEDIAGATE_DATABASE_CONNECTIONS", "8");
        for (int i = 0; i < size; i++) {
            ports.add(freePort());
            nodes.add(begin(i));
            // One after the other: the first one makes the schema and the key.
            nodes.getLast().awaitReady();
        }
        key = nodes.getFirst().awaitKey();
        try (var database = database()) {
            Riches.give(database);
        }
    }

    private static void makeFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
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
        return GatewayProcess.start(
                data, List.of(), environment, "--port", ports.get(index).toString());
    }

    int size() {
        return nodes.size();
    }

    GatewayProcess node(int index) {
        return nodes.get(index);
    }

    int port(int index) {
        return ports.get(index);
    }

    URI address(int index) {
        return URI.create("http://127.0.0.1:" + ports.get(index));
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
        wire.close();
        server.close();
    }
}
