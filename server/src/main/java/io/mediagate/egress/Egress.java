package io.mediagate.egress;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// The only door out. Never throws for what the other side or the line did: that is part of the answer.
/// Redirects of a `send` are not followed, of a `fetch` at most three are, each checked anew.
public interface Egress {

    /// One request and its whole answer. Sent at most once.
    Exchange send(HttpCall call) throws InterruptedException;

    /// Fetches a file to `into`, which must not exist and does not exist after anything but `Fetched`. A line
    /// that breaks off in it is taken up again, from where it broke where the other side can do that.
    ///
    /// @param headers for the first address only: a redirect to another host goes without them
    /// @param maxBytes a larger file is `TOO_LARGE`
    /// @param limit for all of it
    Fetch fetch(URI from, Map<String, String> headers, Path into, long maxBytes, Duration limit)
            throws InterruptedException;

    /// How a fetch went.
    sealed interface Fetch {
        /// It is there.
        record Fetched(Path file) implements Fetch {}

        /// The other side said no.
        record Refused(HttpAnswer answer) implements Fetch {}

        /// No whole file came.
        record Broken(LineFault fault) implements Fetch {}
    }
}
