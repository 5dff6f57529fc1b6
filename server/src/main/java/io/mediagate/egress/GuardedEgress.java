package io.mediagate.egress;

import io.mediagate.trace.Traces;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;

/// The door out: what the guard lets pass, within its limits of time and size.
public final class GuardedEgress implements Egress, AutoCloseable {
    private static final int MOST_REDIRECTS = 3;
    private static final int MOST_RESUMPTIONS = 5;
    private static final int LONGEST_REFUSAL = 1_048_576;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CloseableHttpClient client;
    private final Guard guard;
    private final Tracing traces;

    /// @param traces gets a span for each exchange that is part of something traced
    public GuardedEgress(EgressSettings settings, Traces traces) {
        this(new Guard(settings), settings.connectTimeout(), traces);
    }

    public GuardedEgress(EgressSettings settings) {
        this(settings, Traces.off());
    }

    GuardedEgress(Guard guard, Duration connectTimeout) {
        this(guard, connectTimeout, Traces.off());
    }

    private GuardedEgress(Guard guard, Duration connectTimeout, Traces traces) {
        this.traces = new Tracing(traces);
        this.guard = guard;
        this.client = Connections.client(connectTimeout);
    }

    /// Loads what the first of them otherwise waits for.
    public static void prepare() {
        Connections.tls();
    }

    @Override
    public Exchange send(HttpCall call) throws InterruptedException {
        return traces.exchange(call, () -> sendOnce(call));
    }

    private Exchange sendOnce(HttpCall call) throws InterruptedException {
        var request = request(call.method(), call.uri(), call.headers());
        if (call.body().length > 0) {
            request.setEntity(new ByteArrayEntity(call.body(), null));
        }
        var outcome =
                exchange(
                        request,
                        call.uri(),
                        call.limit(),
                        response -> answer(response, call.maxBytes()));
        return switch (outcome) {
            case Whole<HttpAnswer>(var answer) ->
                    answer.status() / 100 == 2
                            ? new Exchange.Answered(answer)
                            : new Exchange.Refused(answer);
            case Broken<HttpAnswer>(var fault) ->
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
        return traces.fetch(from, () -> follow(from, headers, into, maxBytes, limit));
    }

    private Fetch follow(
            URI from, Map<String, String> headers, Path into, long maxBytes, Duration limit)
            throws InterruptedException {
        long until = System.nanoTime() + limit.toNanos();
        var partial = new Partial(into);
        for (int i = 0; ; i++) {
            var fetch = follow(from, headers, partial, maxBytes, until);
            if (fetch instanceof Fetch.Fetched) {
                return fetch;
            }
            boolean again =
                    partial.hasBegun()
                            && i < MOST_RESUMPTIONS
                            && fetch instanceof Fetch.Broken(var fault)
                            && isOfTheLine(fault)
                            && System.nanoTime() < until;
            if (!again) {
                partial.remove();
                return fetch;
            }
        }
    }

    /// Whether the rest may come when it is asked for again.
    private static boolean isOfTheLine(LineFault fault) {
        return switch (fault) {
            case FORBIDDEN_ADDRESS, TOO_LARGE, NO_ROOM -> false;
            case DNS, CONNECT, TLS, RESET, READ_TIMEOUT, TRUNCATED -> true;
        };
    }

    private Fetch follow(
            URI from, Map<String, String> headers, Partial into, long maxBytes, long until)
            throws InterruptedException {
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
            sent = Guard.origin(uri).equals(Guard.origin(next.get())) ? sent : Map.of();
            uri = next.get();
        }
        return new Fetch.Broken(LineFault.FORBIDDEN_ADDRESS);
    }

    private Fetch fetchOnce(
            URI from, Map<String, String> headers, Partial into, long maxBytes, Duration limit)
            throws InterruptedException {
        Outcome<Fetch> outcome =
                exchange(
                        request("GET", from, into.askingForTheRest(headers)),
                        from,
                        limit,
                        response -> fetched(response, into, maxBytes));
        return switch (outcome) {
            case Whole<Fetch>(var fetch) -> fetch;
            case Broken<Fetch>(var fault) -> new Fetch.Broken(fault);
        };
    }

    private static Fetch fetched(ClassicHttpResponse response, Partial into, long maxBytes)
            throws IOException {
        if (response.getCode() / 100 != 2) {
            return new Fetch.Refused(answer(response, LONGEST_REFUSAL));
        }
        long kept = into.kept(response);
        try (var file = into.open(response, kept)) {
            copy(response, file, maxBytes - kept);
        }
        return new Fetch.Fetched(into.path());
    }

    /// What is done with an answer while it comes in.
    private interface Reading<T> {
        T of(ClassicHttpResponse response) throws IOException;
    }

    private sealed interface Outcome<T> {}

    private record Whole<T>(T answer) implements Outcome<T> {}

    private record Broken<T>(LineFault fault) implements Outcome<T> {}

    /// One exchange, within the limit to its last byte, on a thread of its own that can be given up.
    private <T> Outcome<T> exchange(
            HttpUriRequestBase request, URI uri, Duration limit, Reading<T> reading)
            throws InterruptedException {
        var line = new Line();
        var running = begin(() -> execute(request, uri, line, reading), line);
        if (running.isEmpty()) {
            return new Broken<>(LineFault.CONNECT);
        }
        try {
            return running.get().get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            var fault = line.timeOut();
            giveUp(request, running.get());
            return new Broken<>(fault);
        } catch (InterruptedException e) {
            giveUp(request, running.get());
            throw e;
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "an exchange failed in an unforeseen way", e.getCause());
        }
    }

    /// Empty once the door is closed.
    private <T> Optional<Future<T>> begin(ScopedValue.CallableOp<T, IOException> work, Line line) {
        try {
            return Optional.of(
                    threads.submit(() -> ScopedValue.where(Line.CURRENT, line).call(work)));
        } catch (RejectedExecutionException _) {
            return Optional.empty();
        }
    }

    private static void giveUp(HttpUriRequestBase request, Future<?> running) {
        request.abort();
        running.cancel(true);
    }

    private <T> Outcome<T> execute(
            HttpUriRequestBase request, URI uri, Line line, Reading<T> reading) {
        switch (guard.judge(uri)) {
            case Guard.Verdict.Open(var addresses) -> line.admit(addresses);
            case Guard.Verdict.Closed(var fault) -> {
                return new Broken<>(fault);
            }
        }
        try {
            return client.execute(
                    request,
                    response -> {
                        line.reached(Line.Stage.ANSWERING);
                        return new Whole<>(reading.of(response));
                    });
        } catch (IOException e) {
            return new Broken<>(line.fault(e));
        }
    }

    private static HttpUriRequestBase request(String method, URI uri, Map<String, String> headers) {
        var request = new HttpUriRequestBase(method, uri);
        headers.forEach(request::setHeader);
        return request;
    }

    private static HttpAnswer answer(ClassicHttpResponse response, long maxBytes)
            throws IOException {
        var body = new ByteArrayOutputStream();
        copy(response, body, maxBytes);
        var headers = new HashMap<String, String>();
        for (var header : response.getHeaders()) {
            headers.putIfAbsent(header.getName().toLowerCase(Locale.ROOT), header.getValue());
        }
        return new HttpAnswer(response.getCode(), headers, body.toByteArray());
    }

    private static void copy(ClassicHttpResponse response, OutputStream into, long maxBytes)
            throws IOException {
        var entity = response.getEntity();
        if (entity == null) {
            return;
        }
        if (entity.getContentLength() > maxBytes) {
            throw new Line.TooLarge();
        }
        copy(entity.getContent(), into, maxBytes);
    }

    private static void copy(InputStream from, OutputStream into, long maxBytes)
            throws IOException {
        var buffer = new byte[16 * 1024];
        var left = maxBytes;
        for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
            left -= read;
            if (left < 0) {
                throw new Line.TooLarge();
            }
            into.write(buffer, 0, read);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        client.close(CloseMode.IMMEDIATE);
    }
}
