package io.mediagate;

import java.util.ArrayDeque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What has been started, to be stopped in the reverse order.
final class Parts {
    private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

    private final ArrayDeque<AutoCloseable> started = new ArrayDeque<>();

    /// Notes a part that has started, and hands it back.
    <P extends AutoCloseable> P add(P part) {
        started.push(part);
        return part;
    }

    /// Stops all of them, whatever one of them says.
    void stop() {
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                LOG.warn("a part did not stop in good order", e);
            }
        }
    }
}
