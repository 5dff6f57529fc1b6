package io.mediagate.api;

import io.helidon.http.Header;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.mediagate.generation.Generation;
import io.mediagate.generation.Generations.Following;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All open event streams. A stream is its request's own virtual thread, which sleeps until its
/// generation changes or a heartbeat is due; nothing else is kept for it.
final class SseStreams {

    private static final Logger LOG = LoggerFactory.getLogger(SseStreams.class);
    private static final Header TYPE =
            HeaderValues.createCached("Content-Type", "text/event-stream; charset=utf-8");
    private static final Header NO_TRANSFORM =
            HeaderValues.createCached("Cache-Control", "no-cache, no-transform");
    private static final Header UNBUFFERED = HeaderValues.createCached("X-Accel-Buffering", "no");
    private static final byte[] HEARTBEAT = ": hb\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] RETRY = "retry: 1000\n\n".getBytes(StandardCharsets.US_ASCII);

    private final GenerationAnswers answers;
    private final Duration heartbeat;
    private final Set<Stream> open = ConcurrentHashMap.newKeySet();
    private volatile boolean draining;

    SseStreams(GenerationAnswers answers, Duration heartbeat) {
        this.answers = answers;
        this.heartbeat = heartbeat;
    }

    /// How many there are now.
    int count() {
        return open.size();
    }

    /// Ends all streams, and from now on each after its first frames; clients come back elsewhere.
    void drain() {
        draining = true;
        open.forEach(Stream::wake);
    }

    /// Sends what there is and what comes until the generation has ended.
    void run(Exchange exchange, Optional<Generation> first, Following following) {
        exchange.set(TYPE);
        exchange.set(NO_TRANSFORM);
        exchange.set(UNBUFFERED);
        exchange.closeAfterwards();
        var stream = new Stream(exchange, following);
        open.add(stream);
        try {
            stream.run(first);
        } finally {
            open.remove(stream);
        }
    }

    private enum Phase {
        WRITING,
        WAITING,
        WOKEN
    }

    private final class Stream {
        private final Exchange exchange;
        private final Following following;
        private final Thread thread = Thread.currentThread();
        // A thread may be interrupted while it waits, never while it writes: that would cut a
        // frame.
        private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.WRITING);

        Stream(Exchange exchange, Following following) {
            this.exchange = exchange;
            this.following = following;
        }

        void wake() {
            if (phase.compareAndSet(Phase.WAITING, Phase.WOKEN)) {
                thread.interrupt();
            }
        }

        void run(Optional<Generation> first) {
            try (var out = exchange.stream(200)) {
                var current = first.isPresent() ? first : next(Duration.ZERO);
                write(out, current);
                out.flush();
                while (!ended(current) && !draining) {
                    current = next(heartbeat);
                    if (!draining || current.isPresent()) {
                        write(out, current);
                    }
                }
                if (!ended(current)) {
                    out.write(RETRY);
                }
            } catch (IOException | UncheckedIOException e) {
                throw new CloseConnectionException("the client left its stream", e);
            }
        }

        private boolean ended(Optional<Generation> current) {
            return current.isPresent() && current.get().state().ended();
        }

        /// The next snapshot; empty when it is time for a heartbeat or to drain. A fault of ours ends
        /// the stream without a last frame, so that the client comes back.
        private Optional<Generation> next(Duration limit) {
            phase.set(Phase.WAITING);
            Optional<Generation> next;
            try {
                next = draining ? Optional.empty() : following.next(limit);
            } catch (InterruptedException e) {
                phase.set(Phase.WRITING);
                return Optional.empty();
            } catch (RuntimeException e) {
                LOG.error("{}: a stream broke", exchange.requestId(), e);
                throw new CloseConnectionException("a stream broke", e);
            }
            if (!phase.compareAndSet(Phase.WAITING, Phase.WRITING)) {
                // Whoever woke this thread has interrupted it or is about to.
                while (!Thread.interrupted()) {
                    Thread.onSpinWait();
                }
                phase.set(Phase.WRITING);
            }
            return next;
        }

        private void write(OutputStream out, Optional<Generation> snapshot) throws IOException {
            if (snapshot.isEmpty()) {
                out.write(HEARTBEAT);
                return;
            }
            var frame = new StringBuilder(1024).append("id: ").append(snapshot.get().sequence());
            frame.append("\ndata: ");
            answers.writer().write(frame, snapshot.get(), answers.base(exchange)).append("\n\n");
            out.write(frame.toString().getBytes(StandardCharsets.UTF_8));
        }
    }
}
