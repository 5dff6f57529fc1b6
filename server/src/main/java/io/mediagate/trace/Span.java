package io.mediagate.trace;

import java.lang.ScopedValue.CallableOp;

/// A stretch of work that is being measured.
public interface Span {

    /// The one that is not recorded.
    static Span none() {
        return NoSpan.INSTANCE;
    }

    /// Its place in its trace, as W3C's `traceparent` header writes it; blank when nothing is recorded.
    String context();

    /// The trace's id, 32 hexadecimal digits; blank when nothing is recorded.
    String traceId();

    /// Notes something that is no secret and no text of a caller's or vendor's.
    Span with(String key, String value);

    /// Notes a number.
    Span with(String key, long value);

    /// It came to nothing.
    ///
    /// @param code of ours, such as an error's
    Span failed(String code);

    /// It is over.
    void end();

    /// What this thread is at work on.
    static Span current() {
        return Current.SPAN.orElse(none());
    }

    /// Does the work as part of this span, which goes on afterwards.
    default <T, X extends Throwable> T within(CallableOp<T, X> work) throws X {
        return ScopedValue.where(Current.SPAN, this).call(work);
    }

    /// Does the work as part of this span, which ends with it.
    default <T, X extends Throwable> T during(CallableOp<T, X> work) throws X {
        try {
            return within(work);
        } finally {
            end();
        }
    }
}
