package io.mediagate.error;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A request that cannot be served. Thrown anywhere below the HTTP edge, answered once, there.
/// Carries only text that a caller may read.
public final class Problem extends RuntimeException {

    /// One thing that is wrong with the request: a JSON pointer into it and a sentence.
    public record Detail(String pointer, String message) {}

    private final ErrorCode code;
    private final String publicCode;
    private final int status;
    private final transient List<Detail> details;
    private final transient Map<String, String> headers;
    private final transient Optional<Duration> retryAfter;

    private Problem(
            ErrorCode code,
            String publicCode,
            int status,
            String message,
            List<Detail> details,
            Map<String, String> headers,
            Optional<Duration> retryAfter) {
        super(message);
        this.code = code;
        this.publicCode = publicCode;
        this.status = status;
        this.details = List.copyOf(details);
        this.headers = Map.copyOf(headers);
        this.retryAfter = retryAfter;
    }

    /// A problem outside of any generation, with the table's own sentence.
    public static Problem of(ErrorCode code) {
        return of(code, code.message());
    }

    /// A problem outside of any generation.
    public static Problem of(ErrorCode code, String message) {
        if (code.scope() == ErrorCode.Scope.GENERATION) {
            throw new IllegalStateException(code + " needs a family");
        }
        return new Problem(
                code, code.name(), code.status(), message, List.of(), Map.of(), Optional.empty());
    }

    /// A problem in the vocabulary of a family of generations.
    public static Problem of(Family family, ErrorCode code, String message) {
        return new Problem(
                code,
                code.in(family),
                code.status(),
                message,
                List.of(),
                Map.of(),
                Optional.empty());
    }

    /// The same, in the vocabulary of a family of generations.
    public Problem in(Family family) {
        return new Problem(code, code.in(family), status, message(), details, headers, retryAfter);
    }

    /// The same, with another HTTP status (413 and 415 keep theirs under `INVALID_INPUT`).
    public Problem withStatus(int other) {
        return new Problem(code, publicCode, other, message(), details, headers, retryAfter);
    }

    /// The same, listing each thing that is wrong.
    public Problem withDetails(List<Detail> other) {
        return new Problem(code, publicCode, status, message(), other, headers, retryAfter);
    }

    /// The same, with a header of the answer, such as `Allow`.
    public Problem withHeader(String name, String value) {
        var more = new java.util.HashMap<>(headers);
        more.put(name, value);
        return new Problem(code, publicCode, status, message(), details, more, retryAfter);
    }

    /// The same, saying when to come back.
    public Problem withRetryAfter(Duration delay) {
        return new Problem(
                code, publicCode, status, message(), details, headers, Optional.of(delay));
    }

    public ErrorCode code() {
        return code;
    }

    /// The string of `error` and `code` in the body.
    public String publicCode() {
        return publicCode;
    }

    public int status() {
        return status;
    }

    /// One or two sentences for a person.
    public String message() {
        return String.valueOf(getMessage());
    }

    public List<Detail> details() {
        return details;
    }

    public Map<String, String> headers() {
        return headers;
    }

    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
