package io.mediagate.egress;

import io.mediagate.trace.Span;
import io.mediagate.trace.Traces;
import java.lang.ScopedValue.CallableOp;
import java.net.URI;

/// A span for each exchange with the outside: whom it was with, the method, the status or how the line
/// failed. Never a path, a header or a body: these carry handles, keys and texts.
final class Tracing {

    private final Traces traces;

    Tracing(Traces traces) {
        this.traces = traces;
    }

    Exchange exchange(HttpCall call, CallableOp<Exchange, InterruptedException> work)
            throws InterruptedException {
        var span = begin(call.method(), call.uri());
        return span.during(() -> {
            var exchange = work.call();
            switch (exchange) {
                case Exchange.Answered(var answer) -> status(span, answer.status());
                case Exchange.Refused(var answer) -> status(span, answer.status());
                case Exchange.NotSent(var fault) -> span.failed(fault.name());
                case Exchange.Lost(var fault) -> span.failed(fault.name());
            }
            return exchange;
        });
    }

    Egress.Fetch fetch(URI from, CallableOp<Egress.Fetch, InterruptedException> work)
            throws InterruptedException {
        var span = begin("GET", from);
        return span.during(() -> {
            var fetch = work.call();
            switch (fetch) {
                case Egress.Fetch.Fetched _ -> status(span, 200);
                case Egress.Fetch.Refused(var answer) -> status(span, answer.status());
                case Egress.Fetch.Broken(var fault) -> span.failed(fault.name());
            }
            return fetch;
        });
    }

    /// Nothing is begun here: what is not part of a trace, such as looking for what is left over, would be
    /// a trace without a beginning.
    private Span begin(String method, URI uri) {
        var parent = Span.current().context();
        if (parent.isEmpty()) {
            return Span.none();
        }
        return traces.begin(Traces.Kind.CLIENT, method, parent)
                .with("http.request.method", method)
                .with("server.address", String.valueOf(uri.getHost()));
    }

    private static void status(Span span, int status) {
        span.with("http.response.status_code", status);
        if (status / 100 >= 4) {
            span.failed(Integer.toString(status));
        }
    }
}
