package io.mediagate.api;

import io.helidon.http.Status;
import io.mediagate.error.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// The two shapes of every error: our own, and the RFC 9457 problem for who asks for it.
final class ErrorBodies {

    static final String PROBLEM_TYPE = "application/problem+json";

    private ErrorBodies() {}

    /// `{"error","code","message"}`.
    static byte[] plain(Problem problem) {
        var out = new StringBuilder(160);
        head(out, problem);
        return out.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    /// The same members followed by those of RFC 9457 and our extensions.
    static byte[] document(Problem problem, String requestId) {
        var out = new StringBuilder(512);
        head(out, problem);
        out.append(",\"type\":\"about:blank\",\"title\":");
        Json.string(out, Status.create(problem.status()).reasonPhrase());
        out.append(",\"status\":").append(problem.status()).append(",\"detail\":");
        Json.string(out, problem.message());
        out.append(",\"instance\":");
        Json.string(out, "urn:mediagate:" + requestId);
        out.append(",\"retryable\":").append(problem.code().retryable());
        // Nothing that ends in an error is ever captured.
        out.append(",\"charged\":false,\"next_action\":");
        Json.string(out, problem.code().nextAction().publicName());
        out.append(",\"errors\":[");
        var separator = "";
        for (var detail : problem.details()) {
            out.append(separator).append("{\"pointer\":");
            Json.string(out, detail.pointer()).append(",\"message\":");
            Json.string(out, detail.message()).append('}');
            separator = ",";
        }
        return out.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void head(StringBuilder out, Problem problem) {
        out.append("{\"error\":");
        Json.string(out, problem.publicCode()).append(",\"code\":");
        Json.string(out, problem.publicCode()).append(",\"message\":");
        Json.string(out, problem.message());
    }

    /// Seconds until a repetition makes sense: on every 429 and 503, and wherever the problem says so.
    static Optional<String> retryAfter(Problem problem) {
        if (problem.retryAfter().isPresent()) {
            return problem.retryAfter().map(ErrorBodies::seconds);
        }
        return switch (problem.status()) {
            case 429 -> Optional.of("10");
            case 503 -> Optional.of("5");
            default -> Optional.empty();
        };
    }

    private static String seconds(Duration delay) {
        return Long.toString(Math.max(1, delay.plusMillis(999).toSeconds()));
    }
}
