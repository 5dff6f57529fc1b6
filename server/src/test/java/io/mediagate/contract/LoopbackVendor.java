package io.mediagate.contract;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;

/// A server on loopback that behaves as it is told: a vendor, or somebody whom nobody should speak to.
/// `{base}` in an answer, or in a header of it, becomes its own address.
public final class LoopbackVendor implements AutoCloseable {

    /// A request that arrived.
    @SuppressWarnings("ArrayRecordComponent") // Compared nowhere.
    public record Request(String method, String path, Map<String, String> headers, byte[] body) {
        /// Method and path, as rules name them.
        public String line() {
            return method + " " + path;
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    private record Rule(Pattern line, Function<Request, Reply> reply) {}

    private final ServerSocket server;
    private final ConcurrentLinkedDeque<Rule> rules = new ConcurrentLinkedDeque<>();
    private final Queue<Request> seen = new ConcurrentLinkedQueue<>();
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

    public LoopbackVendor() {
        try {
            server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("loopback-vendor").start(this::accept);
    }

    public URI base() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /// From now on requests of this line (`GET /tasks/.*`, a pattern) get this; later rules go first.
    public LoopbackVendor on(String line, Function<Request, Reply> reply) {
        rules.addFirst(new Rule(Pattern.compile(line), reply));
        return this;
    }

    /// From now on requests of this line get this.
    public LoopbackVendor on(String line, Reply reply) {
        return on(line, _ -> reply);
    }

    /// Requests of this line that no other rule answers get this.
    public LoopbackVendor otherwise(String line, Function<Request, Reply> reply) {
        rules.addLast(new Rule(Pattern.compile(line), reply));
        return this;
    }

    /// Requests of this line get these in turn, the last one for ever.
    public LoopbackVendor inTurn(String line, List<? extends Reply> replies) {
        var left = new ArrayDeque<Reply>(replies);
        return on(
                line,
                _ -> {
                    synchronized (left) {
                        return left.size() > 1 ? left.removeFirst() : left.getFirst();
                    }
                });
    }

    /// Everything that has arrived, in order.
    public List<Request> seen() {
        return List.copyOf(seen);
    }

    /// What has arrived and matches.
    public List<Request> seen(String line) {
        var pattern = Pattern.compile(line);
        return seen.stream().filter(it -> pattern.matcher(it.line()).matches()).toList();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var socket = server.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            var in = new BufferedInputStream(socket.getInputStream());
            while (true) {
                var request = read(in);
                if (request == null || !answer(socket, request)) {
                    return;
                }
            }
        } catch (IOException | InterruptedException _) {
            // The other side left; what it got before is recorded.
        } finally {
            open.remove(socket);
        }
    }

    /// Whether the connection goes on.
    private boolean answer(Socket socket, Request request)
            throws IOException, InterruptedException {
        seen.add(request);
        var reply =
                rules.stream()
                        .filter(rule -> rule.line().matcher(request.line()).matches())
                        .findFirst()
                        .map(rule -> rule.reply().apply(request))
                        .orElse(Reply.json(404, "{\"detail\":\"no such path\"}"));
        switch (reply) {
            case Reply.Whole whole -> write(socket, whole, 1.0);
            case Reply.Slow(var by, var whole) -> {
                new CountDownLatch(1).await(by.toMillis(), TimeUnit.MILLISECONDS);
                write(socket, whole, 1.0);
            }
            case Reply.Truncated(var whole) -> {
                write(socket, whole, 0.5);
                return false;
            }
            case Reply.Reset _ -> {
                socket.setSoLinger(true, 0);
                return false;
            }
        }
        return true;
    }

    private void write(Socket socket, Reply.Whole whole, double share) throws IOException {
        var body = whole.body();
        var type = whole.headers().getOrDefault("content-type", "");
        if (type.contains("json") || type.contains("text")) {
            body =
                    new String(body, StandardCharsets.UTF_8)
                            .replace("{base}", base().toString())
                            .getBytes(StandardCharsets.UTF_8);
        }
        var head = new StringBuilder("HTTP/1.1 " + whole.status() + " Said\r\n");
        whole.headers()
                .forEach((name, value) ->
                        head.append(name + ": " + value.replace("{base}", base() + "") + "\r\n"));
        head.append("content-length: " + body.length + "\r\n\r\n");
        var out = socket.getOutputStream();
        out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        out.write(body, 0, (int) (body.length * share));
        out.flush();
    }

    private static @org.jspecify.annotations.Nullable Request read(InputStream in)
            throws IOException {
        var first = line(in).split(" ", -1);
        if (first.length < 2) {
            return null;
        }
        var headers = new TreeMap<String, String>();
        for (var line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                return null;
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        var length = headers.get("content-length");
        byte[] body =
                length == null ? chunks(in, headers) : in.readNBytes(Integer.parseInt(length));
        return new Request(first[0], first[1], headers, body);
    }

    private static byte[] chunks(InputStream in, Map<String, String> headers) throws IOException {
        var body = new ByteArrayOutputStream();
        if ("chunked".equals(headers.get("transfer-encoding"))) {
            for (int size = Integer.parseInt(line(in), 16); size > 0; ) {
                body.write(in.readNBytes(size));
                line(in);
                size = Integer.parseInt(line(in), 16);
            }
            line(in);
        }
        return body.toByteArray();
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.write(c);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        try {
            server.close();
            for (var socket : new ArrayList<>(open)) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
