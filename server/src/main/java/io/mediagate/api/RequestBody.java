package io.mediagate.api;

import io.helidon.common.buffers.DataReader.InsufficientDataAvailableException;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.RequestException;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import io.mediagate.idempotency.Fingerprint;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;

/// Reads a request's body within its size and its time, and sees to what nobody has read of it when
/// the answer is out.
final class RequestBody {

    private static final int PIECE = 8192;
    private static final Duration LINGER = Duration.ofSeconds(2);

    private final int limit;
    private final Duration timeout;
    private final Deadlines deadlines;
    private @Nullable InputStream stream;
    private boolean broken;
    private byte @Nullable [] held;
    private @Nullable Fingerprint fingerprint;

    RequestBody(ApiSettings settings, Deadlines deadlines) {
        this.limit = settings.jsonBodyLimitBytes();
        this.timeout = settings.readTimeout();
        this.deadlines = deadlines;
    }

    /// The whole body. Read once, or once more after `fingerprint`.
    byte[] read(Exchange exchange) {
        var bytes = held == null ? receive(exchange) : held;
        held = null;
        if (fingerprint == null && exchange.hasIdempotencyKey()) {
            fingerprint = Fingerprint.of(bytes);
        }
        return bytes;
    }

    /// What tells this body from another one; read now if it has not been.
    Fingerprint fingerprint(Exchange exchange) {
        var known = fingerprint;
        if (known == null) {
            held = read(exchange);
            known = Objects.requireNonNull(fingerprint);
        }
        return known;
    }

    /// Who reads a body in parts says what tells it from another one.
    void fingerprinted(Fingerprint ofParts) {
        fingerprint = ofParts;
    }

    /// A client that is too slow is answered from another thread, which then closes the socket under this
    /// one.
    private byte[] receive(Exchange exchange) {
        var request = exchange.request();
        long declared = declared(request);
        if (declared > limit) {
            throw exchange.bodyProblem(ErrorCode.PAYLOAD_TOO_LARGE, tooLarge());
        }
        var reader = Thread.currentThread();
        var watch = deadlines.watch(timeout, () -> answerTooSlow(exchange, reader));
        try {
            var bytes = readAll(exchange, declared);
            if (watch.end()) {
                return bytes;
            }
        } catch (RuntimeException e) {
            if (watch.end()) {
                throw e;
            }
        }
        // The other thread answers or has answered; nothing may be written here.
        throw new CloseConnectionException("the body came too slowly");
    }

    private byte[] readAll(Exchange exchange, long declared) {
        try {
            return declared > 0 ? exactly((int) declared, exchange) : bounded(exchange);
        } catch (IOException | UncheckedIOException | InsufficientDataAvailableException e) {
            throw new CloseConnectionException("the client left while it sent its body", e);
        } catch (Problem | CloseConnectionException e) {
            throw e;
        } catch (RequestException e) {
            exchange.closeAfterwards();
            throw e.status().code() == ErrorCode.PAYLOAD_TOO_LARGE.status()
                    ? exchange.bodyProblem(ErrorCode.PAYLOAD_TOO_LARGE, tooLarge())
                    : malformed(exchange);
        } catch (RuntimeException e) {
            // The server's parser of chunks throws whatever it stumbles over.
            throw malformed(exchange);
        }
    }

    private Problem malformed(Exchange exchange) {
        exchange.closeAfterwards();
        broken = true;
        return exchange.bodyProblem(ErrorCode.INVALID_REQUEST, "The body's chunks are malformed.");
    }

    private void answerTooSlow(Exchange exchange, Thread reader) {
        try {
            exchange.closeAfterwards();
            exchange.answer(
                    exchange.bodyProblem(
                            ErrorCode.INVALID_REQUEST,
                            "The body did not arrive within " + timeout.toMillis() + " ms."));
        } finally {
            reader.interrupt();
        }
    }

    private byte[] exactly(int length, Exchange exchange) throws IOException {
        var bytes = new byte[length];
        var in = stream(exchange.request());
        int read = in.readNBytes(bytes, 0, length);
        // The server holds a body for unread until its end was seen.
        return read == length && in.read() < 0 ? bytes : Arrays.copyOf(bytes, read);
    }

    private byte[] bounded(Exchange exchange) throws IOException {
        var in = stream(exchange.request());
        var all = new ByteArrayOutputStream(1024);
        var piece = new byte[PIECE];
        for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
            all.write(piece, 0, n);
            if (all.size() > limit) {
                throw exchange.bodyProblem(ErrorCode.PAYLOAD_TOO_LARGE, tooLarge());
            }
        }
        return all.toByteArray();
    }

    private String tooLarge() {
        return "The body is longer than the %d bytes that are allowed.".formatted(limit);
    }

    private InputStream stream(ServerRequest request) {
        var open = stream;
        if (open == null) {
            open = request.content().inputStream();
            stream = open;
        }
        return open;
    }

    /// The announced length; -1 for chunks, 0 for no body.
    private static long declared(ServerRequest request) {
        if (request.headers().contains(HeaderNames.TRANSFER_ENCODING)) {
            return -1;
        }
        return request.headers().contentLength().orElse(0);
    }

    /// Whether the rest of the body is not worth reading to keep the connection.
    boolean mustClose(ServerRequest request) {
        if (request.content().consumed()) {
            return false;
        }
        long declared = declared(request);
        return declared < 0 || declared > limit || awaitsContinue(request);
    }

    private static boolean awaitsContinue(ServerRequest request) {
        return request.headers().containsToken(HeaderValues.EXPECT_100) && !request.continueSent();
    }

    /// Takes in what is left of the body after the answer: all of it where the connection goes on; some
    /// of it where it ends, since a close with unread bytes would destroy the answer on its way.
    void discardRest(Exchange exchange) {
        var request = exchange.request();
        if (broken || request.content().consumed() || awaitsContinue(request)) {
            return;
        }
        var watch = deadlines.interruptAfter(exchange.closing() ? LINGER : timeout);
        try {
            var in = stream(request);
            var piece = new byte[PIECE];
            long left = 4L * limit;
            for (int n = in.read(piece); n >= 0 && left > 0; n = in.read(piece)) {
                left -= n;
            }
        } catch (IOException | RuntimeException e) {
            // Whatever it is, it came after the answer: it ends the connection and nothing else.
            exchange.closeAfterwards();
        } finally {
            if (!watch.end()) {
                exchange.closeAfterwards();
            }
        }
    }
}
