package io.mediagate.egress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/// The door out, by the JDK's client.
public final class JdkEgress implements Egress, AutoCloseable {
    private static final int MOST_REDIRECTS = 5;
    private static final long LONGEST_REFUSAL = 1_048_576;

    static {
        // A connection that the other side closed while it lay idle loses the next request on it,
        // and a
        // lost submission is of unknown outcome. Most servers keep one for 5 s or longer; so we do
        // not.
        setIfAbsent("jdk.httpclient.keepalive.timeout", "4");
        // The address that was checked must be the one that is connected to.
        setIfAbsent("sun.net.inetaddr.ttl", "30");
    }

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client;
    private final Addresses addresses;

    public JdkEgress(EgressSettings settings) {
        this.addresses =
                new Addresses(
                        settings.allowed(),
                        settings.named().stream()
                                .map(Addresses::origin)
                                .collect(Collectors.toSet()));
        this.client =
                HttpClient.newBuilder()
                        .connectTimeout(settings.connectTimeout())
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .executor(threads)
                        .build();
    }

    private static void setIfAbsent(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    @Override
    public Exchange send(HttpCall call) throws InterruptedException {
        var refusal = addresses.refusal(call.uri());
        if (refusal.isPresent()) {
            return new Exchange.NotSent(refusal.get());
        }
        var whole =
                exchange(
                        request(call),
                        _ ->
                                BodySubscribers.limiting(
                                        BodySubscribers.ofByteArray(), call.maxBytes()),
                        call.limit());
        return switch (whole) {
            case Whole<byte[]>(var response) -> {
                var answer = answer(response, response.body());
                yield answer.status() / 100 == 2
                        ? new Exchange.Answered(answer)
                        : new Exchange.Refused(answer);
            }
            case Broken<byte[]>(var fault) ->
                    switch (fault.reach()) {
                        case NOT_SENT -> new Exchange.NotSent(fault);
                        case PERHAPS_SENT -> new Exchange.Lost(fault);
                    };
        };
    }

    @Override
    public Fetch fetch(
            URI from, Map<String, String> headers, Path into, long maxBytes, Duration limit)
            throws InterruptedException {
        long until = System.nanoTime() + limit.toNanos();
        var uri = from;
        var sent = headers;
        for (int i = 0; i <= MOST_REDIRECTS; i++) {
            var left = Duration.ofNanos(Math.max(1, until - System.nanoTime()));
            var fetch = fetchOnce(uri, sent, into, maxBytes, left);
            if (!(fetch instanceof Fetch.Refused(var answer)) || answer.status() / 100 != 3) {
                return fetch;
            }
            var next = answer.header("location").flatMap(new Redirect(uri)::to);
            if (next.isEmpty()) {
                return fetch;
            }
            sent = Addresses.origin(uri).equals(Addresses.origin(next.get())) ? sent : Map.of();
            uri = next.get();
        }
        return new Fetch.Broken(LineFault.FORBIDDEN_ADDRESS);
    }

    private Fetch fetchOnce(
            URI from, Map<String, String> headers, Path into, long maxBytes, Duration limit)
            throws InterruptedException {
        var refusal = addresses.refusal(from);
        if (refusal.isPresent()) {
            return new Fetch.Broken(refusal.get());
        }
        var request = HttpRequest.newBuilder(from).timeout(limit).GET();
        headers.forEach(request::setHeader);
        var whole = exchange(request.build(), info -> body(info, into, maxBytes), limit);
        return switch (whole) {
            case Whole<Object>(var response) when response.body() instanceof Path file ->
                    new Fetch.Fetched(file);
            case Whole<Object>(var response) ->
                    new Fetch.Refused(answer(response, (byte[]) response.body()));
            case Broken<Object>(var fault) -> {
                remove(into);
                yield new Fetch.Broken(fault);
            }
        };
    }

    private static BodySubscriber<Object> body(
            HttpResponse.ResponseInfo info, Path into, long maxBytes) {
        if (info.statusCode() / 100 == 2) {
            var file =
                    BodySubscribers.ofFile(
                            into, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            return BodySubscribers.limiting(BodySubscribers.mapping(file, path -> path), maxBytes);
        }
        // A refusal is read for its sentence; whatever exceeds that counts as broken off.
        return BodySubscribers.limiting(
                BodySubscribers.mapping(BodySubscribers.ofByteArray(), bytes -> bytes),
                LONGEST_REFUSAL);
    }

    private sealed interface Outcome<T> {}

    private record Whole<T>(HttpResponse<T> response) implements Outcome<T> {}

    private record Broken<T>(LineFault fault) implements Outcome<T> {}

    /// One exchange, within the limit to its last byte: the client's own limit ends with the headers.
    private <T> Outcome<T> exchange(HttpRequest request, BodyHandler<T> handler, Duration limit)
            throws InterruptedException {
        var begun = new AtomicBoolean();
        var future =
                client.sendAsync(
                        request,
                        info -> {
                            begun.set(true);
                            return handler.apply(info);
                        });
        try {
            return new Whole<>(future.get(limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException _) {
            future.cancel(true);
            return new Broken<>(begun.get() ? LineFault.TRUNCATED : LineFault.READ_TIMEOUT);
        } catch (InterruptedException e) {
            future.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            var cause = e.getCause() == null ? e : e.getCause();
            if (!begun.get()) {
                return new Broken<>(LineFaults.beforeTheAnswer(cause));
            }
            return new Broken<>(isTooLarge(cause) ? LineFault.TOO_LARGE : LineFault.TRUNCATED);
        }
    }

    /// The JDK has no type of its own for it.
    private static boolean isTooLarge(Throwable thrown) {
        var message = thrown.getMessage();
        return thrown instanceof IOException && message != null && message.contains("capacity");
    }

    private static HttpRequest request(HttpCall call) {
        var publisher =
                call.body().length == 0
                        ? BodyPublishers.noBody()
                        : BodyPublishers.ofByteArray(call.body());
        var request =
                HttpRequest.newBuilder(call.uri())
                        .timeout(call.limit())
                        .method(call.method(), publisher);
        call.headers().forEach(request::setHeader);
        return request.build();
    }

    private static HttpAnswer answer(HttpResponse<?> response, byte[] body) {
        return new HttpAnswer(response.statusCode(), first(response.headers()), body);
    }

    private static Map<String, String> first(HttpHeaders headers) {
        var first = new HashMap<String, String>();
        headers.map()
                .forEach((name, values) ->
                        first.putIfAbsent(name.toLowerCase(Locale.ROOT), values.getFirst()));
        return first;
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        threads.shutdownNow();
    }
}
