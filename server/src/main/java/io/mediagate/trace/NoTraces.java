package io.mediagate.trace;

/// Traces while nobody wants them.
enum NoTraces implements Traces {
    INSTANCE;

    @Override
    public Span begin(Kind kind, String name, String parent) {
        return Span.none();
    }

    @Override
    public void close() {}
}
