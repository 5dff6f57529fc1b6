package io.mediagate.egress;

/// Why no whole answer came. What the other side may have received is part of it: after some of these a
/// request may be under way and billed.
public enum LineFault {
    /// The name has no address.
    DNS(Reach.NOT_SENT),
    /// Nobody took the connection, at once or in time.
    CONNECT(Reach.NOT_SENT),
    /// The other side could not prove who it is.
    TLS(Reach.NOT_SENT),
    /// The address is not one that the gateway may speak to; nobody was asked.
    FORBIDDEN_ADDRESS(Reach.NOT_SENT),
    /// The connection broke before the answer began.
    RESET(Reach.PERHAPS_SENT),
    /// No answer in time.
    READ_TIMEOUT(Reach.PERHAPS_SENT),
    /// The answer began and broke off.
    TRUNCATED(Reach.PERHAPS_SENT),
    /// The answer is larger than anything that was expected.
    TOO_LARGE(Reach.PERHAPS_SENT),
    /// The answer could not be kept: this side's disk is full or broken.
    NO_ROOM(Reach.PERHAPS_SENT);

    /// Whether the request may have reached the other side.
    public enum Reach {
        NOT_SENT,
        PERHAPS_SENT
    }

    private final Reach reach;

    LineFault(Reach reach) {
        this.reach = reach;
    }

    /// Whether the request may have reached the other side.
    public Reach reach() {
        return reach;
    }
}
