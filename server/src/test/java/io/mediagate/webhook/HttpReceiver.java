package io.mediagate.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A receiver on loopback that remembers what came.
public final class HttpReceiver implements AutoCloseable {

    /// What came.
    ///
    /// @param headers by their names in lower case
    /// @param nanos when, by `System.nanoTime`
    public record Received(Map<String, String> headers, String body, long nanos) {
        /// The event's id.
        public String id() {
            return headers.getOrDefault("webhook-id", "");
        }
    }

    /// What it does with an event, once that has been read.
    public interface Manner {
        void answer(Received received, HttpExchange exchange) throws Exception;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Received> received = new CopyOnWriteArrayList<>();

    /// One that does this.
    public HttpReceiver(Manner manner) {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", exchange -> handle(exchange, manner));
        server.start();
    }

    /// One that answers all is well.
    public static HttpReceiver friendly() {
        return new HttpReceiver((_, exchange) -> exchange.sendResponseHeaders(204, -1));
    }

    private void handle(HttpExchange exchange, Manner manner) throws IOException {
        var headers = new HashMap<String, String>();
        exchange.getRequestHeaders()
                .forEach((name, values) ->
                        headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var one = new Received(headers, body, System.nanoTime());
        received.add(one);
        try {
            manner.answer(one, exchange);
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        } finally {
            exchange.close();
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String url() {
        return "http://127.0.0.1:%d/hook".formatted(port());
    }

    /// What came so far.
    public List<Received> received() {
        return List.copyOf(received);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
