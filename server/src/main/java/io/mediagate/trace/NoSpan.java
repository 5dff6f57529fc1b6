package io.mediagate.trace;

import java.lang.ScopedValue.CallableOp;

/// A span that is not recorded.
enum NoSpan implements Span {
    INSTANCE;

    @Override
    public String context() {
        return "";
    }

    @Override
    public String traceId() {
        return "";
    }

    @Override
    public Span with(String key, String value) {
        return this;
    }

    @Override
    public Span with(String key, long value) {
        return this;
    }

    @Override
    public Span failed(String code) {
        return this;
    }

    @Override
    public void end() {}

    @Override
    public <T, X extends Throwable> T within(CallableOp<T, X> work) throws X {
        return work.call();
    }
}
