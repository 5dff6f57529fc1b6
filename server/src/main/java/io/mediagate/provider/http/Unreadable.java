package io.mediagate.provider.http;

/// An answer that says yes and cannot be read further: what it started is not known.
public final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// Says what was missing, in our words: nothing of the answer may stand in it.
    public Unreadable(String what) {
        super(what);
    }
}
