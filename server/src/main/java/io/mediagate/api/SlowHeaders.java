package io.mediagate.api;

import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;

/// Ends connections whose request has begun but whose headers do not end in time. They have said too
/// little to be answered.
final class SlowHeaders implements Http1ConnectionListener {

    private final Deadlines deadlines;
    private final Duration limit;
    private final ConcurrentHashMap<ConnectionContext, Deadlines.Watch> open =
            new ConcurrentHashMap<>();

    SlowHeaders(Deadlines deadlines, Duration limit) {
        this.deadlines = deadlines;
        this.limit = limit;
    }

    @Override
    public void prologue(ConnectionContext connection, HttpPrologue prologue) {
        var reader = Thread.currentThread();
        var watch =
                deadlines.watch(
                        limit,
                        () -> {
                            open.remove(connection);
                            reader.interrupt();
                        });
        open.put(connection, watch);
    }

    @Override
    public void headers(ConnectionContext connection, Headers headers) {
        var watch = open.remove(connection);
        if (watch != null) {
            watch.end();
        }
    }
}
