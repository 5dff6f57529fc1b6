package io.mediagate.endtoend;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A collector on loopback that takes spans over OTLP/HTTP and reads them by the field numbers of
/// opentelemetry-proto's `trace.proto`.
final class OtlpCollector implements AutoCloseable {

    /// A span that came.
    ///
    /// @param node the `service.instance.id` of its sender
    /// @param kind 1 internal, 2 server, 3 client
    /// @param failed whether its status is an error
    record Collected(
            String node,
            String traceId,
            String id,
            String parentId,
            String name,
            long kind,
            Map<String, String> attributes,
            boolean failed) {}

    private final HttpServer server;
    private final List<Collected> spans = new CopyOnWriteArrayList<>();
    private final List<String> raw = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    OtlpCollector() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::take);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<Collected> spans() {
        return List.copyOf(spans);
    }

    /// Every byte that came, as text.
    String raw() {
        return String.join("\n", raw);
    }

    /// Path, content type and the header `x-api-key` of each request.
    List<String> asked() {
        return List.copyOf(asked);
    }

    private void take(HttpExchange exchange) throws IOException {
        var body = exchange.getRequestBody().readAllBytes();
        var headers = exchange.getRequestHeaders();
        asked.add(
                "%s %s %s"
                        .formatted(
                                exchange.getRequestURI().getPath(),
                                headers.getFirst("Content-Type"),
                                headers.getFirst("X-Api-Key")));
        raw.add(new String(body, StandardCharsets.ISO_8859_1));
        for (var ofOne : messages(UnknownFieldSet.parseFrom(body), 1)) {
            var node = attributes(messages(ofOne, 1).getFirst(), 1).get("service.instance.id");
            messages(ofOne, 2).stream()
                    .flatMap(scope -> messages(scope, 2).stream())
                    .forEach(span -> spans.add(collected(String.valueOf(node), span)));
        }
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private static Collected collected(String node, UnknownFieldSet span) {
        return new Collected(
                node,
                hex(span, 1),
                hex(span, 2),
                hex(span, 4),
                bytes(span, 5).map(ByteString::toStringUtf8).collect(Collectors.joining()),
                span.getField(6).getVarintList().getFirst(),
                attributes(span, 9),
                messages(span, 15).stream()
                        .anyMatch(status -> status.getField(3).getVarintList().contains(2L)));
    }

    private static Map<String, String> attributes(UnknownFieldSet in, int field) {
        return messages(in, field).stream()
                .collect(
                        Collectors.toMap(
                                pair -> bytes(pair, 1).findFirst().orElseThrow().toStringUtf8(),
                                pair -> value(messages(pair, 2).getFirst())));
    }

    private static String value(UnknownFieldSet any) {
        return bytes(any, 1)
                .findFirst()
                .map(ByteString::toStringUtf8)
                .orElseGet(() -> any.getField(3).getVarintList().getFirst().toString());
    }

    private static String hex(UnknownFieldSet in, int field) {
        return bytes(in, field)
                .map(it -> HexFormat.of().formatHex(it.toByteArray()))
                .collect(Collectors.joining());
    }

    private static Stream<ByteString> bytes(UnknownFieldSet in, int field) {
        return in.getField(field).getLengthDelimitedList().stream();
    }

    private static List<UnknownFieldSet> messages(UnknownFieldSet in, int field) {
        return bytes(in, field).map(OtlpCollector::parsed).toList();
    }

    private static UnknownFieldSet parsed(ByteString bytes) {
        try {
            return UnknownFieldSet.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
