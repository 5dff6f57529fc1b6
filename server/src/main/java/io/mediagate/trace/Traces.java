package io.mediagate.trace;

/// Where spans go.
///
/// Promises: never throws, never waits for the collector, and drops spans rather than memory when that is
/// away.
public interface Traces extends AutoCloseable {

    /// What a span stands for.
    enum Kind {
        /// Answering a request.
        SERVER,
        /// Work of our own.
        INTERNAL,
        /// Asking somebody else.
        CLIENT
    }

    /// A span begins now; it must be ended.
    ///
    /// @param name few values: a route, not an address
    /// @param parent the context of the span that it is part of, as `Span.context` gives it or a caller sent
    ///     it; blank or unreadable: it begins a trace
    Span begin(Kind kind, String name, String parent);

    /// Sends what has ended.
    @Override
    void close();

    /// Records nothing, at no cost.
    static Traces off() {
        return NoTraces.INSTANCE;
    }
}
