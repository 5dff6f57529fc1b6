package io.mediagate.api;

import io.helidon.common.buffers.DataReader.InsufficientDataAvailableException;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.RequestException;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.mediagate.api.Intake.BodyLimits;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import io.mediagate.idempotency.Fingerprint;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads a request's body within its size and its time, and sees to what nobody has read of it when
/// the answer is out.
final class RequestBody {

    private static final int PIECE = 8192;
    private static final Duration LINGER = Duration.ofSeconds(2);

    private final int limit;
    private final Duration timeout;
    private final Intake intake;
    private final Deadlines deadlines;
    private final Capacity capacity;
    private long taken;
    private @Nullable InputStream stream;
    private boolean broken;
    private byte @Nullable [] held;
    private @Nullable Fingerprint fingerprint;
    private @Nullable Form form;
    private long largest;

    RequestBody(ApiSettings settings, Intake intake, Deadlines deadlines, Capacity capacity) {
        this.capacity = capacity;
        this.intake = intake;
        this.limit = settings.jsonBodyLimitBytes();
        this.timeout = settings.readTimeout();
        this.largest = limit;
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
        if (known == null && FormReader.isForm(exchange)) {
            known = form(exchange).fingerprint();
            fingerprint = known;
        } else if (known == null) {
            held = read(exchange);
            known = Objects.requireNonNull(fingerprint);
        }
        return known;
    }

    /// The body as a form, read once; its files are among the exchange's attachments.
    Form form(Exchange exchange) {
        var known = form;
        if (known == null) {
            known = new FormReader(intake).read(exchange);
            form = known;
        }
        return known;
    }

    /// Reads a body while it comes in.
    interface Reading<T> {
        T of(InputStream in) throws IOException;
    }

    private byte[] receive(Exchange exchange) {
        long declared = declared(exchange.request());
        setAside(declared < 0 ? limit : Math.min(declared, limit));
        return read(
                exchange,
                new BodyLimits(limit, timeout),
                in -> declared > 0 ? exactly((int) declared, in) : in.readAllBytes());
    }

    /// Reads a body that may be larger and take longer than others. A client that is too slow is answered
    /// from another thread, which then closes the socket under this one.
    <T> T read(Exchange exchange, BodyLimits limits, Reading<T> reading) {
        largest = limits.bytes();
        if (declared(exchange.request()) > limits.bytes()) {
            throw exchange.bodyProblem(ErrorCode.PAYLOAD_TOO_LARGE, tooLarge(limits.bytes()));
        }
        var reader = Thread.currentThread();
        var watch =
                deadlines.watch(
                        limits.time(), () -> answerTooSlow(exchange, limits.time(), reader));
        try {
            var all = readAll(exchange, limits, reading);
            if (watch.end()) {
                return all;
            }
        } catch (RuntimeException e) {
            if (watch.end()) {
                throw e;
            }
        }
        // The other thread answers or has answered; nothing may be written here.
        throw new CloseConnectionException("the body came too slowly");
    }

    /// Memory for a body is set aside before it is read, and until its request has been accepted or answered.
    private void setAside(long bytes) {
        capacity.take(bytes);
        taken += bytes;
    }

    /// The body is not needed any more.
    void giveBack() {
        capacity.giveBack(taken);
        taken = 0;
    }

    private <T> T readAll(Exchange exchange, BodyLimits limits, Reading<T> reading) {
        try {
            return reading.of(new Bounded(stream(exchange.request()), exchange, limits.bytes()));
        } catch (IOException | UncheckedIOException | InsufficientDataAvailableException e) {
            throw new CloseConnectionException("the client left while it sent its body", e);
        } catch (MultipartReader.Malformed e) {
            throw FormReader.malformed(exchange, e);
        } catch (RequestException e) {
            exchange.closeAfterwards();
            throw e.status().code() == ErrorCode.PAYLOAD_TOO_LARGE.status()
                    ? exchange.bodyProblem(ErrorCode.PAYLOAD_TOO_LARGE, tooLarge(limits.bytes()))
                    : malformed(exchange);
        } catch (Broken e) {
            throw malformed(exchange);
        }
    }

    /// The server's parser of chunks throws whatever it stumbles over.
    private static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1;

        Broken(RuntimeException cause) {
            super(cause);
        }
    }

    /// A body that is refused where it becomes longer than allowed.
    private static final class Bounded extends FilterInputStream {
        private final Exchange exchange;
        private final long limit;
        private long left;

        Bounded(InputStream in, Exchange exchange, long limit) {
            super(in);
            this.exchange = exchange;
            this.limit = limit;
            this.left = limit;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 255;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = next(into, offset, length);
            left -= Math.max(0, read);
            if (left < 0) {
                throw exchange.bodyProblem(ErrorCode.PAYLOAD_TOO_LARGE, tooLarge(limit));
            }
            return read;
        }

        private int next(byte[] into, int offset, int length) throws IOException {
            try {
                return super.read(into, offset, length);
            } catch (RequestException
                    | CloseConnectionException
                    | UncheckedIOException
                    | InsufficientDataAvailableException e) {
                throw e;
            } catch (RuntimeException e) {
                throw new Broken(e);
            }
        }
    }

    private Problem malformed(Exchange exchange) {
        exchange.closeAfterwards();
        broken = true;
        return exchange.bodyProblem(ErrorCode.INVALID_REQUEST, "The body's chunks are malformed.");
    }

    private void answerTooSlow(Exchange exchange, Duration time, Thread reader) {
        try {
            exchange.closeAfterwards();
            exchange.answer(
                    exchange.bodyProblem(
                            ErrorCode.INVALID_REQUEST,
                            "The body did not arrive within " + time.toMillis() + " ms."));
        } finally {
            reader.interrupt();
        }
    }

    private static byte[] exactly(int length, InputStream in) throws IOException {
        var bytes = new byte[length];
        int read = in.readNBytes(bytes, 0, length);
        // The server holds a body for unread until its end was seen.
        return read == length && in.read() < 0 ? bytes : Arrays.copyOf(bytes, read);
    }

    private static String tooLarge(long limit) {
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
        return declared < 0 || declared > largest || awaitsContinue(request);
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
