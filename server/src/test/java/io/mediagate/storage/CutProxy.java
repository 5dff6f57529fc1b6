package io.mediagate.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/// A wire to PostgreSQL that a test can cut, at the moment of a chosen COMMIT or altogether.
public final class CutProxy implements AutoCloseable {

    private static final int BUFFER = 1 << 16;
    private static final int LONGEST_TRANSACTION = 1 << 20;
    private static final String COMMIT = "COMMIT\0";

    /// Which side of the commit the cut is on.
    public enum Moment {
        /// The server never sees it, and rolls back.
        BEFORE_COMMIT,
        /// The server commits, and nobody hears of it.
        AFTER_COMMIT
    }

    /// What becomes of the other connections.
    private enum Rest {
        UNHARMED,
        CUT_FOR_GOOD
    }

    /// The next cut: of the first transaction whose statements contain all the words.
    public static final class Cut {
        private final Moment moment;
        private final Rest rest;
        private final List<String> words;
        private final CountDownLatch made = new CountDownLatch(1);

        private Cut(Moment moment, Rest rest, List<String> words) {
            this.moment = moment;
            this.rest = rest;
            this.words = words;
        }

        private boolean isMeant(StringBuilder said) {
            return words.stream().allMatch(word -> said.indexOf(word) >= 0);
        }

        /// Waits until it has been made.
        public void await() throws InterruptedException {
            if (!made.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("no transaction said " + words);
            }
        }
    }

    private final ServerSocket door;
    private final Database.Address target;
    private volatile int port;
    private final AtomicReference<Optional<Cut>> next = new AtomicReference<>(Optional.empty());
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean away;

    /// A wire to this database.
    public CutProxy(Database.Address target) {
        this.target = target;
        this.port = port(target);
        try {
            door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().name("cut-proxy").start(this::accept);
    }

    /// The database's address through the wire. Statements are sent in full each time, so that they can
    /// be recognised.
    public Database.Address address() {
        var url = target.url().replace(":" + port(target) + "/", ":" + door.getLocalPort() + "/");
        return new Database.Address(url + "?prepareThreshold=0", target.user(), target.password());
    }

    private static int port(Database.Address address) {
        return URI.create(address.url().replaceFirst("^jdbc:", "")).getPort();
    }

    /// From now on leads to the same database at another port, as after a restart.
    public void moveTo(Database.Address moved) {
        port = port(moved);
    }

    /// Cuts all connections, and lets everybody in again at once.
    public void cutAll() {
        open.forEach(CutProxy::close);
    }

    /// Cuts the first transaction that says all these words, once.
    public Cut cut(Moment moment, String... words) {
        return arm(new Cut(moment, Rest.UNHARMED, List.of(words)));
    }

    /// The same, and from that moment on nothing comes through any more.
    public Cut cutForGood(Moment moment, String... words) {
        return arm(new Cut(moment, Rest.CUT_FOR_GOOD, List.of(words)));
    }

    private Cut arm(Cut cut) {
        next.set(Optional.of(cut));
        return cut;
    }

    /// Cuts all connections and lets nobody in.
    public void goAway() {
        away = true;
        open.forEach(CutProxy::close);
    }

    /// Lets everybody in again.
    public void comeBack() {
        away = false;
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                var client = door.accept();
                if (away) {
                    close(client);
                } else {
                    var server = new Socket(InetAddress.getLoopbackAddress(), port);
                    new Wire(client, server).start();
                }
            } catch (IOException e) {
                // The test is over, or its server is.
                Thread.onSpinWait();
            }
        }
    }

    private final class Wire {
        private final Socket client;
        private final Socket server;
        private final StringBuilder said = new StringBuilder();

        Wire(Socket client, Socket server) {
            this.client = client;
            this.server = server;
            open.add(client);
            open.add(server);
        }

        void start() {
            Thread.ofPlatform().daemon().start(this::forth);
            Thread.ofPlatform().daemon().start(this::back);
        }

        private void forth() {
            try (client;
                    var in = client.getInputStream()) {
                var out = server.getOutputStream();
                var buffer = new byte[BUFFER];
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    var due = due(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
                    if (due.isPresent()) {
                        make(due.get(), out, buffer, n);
                        return;
                    }
                    out.write(buffer, 0, n);
                }
                close(server);
            } catch (IOException e) {
                close(server);
            }
        }

        /// The cut that is to be made here and now.
        private Optional<Cut> due(String words) {
            if (said.length() < LONGEST_TRANSACTION) {
                said.append(words);
            }
            if (!words.contains(COMMIT)) {
                return Optional.empty();
            }
            var cut = next.get().filter(c -> c.isMeant(said));
            said.setLength(0);
            return cut.isPresent() && next.compareAndSet(cut, Optional.empty())
                    ? cut
                    : Optional.empty();
        }

        /// After a commit the server's end stays open: what was sent is carried out.
        private void make(Cut cut, OutputStream out, byte[] buffer, int n) throws IOException {
            if (cut.rest == Rest.CUT_FOR_GOOD) {
                away = true;
                open.stream().filter(socket -> !socket.equals(server)).forEach(CutProxy::close);
            }
            switch (cut.moment) {
                case BEFORE_COMMIT -> close(server);
                case AFTER_COMMIT -> out.write(buffer, 0, n);
            }
            close(client);
            cut.made.countDown();
        }

        private void back() {
            try (server;
                    var in = server.getInputStream()) {
                in.transferTo(client.getOutputStream());
            } catch (IOException e) {
                close(server);
            } finally {
                open.remove(client);
                open.remove(server);
                close(client);
            }
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        open.forEach(CutProxy::close);
    }
}
