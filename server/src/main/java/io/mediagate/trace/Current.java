package io.mediagate.trace;

/// The span of this thread.
final class Current {
    static final ScopedValue<Span> SPAN = ScopedValue.newInstance();

    private Current() {}
}
