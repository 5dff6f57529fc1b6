package io.mediagate.egress;

/// How a request went. What the other side may have done is part of the type.
public sealed interface Exchange {
    /// It said yes: a status of 2xx. Some vendors mean no by it; that is for their adapters.
    record Answered(HttpAnswer answer) implements Exchange {}

    /// It said no: any other status. From 500 on a proxy may have spoken for it.
    record Refused(HttpAnswer answer) implements Exchange {}

    /// It certainly never got the request.
    record NotSent(LineFault fault) implements Exchange {}

    /// It may have got the request; its answer did not arrive whole.
    record Lost(LineFault fault) implements Exchange {}
}
