package io.mediagate.storage;

import io.mediagate.QuickDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/// A database of its own for each test class, all on one embedded server that lives as long as the JVM.
public final class TestDatabase {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private TestDatabase() {}

    private static final class Server {
        private static final EmbeddedDatabase SHARED = start();

        /// With our schema, which the others are copies of.
        private static final String TEMPLATE = template();

        private static String template() {
            var name = "template_test";
            var address = create(SHARED.address(), name, "template1");
            Database.open(address, 4).close();
            return name;
        }

        private static EmbeddedDatabase start() {
            var folder = QuickDisk.newFolder("database");
            var server = EmbeddedDatabase.start(folder);
            Runtime.getRuntime()
                    .addShutdownHook(
                            new Thread(() -> {
                                server.close();
                                delete(folder);
                            }));
            return server;
        }

        private static void delete(Path folder) {
            try {
                FileTrees.delete(folder);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// The address of a new database with our schema and nothing in it.
    public static Database.Address address() {
        var name = "test_" + NUMBER.incrementAndGet();
        return create(Server.SHARED.address(), name, Server.TEMPLATE);
    }

    private static Database.Address create(Database.Address shared, String name, String template) {
        try (var database = Database.connect(shared, 4)) {
            // Files are copied sooner than each of their pages is written to the log.
            database.with(handle ->
                    handle.execute(
                            "CREATE DATABASE %s TEMPLATE %s STRATEGY file_copy"
                                    .formatted(name, template)));
        }
        return new Database.Address(
                shared.url().replaceFirst("/postgres$", "/" + name),
                shared.user(),
                shared.password());
    }

    /// An address with its access in it, as settings name it.
    public static String url(Database.Address address) {
        return address.url()
                + (address.url().contains("?") ? "&" : "?")
                + "user=%s&password=%s".formatted(address.user(), address.password().value());
    }

    /// A new database with our schema and nothing in it.
    public static Database open() {
        return Database.connect(address(), 16);
    }
}
