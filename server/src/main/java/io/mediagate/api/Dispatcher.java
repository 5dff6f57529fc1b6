package io.mediagate.api;

import io.helidon.http.RequestException;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import io.mediagate.log.Marks;
import io.mediagate.trace.Span;
import io.mediagate.trace.Traces;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one handler that the server knows: finds the route, turns whatever goes wrong into the one shape
/// of errors, and leaves the connection clean.
final class Dispatcher implements io.helidon.webserver.http.Handler {

    private static final int FIRST_OF_OURS = 500;

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final Router router;
    private final Admission admission;
    private final Supplier<RequestBody> bodies;
    private final Traffic traffic;
    private final Capacity capacity;
    private final KeptAnswers keptAnswers;
    private final Traces traces;

    Dispatcher(
            Router router,
            Admission admission,
            Supplier<RequestBody> bodies,
            Traffic traffic,
            Capacity capacity,
            KeptAnswers keptAnswers,
            Traces traces) {
        this.keptAnswers = keptAnswers;
        this.traces = traces;
        this.router = router;
        this.admission = admission;
        this.bodies = bodies;
        this.traffic = traffic;
        this.capacity = capacity;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        var exchange = exchange(request, response);
        Marks.request(exchange.requestId());
        if (request.headers().containsToken(io.helidon.http.HeaderValues.CONNECTION_CLOSE)
                || traffic.draining()) {
            exchange.closeAfterwards();
        }
        if (traffic.draining()) {
            // A stop interrupts connections that wait for their next request. When that has just
            // come, it is served all the same.
            boolean _ = Thread.interrupted();
        }
        long startedAt = traffic.begin();
        var span = Span.none();
        var template = "unknown";
        try {
            var found = router.find(exchange.path());
            template = found.map(match -> match.route().template()).orElse(template);
            capacity.requireRoom(template);
            if (found.isEmpty()) {
                exchange.countForKey();
            }
            var match = found.orElseThrow(Dispatcher::noSuchPath);
            span = begin(exchange, template);
            span.within(() -> {
                answer(exchange, match);
                return true;
            });
        } catch (Problem e) {
            answerError(exchange, e);
        } catch (CloseConnectionException e) {
            throw e;
        } catch (InterruptedException e) {
            exchange.closeAfterwards();
            answerError(exchange, Problem.of(ErrorCode.SERVICE_UNAVAILABLE));
        } catch (RequestException e) {
            exchange.closeAfterwards();
            answerError(exchange, Problem.of(ErrorCode.INVALID_REQUEST));
        } catch (Throwable e) {
            // The edge is where the unexpected ends: it is told with the id that the caller reads.
            LOG.error("{} {} failed", exchange.method(), template, e);
            answerError(exchange, Problem.of(ErrorCode.INTERNAL_ERROR));
        } finally {
            end(span, exchange);
            exchange.attachments().close();
            exchange.body().giveBack();
            traffic.end(exchange, template, startedAt);
            Marks.clear();
        }
        finish(exchange, response);
    }

    /// What is asked of the node itself, and how often it is asked, is no business of a trace.
    private Span begin(Exchange exchange, String template) {
        if (SystemRoutes.PATHS.contains(template)) {
            return Span.none();
        }
        var span =
                traces.begin(
                        Traces.Kind.SERVER,
                        exchange.method() + " " + template,
                        exchange.header(Headers.TRACEPARENT).orElse(""));
        Marks.trace(span.traceId());
        return span.with("http.request.method", exchange.method())
                .with("http.route", template)
                .with("mediagate.request_id", exchange.requestId());
    }

    private static void end(Span span, Exchange exchange) {
        int status = exchange.status();
        span.with("http.response.status_code", status);
        if (status >= FIRST_OF_OURS) {
            span.failed(Integer.toString(status));
        }
        span.end();
    }

    private Exchange exchange(ServerRequest request, ServerResponse response) {
        return new Exchange(request, response, Ids.request(), admission, bodies.get());
    }

    /// Answers what a neighbour's handler threw.
    void answerThrown(ServerRequest request, ServerResponse response, Throwable thrown) {
        var exchange = exchange(request, response);
        if (thrown instanceof Problem problem) {
            answerError(exchange, problem);
        } else {
            LOG.error("{} {} failed", exchange.requestId(), exchange.method(), thrown);
            answerError(exchange, Problem.of(ErrorCode.INTERNAL_ERROR));
        }
        finish(exchange, response);
    }

    private void answer(Exchange exchange, Router.Match match) throws InterruptedException {
        exchange.matched(match.values());
        var handler = match.route().handler(exchange.method());
        if (handler == null || exchange.method().equals("OPTIONS")) {
            exchange.countForKey();
        }
        if (handler == null) {
            throw Problem.of(
                            ErrorCode.METHOD_NOT_ALLOWED,
                            "This method is not allowed here. Allowed: "
                                    + match.route().allow()
                                    + ".")
                    .withHeader("Allow", match.route().allow());
        }
        if (exchange.method().equals("OPTIONS")) {
            exchange.set(io.helidon.http.HeaderNames.ALLOW, match.route().allow());
        }
        if (match.route().keepsAnswers(exchange.method())) {
            keptAnswers.handle(exchange, handler);
        } else {
            handler.handle(exchange);
        }
    }

    private static Problem noSuchPath() {
        return Problem.of(ErrorCode.NOT_FOUND, "There is nothing at this address. See /docs.");
    }

    private static void answerError(Exchange exchange, Problem problem) {
        if (exchange.answered()) {
            // Half an answer is out: only the end of the connection can say that it broke.
            throw new CloseConnectionException("an answer broke off", problem);
        }
        exchange.answer(problem);
    }

    private static void finish(Exchange exchange, ServerResponse response) {
        ((RoutingResponse) response).commit();
        exchange.body().discardRest(exchange);
        if (exchange.closing()) {
            throw new CloseConnectionException("the answer said so");
        }
    }
}
