package io.mediagate.api;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.mediagate.catalog.Catalog;
import io.mediagate.catalog.Model;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Family;
import io.mediagate.error.Problem;
import java.util.Optional;

/// Answers requests that are refused before any route sees them, because they are not HTTP as it should
/// be, in the one shape of errors. Says nothing of what was received: it may be anything.
final class EarlyErrors implements DirectHandler {

    private final Admission admission;
    private final Catalog catalog;

    EarlyErrors(Admission admission, Catalog catalog) {
        this.admission = admission;
        this.catalog = catalog;
    }

    @Override
    public TransportResponse handle(
            TransportRequest request,
            EventType eventType,
            Status status,
            ServerResponseHeaders headers,
            String message) {
        var problem = status.code() == 413 ? tooLarge(request, headers) : problem(status);
        var requestId = Ids.request();
        headers.set(Headers.REQUEST_ID, requestId);
        headers.set(Headers.NO_STORE);
        headers.set(HeaderValues.CONNECTION_CLOSE);
        if (problem.code() == ErrorCode.UNAUTHORIZED) {
            headers.set(HeaderNames.WWW_AUTHENTICATE, "Bearer");
        }
        ErrorBodies.retryAfter(problem)
                .ifPresent(seconds -> headers.set(HeaderNames.RETRY_AFTER, seconds));
        boolean document =
                request.headers()
                        .first(HeaderNames.ACCEPT)
                        .filter(accept -> accept.contains(ErrorBodies.PROBLEM_TYPE))
                        .isPresent();
        headers.set(document ? Headers.PROBLEM : Headers.JSON);
        return TransportResponse.builder()
                .status(Status.create(problem.status()))
                .headers(headers)
                .keepAlive(false)
                .entity(
                        document
                                ? ErrorBodies.document(problem, requestId)
                                : ErrorBodies.plain(problem))
                .build();
    }

    /// A body so long that the server refuses it by its announced length: the key comes first all the
    /// same, and where something would have been created, so does its family.
    private Problem tooLarge(TransportRequest request, ServerResponseHeaders answer) {
        try {
            admission.admit(
                    request.headers().first(HeaderNames.AUTHORIZATION).orElse(null), answer::set);
        } catch (Problem e) {
            return e;
        }
        return family(request.path())
                .map(family ->
                        Problem.of(
                                        family,
                                        ErrorCode.INVALID_INPUT,
                                        ErrorCode.PAYLOAD_TOO_LARGE.message())
                                .withStatus(ErrorCode.PAYLOAD_TOO_LARGE.status()))
                .orElseGet(() -> Problem.of(ErrorCode.PAYLOAD_TOO_LARGE));
    }

    private Optional<Family> family(String address) {
        int query = address.indexOf('?');
        var path = query < 0 ? address : address.substring(0, query);
        if (path.endsWith("/ai/tts/generate")) {
            return Optional.of(Family.TTS);
        }
        int from = path.indexOf("/generation/");
        if (from < 0) {
            return Optional.empty();
        }
        var model = path.substring(from + "/generation/".length());
        return catalog.find(model.startsWith("sse/") ? model.substring(4) : model)
                .map(Model::family);
    }

    private static Problem problem(Status status) {
        return switch (status.code()) {
            case 414 ->
                    Problem.of(
                            ErrorCode.INVALID_REQUEST,
                            "The address is too long; at most %d characters are read."
                                    .formatted(HttpApi.LONGEST_REQUEST_LINE));
            case 415 -> Problem.of(ErrorCode.UNSUPPORTED_MEDIA_TYPE);
            case 431 ->
                    Problem.of(
                            ErrorCode.INVALID_REQUEST,
                            "The headers are too large; at most %d bytes are read."
                                    .formatted(HttpApi.LARGEST_HEADERS));
            case 503 -> Problem.of(ErrorCode.SERVICE_UNAVAILABLE);
            case 505 -> Problem.of(ErrorCode.INVALID_REQUEST, "Only HTTP/1.1 is spoken here.");
            default ->
                    status.code() >= 500 && status.code() != 501
                            ? Problem.of(ErrorCode.INTERNAL_ERROR)
                            : Problem.of(
                                    ErrorCode.INVALID_REQUEST,
                                    "The request is not well-formed HTTP. Look for line breaks and control"
                                            + " characters in its address and headers.");
        };
    }
}
