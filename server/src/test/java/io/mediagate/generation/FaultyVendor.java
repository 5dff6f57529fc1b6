package io.mediagate.generation;

import io.mediagate.contract.LoopbackVendor;
import io.mediagate.contract.LoopbackVendor.Request;
import io.mediagate.contract.Reply;
import io.mediagate.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/// A queue on loopback that goes wrong as the prompt asks, in every way that a vendor, its proxies and
/// the line to it can. What it says names itself wherever a vendor would.
final class FaultyVendor implements AutoCloseable {

    /// A way to go wrong.
    enum Fault {
        NONE(Optional.empty()),
        RESET(Optional.of(ErrorCode.FAILED)),
        TRUNCATED(Optional.of(ErrorCode.FAILED)),
        SLOW(Optional.of(ErrorCode.TIMEOUT)),
        BROKEN(Optional.of(ErrorCode.FAILED)),
        BAD_GATEWAY(Optional.of(ErrorCode.PROVIDER_UNAVAILABLE)),
        GATEWAY_TIMEOUT(Optional.of(ErrorCode.TIMEOUT)),
        NO_JSON(Optional.of(ErrorCode.FAILED)),
        AWAY(Optional.empty()),
        LIMIT(Optional.empty()),
        KEY(Optional.empty()),
        FUNDS(Optional.empty()),
        MODERATED(Optional.of(ErrorCode.CONTENT_REJECTED)),
        INPUT(Optional.of(ErrorCode.INVALID_INPUT)),
        MODEL_GONE(Optional.of(ErrorCode.UNSUPPORTED_MODEL)),
        POLL_AWAY(Optional.empty()),
        POLL_RESET(Optional.empty()),
        FAILS_LATER(Optional.of(ErrorCode.FAILED)),
        MODERATED_LATER(Optional.of(ErrorCode.CONTENT_REJECTED)),
        RESULT_TRUNCATED(Optional.empty());

        private final Optional<ErrorCode> ending;

        Fault(Optional<ErrorCode> ending) {
            this.ending = ending;
        }

        /// How a generation ends that it happens to; empty: it is got over.
        Optional<ErrorCode> ending() {
            return ending;
        }
    }

    private static final Pattern PROMPT = Pattern.compile("[A-Z_]+-[0-9]+");
    private static final Duration TOO_SLOW = Duration.ofSeconds(30);

    final LoopbackVendor server = new LoopbackVendor();
    private final Map<String, AtomicInteger> submissions = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();

    FaultyVendor() {
        server.on("POST /paint", this::submitted)
                .on("GET /tasks/.*/status", this::polled)
                .on("GET /tasks/[^/]*", this::result)
                .on("PUT /tasks/.*/cancel", Reply.json(400, "{\"status\":\"ALREADY_COMPLETED\"}"))
                .on("GET /files/.*", this::file);
    }

    /// How many submissions of this prompt have arrived.
    int submissions(String prompt) {
        return submissions.getOrDefault(prompt, new AtomicInteger()).get();
    }

    private static Fault fault(String prompt) {
        return Fault.valueOf(prompt.substring(0, prompt.indexOf('-')));
    }

    private static String promptIn(String path) {
        var match = PROMPT.matcher(path);
        if (!match.find()) {
            throw new IllegalStateException("no prompt in " + path);
        }
        return match.group();
    }

    private Reply submitted(Request request) {
        var prompt = JsonMapper.shared().readTree(request.body()).path("prompt").asString("");
        int before =
                submissions.computeIfAbsent(prompt, _ -> new AtomicInteger()).getAndIncrement();
        var accepted = Reply.json(200, accepted(prompt));
        return switch (fault(prompt)) {
            case RESET -> new Reply.Reset();
            case TRUNCATED -> new Reply.Truncated(accepted);
            case SLOW -> new Reply.Slow(TOO_SLOW, accepted);
            case BROKEN -> Reply.json(500, "{\"detail\":\"Internal error at worker-7.fal.run\"}");
            case BAD_GATEWAY -> Reply.html(502);
            case GATEWAY_TIMEOUT -> Reply.html(504);
            case NO_JSON -> Reply.html(200);
            case AWAY -> before == 0 ? Reply.html(503) : accepted;
            case LIMIT -> before == 0 ? limited() : accepted;
            case KEY -> before == 0 ? Reply.json(401, detail("Invalid key sk-live-123")) : accepted;
            case FUNDS ->
                    before == 0
                            ? Reply.json(403, detail("User is locked. Top up at fal.ai/dashboard."))
                            : accepted;
            case MODERATED -> Reply.json(422, moderated());
            case INPUT ->
                    Reply.json(
                            422,
                            "{\"detail\":[{\"loc\":[\"body\",\"prompt\"],\"msg\":\"ensure this value has"
                                    + " at most 5 characters\",\"type\":\"sequence_too_long\"}]}");
            case MODEL_GONE -> Reply.json(404, detail("Application 'paint' not found"));
            case NONE, POLL_AWAY, POLL_RESET, FAILS_LATER, MODERATED_LATER, RESULT_TRUNCATED ->
                    accepted;
        };
    }

    private static Reply limited() {
        return new Reply.Whole(
                429,
                Map.of("content-type", "application/json", "retry-after", "1"),
                detail("Too many requests of org-4711").getBytes(StandardCharsets.UTF_8));
    }

    private static String detail(String text) {
        return JsonMapper.shared().createObjectNode().put("detail", text).toString();
    }

    private static String moderated() {
        return "{\"detail\":[{\"loc\":[\"body\",\"prompt\"],\"msg\":\"flagged by the content checker of"
                + " fal.ai\",\"type\":\"content_policy_violation\"}]}";
    }

    private static String accepted(String prompt) {
        return """
        {"request_id": "%1$s", "status_url": "{base}/tasks/%1$s/status",
         "response_url": "{base}/tasks/%1$s", "cancel_url": "{base}/tasks/%1$s/cancel"}
        """
                .formatted(prompt);
    }

    private int askedBefore(String path) {
        return asked.computeIfAbsent(path, _ -> new AtomicInteger()).getAndIncrement();
    }

    private Reply polled(Request request) {
        boolean first = askedBefore(request.path()) == 0;
        var fault = fault(promptIn(request.path()));
        if (fault == Fault.POLL_AWAY && first) {
            return Reply.html(503);
        }
        if (fault == Fault.POLL_RESET && first) {
            return new Reply.Reset();
        }
        return Reply.json(200, "{\"status\":\"COMPLETED\"}");
    }

    private Reply result(Request request) {
        var prompt = promptIn(request.path());
        return switch (fault(prompt)) {
            case FAILS_LATER ->
                    Reply.json(
                            500,
                            "{\"detail\":[{\"msg\":\"Internal server error of"
                                    + " 764cabcf-b745-4b3e-ae38-1200304cf45b\",\"type\":\"internal_server_error\"}]}");
            case MODERATED_LATER -> Reply.json(422, moderated());
            default ->
                    Reply.json(
                            200, "{\"images\":[{\"url\":\"{base}/files/%s\"}]}".formatted(prompt));
        };
    }

    private Reply file(Request request) {
        var file = new Reply.Whole(200, Map.of("content-type", "image/png"), new byte[64]);
        boolean first = askedBefore(request.path()) == 0;
        return fault(promptIn(request.path())) == Fault.RESULT_TRUNCATED && first
                ? new Reply.Truncated(file)
                : file;
    }

    @Override
    public void close() {
        server.close();
    }
}
