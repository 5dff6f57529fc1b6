package io.mediagate.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A line to a server on loopback that does to each connection what it is told. One connection carries one
/// request, since it asks for each to be closed.
final class FaultyLine implements AutoCloseable {

    /// What happens to one connection.
    ///
    /// @param status answered instead of the server; 0 for none
    /// @param cutAfter bytes of the answer's body; negative for never
    /// @param pauseNanos after each piece of the answer
    record Fault(int status, long cutAfter, long pauseNanos) {
        static Fault none() {
            return new Fault(0, -1, 0);
        }

        static Fault overloaded() {
            return new Fault(503, -1, 0);
        }

        static Fault refused() {
            return new Fault(403, -1, 0);
        }

        static Fault cutAfter(long bytes) {
            return new Fault(0, bytes, 0);
        }

        static Fault slow() {
            return new Fault(0, -1, 20_000_000);
        }
    }

    private final ServerSocket door;
    private final int target;
    private final Deque<Fault> faults = new ArrayDeque<>();
    private final ConcurrentLinkedQueue<Socket> open = new ConcurrentLinkedQueue<>();

    FaultyLine(int target) {
        this.target = target;
        try {
            door = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("faulty-line").start(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    /// What happens to the next connections, one after the other; nothing to those after them.
    synchronized void next(Fault... some) {
        faults.addAll(List.of(some));
    }

    synchronized int faultsLeft() {
        return faults.size();
    }

    private synchronized Fault take() {
        var next = faults.pollFirst();
        return next == null ? Fault.none() : next;
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                var socket = door.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            var head = head(client.getInputStream());
            if (head == null) {
                return;
            }
            var fault = take();
            if (fault.status() > 0) {
                drainBriefly(client);
                var answer =
                        "HTTP/1.1 %d No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                                .formatted(fault.status());
                client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                client.shutdownOutput();
                client.getInputStream().transferTo(OutputStream.nullOutputStream());
                return;
            }
            relay(client, head, fault);
        } catch (IOException _) {
            // One side left; that is what lines do.
        }
    }

    /// The same head, of a connection that ends with it.
    private static String closing(String head) {
        return head.replaceAll("(?i)\r\nconnection:[^\r]*", "")
                .replaceFirst("\r\n", "\r\nConnection: close\r\n");
    }

    private static void drainBriefly(Socket client) throws IOException {
        client.setSoTimeout(2_000);
    }

    private void relay(Socket client, String head, Fault fault) throws IOException {
        try (var server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            open.add(server);
            var closing = closing(head);
            server.getOutputStream().write(closing.getBytes(StandardCharsets.ISO_8859_1));
            Thread.ofVirtual()
                    .start(() -> {
                        try {
                            client.getInputStream().transferTo(server.getOutputStream());
                        } catch (IOException _) {
                            // The answer says how it went.
                        }
                    });
            answer(server.getInputStream(), client.getOutputStream(), fault);
        }
    }

    private static void answer(InputStream from, OutputStream to, Fault fault) throws IOException {
        var head = head(from);
        if (head == null) {
            return;
        }
        var closing = closing(head);
        to.write(closing.getBytes(StandardCharsets.ISO_8859_1));
        var piece = new byte[4096];
        long left = fault.cutAfter() < 0 ? Long.MAX_VALUE : fault.cutAfter();
        while (left > 0) {
            int read = from.read(piece, 0, (int) Math.min(piece.length, left));
            if (read < 0) {
                return;
            }
            to.write(piece, 0, read);
            to.flush();
            left -= read;
            LockSupport.parkNanos(fault.pauseNanos());
        }
    }

    private static @Nullable String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            if (c < 0) {
                return null;
            }
            head.append((char) c);
        }
        return head.toString();
    }

    @Override
    public void close() {
        try {
            door.close();
            for (var socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
