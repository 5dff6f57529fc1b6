package io.mediagate.api;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.mediagate.account.Caller;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Family;
import io.mediagate.error.Problem;
import io.mediagate.idempotency.KeptAnswer;
import io.mediagate.idempotency.Repeatable;
import io.mediagate.log.Marks;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// One request and its answer, as routes see them. Belongs to one thread.
public final class Exchange {

    private static final int FIRST_ERROR = 400;

    private final ServerRequest request;
    private final ServerResponse response;
    private final String requestId;
    private final Admission admission;
    private final RequestBody body;
    private List<String> parameters = List.of();
    private @Nullable Query query;
    private @Nullable Caller caller;
    private @Nullable Family family;
    private boolean closing;
    private boolean streaming;
    private @Nullable Keeper keeper;
    private final Attachments attachments = new Attachments();

    Exchange(
            ServerRequest request,
            ServerResponse response,
            String requestId,
            Admission admission,
            RequestBody body) {
        this.request = request;
        this.response = response;
        this.requestId = requestId;
        this.admission = admission;
        this.body = body;
        response.headers().set(Headers.REQUEST_ID, requestId);
    }

    void matched(List<String> values) {
        parameters = values;
    }

    /// The method, in upper case.
    public String method() {
        return request.prologue().method().text();
    }

    /// The path as it was sent, without the query.
    public String path() {
        return request.prologue().uriPath().rawPath();
    }

    /// The value of the route's parameter at this place, decoded.
    public String parameter(int index) {
        return Query.decoded(parameters.get(index), Query.Part.PATH);
    }

    /// A parameter of the query; the first one where there are several, none where it is empty.
    public Optional<String> query(String name) {
        var parsed = query;
        if (parsed == null) {
            parsed = Query.of(request.prologue().query().rawValue());
            query = parsed;
        }
        return parsed.first(name);
    }

    /// A header of the request; the first one where there are several.
    public Optional<String> header(HeaderName name) {
        return request.headers().first(name);
    }

    /// All headers of that name.
    public List<String> headers(HeaderName name) {
        return request.headers().values(name);
    }

    public String requestId() {
        return requestId;
    }

    /// Who is asking; throws `UNAUTHORIZED` when nobody valid is, `RATE_LIMITED` when too often.
    public Caller caller() {
        var known = caller;
        if (known == null) {
            known = admission.admit(header(HeaderNames.AUTHORIZATION).orElse(null), this::set);
            caller = known;
        }
        return known;
    }

    /// Counts the request for its key where the answer is the same for everybody; throws `RATE_LIMITED`
    /// when it came too often.
    void countForKey() {
        if (!request.headers().contains(HeaderNames.AUTHORIZATION)) {
            return;
        }
        try {
            caller();
        } catch (Problem e) {
            if (e.code() != ErrorCode.UNAUTHORIZED) {
                throw e;
            }
        }
    }

    /// Whether the request came from this machine, and not through a proxy on it.
    public boolean fromLoopback() {
        return !request.headers().contains(HeaderNames.FORWARDED)
                && !request.headers().contains(HeaderNames.X_FORWARDED_FOR)
                && request.remotePeer().address() instanceof InetSocketAddress peer
                && !peer.isUnresolved()
                && peer.getAddress().isLoopbackAddress();
    }

    /// `scheme://host` as the caller wrote them.
    public String origin() {
        return (request.isSecure() ? "https://" : "http://") + request.authority();
    }

    boolean hasIdempotencyKey() {
        return request.headers().contains(Headers.IDEMPOTENCY_KEY);
    }

    /// The request as one that its caller may send again; empty when it has no `Idempotency-Key`. Reads
    /// the body if that has not been read.
    Optional<Repeatable> repeatable() {
        if (!hasIdempotencyKey()) {
            return Optional.empty();
        }
        // Two headers of that name are no key either.
        var key = String.join("\n", headers(Headers.IDEMPOTENCY_KEY));
        Repeatable.check(key);
        return Optional.of(
                Repeatable.of(caller().scope(), method(), path(), key, body.fingerprint(this)));
    }

    /// From here on, what is wrong with the body is said in this family's vocabulary.
    void speaksFor(Family other) {
        family = other;
    }

    /// Something wrong with the body: `INVALID_INPUT` on the routes that create, which keeps the
    /// status; the general code elsewhere.
    Problem bodyProblem(ErrorCode general, String message) {
        return family == null
                ? Problem.of(general, message)
                : Problem.of(family, ErrorCode.INVALID_INPUT, message).withStatus(general.status());
    }

    /// The request's body; see `RequestBody`.
    RequestBody body() {
        return body;
    }

    /// The files that the request brought.
    Attachments attachments() {
        return attachments;
    }

    ServerRequest request() {
        return request;
    }

    /// Names the generation that the answer, error or not, will be about.
    public void about(String generationId) {
        if (Ids.isGeneration(generationId)) {
            response.headers().set(Headers.GENERATION_ID, generationId);
            Marks.generation(generationId);
        }
    }

    /// Sets a header of the answer.
    public void set(HeaderName name, String value) {
        response.headers().set(name, value);
    }

    void set(Header header) {
        response.headers().set(header);
    }

    /// The connection ends with this answer.
    void closeAfterwards() {
        closing = true;
    }

    boolean closing() {
        return closing;
    }

    /// Answers JSON.
    public void answerJson(int status, CharSequence json) {
        response.headers().set(Headers.JSON);
        response.headers().setIfAbsent(Headers.NO_STORE);
        answer(status, json.toString().getBytes(StandardCharsets.UTF_8));
    }

    /// Answers these bytes; the content type has been set.
    public void answer(int status, byte[] bytes) {
        keep(status, bytes);
        prepare(status);
        if (method().equals("HEAD")) {
            response.headers().contentLength(bytes.length);
            response.send();
        } else {
            response.send(bytes);
        }
    }

    /// Answers without a body.
    public void answerEmpty(int status) {
        keep(status, new byte[0]);
        prepare(status);
        response.send();
    }

    /// Keeps the answer for repetitions of the request.
    interface Keeper {
        /// Before it is sent.
        void keep(KeptAnswer answer);

        /// In the transaction of what it tells of, and again before it is sent.
        void keep(Handle tx, KeptAnswer answer);
    }

    /// From here on, a success is shown to this keeper before it is sent.
    void keepWith(Keeper other) {
        keeper = other;
    }

    /// To be run in the transaction of a change that must not be made twice: keeps what will be answered.
    <T> BiConsumer<Handle, T> keeping(Function<T, Reply> reply) {
        return (tx, made) -> {
            var asked = keeper;
            if (asked != null) {
                asked.keep(tx, reply.apply(made).kept());
            }
        };
    }

    void answer(Reply reply) {
        reply.location().ifPresent(location -> set(HeaderNames.LOCATION, location));
        answerJson(reply.status(), reply.json());
    }

    private void keep(int status, byte[] bytes) {
        var asked = keeper;
        if (asked != null && status < FIRST_ERROR) {
            keeper = null;
            asked.keep(new KeptAnswer(status, Headers.kept(response.headers()), bytes));
        }
    }

    /// Gives a kept answer again.
    void answerAgain(KeptAnswer answer) {
        answer.headers().forEach((name, value) -> set(HeaderNames.create(name), value));
        set(Headers.NO_STORE);
        set(Headers.REPLAYED, "true");
        if (answer.body().length == 0) {
            answerEmpty(answer.status());
        } else {
            answer(answer.status(), answer.body());
        }
    }

    /// Answers with an error.
    void answer(Problem problem) {
        boolean document =
                header(HeaderNames.ACCEPT)
                        .filter(accept -> accept.contains(ErrorBodies.PROBLEM_TYPE))
                        .isPresent();
        problem.headers().forEach((name, value) -> set(HeaderNames.create(name), value));
        if (problem.code() == ErrorCode.UNAUTHORIZED) {
            set(HeaderNames.WWW_AUTHENTICATE, "Bearer");
        }
        ErrorBodies.retryAfter(problem).ifPresent(seconds -> set(HeaderNames.RETRY_AFTER, seconds));
        set(document ? Headers.PROBLEM : Headers.JSON);
        set(Headers.NO_STORE);
        answer(
                problem.status(),
                document ? ErrorBodies.document(problem, requestId) : ErrorBodies.plain(problem));
    }

    /// Starts an answer whose bytes follow. What is written is sent at once or, for the first piece,
    /// with the next flush.
    OutputStream stream(int status) {
        prepare(status);
        streaming = true;
        return response.outputStream();
    }

    private void prepare(int status) {
        response.status(Status.create(status));
        if (closing || body.mustClose(request)) {
            closing = true;
            response.headers().set(HeaderValues.CONNECTION_CLOSE);
        }
    }

    /// Whether an answer is on its way and can no longer be replaced.
    boolean answered() {
        return streaming || response.isSent();
    }

    int status() {
        return response.status().code();
    }
}
