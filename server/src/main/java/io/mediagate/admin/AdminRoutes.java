package io.mediagate.admin;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.mediagate.account.ApiKeys.Mode;
import io.mediagate.account.KeyLimits;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Operators' actions over HTTP, at `AdminRoutes.PATH`: for the command line on the same machine.
///
/// Whoever asks from elsewhere finds nothing here; whoever asks from here needs the data folder's token.
/// Problems are thrown, for the edge to answer.
public final class AdminRoutes implements HttpService {
    public static final String PATH = "/admin/v1";

    /// Says who asks, for the audit.
    public static final HeaderName ACTOR = HeaderNames.create("X-Mediagate-Actor");

    private static final List<HeaderName> PROXIES =
            List.of(
                    HeaderNames.FORWARDED,
                    HeaderNames.X_FORWARDED_FOR,
                    HeaderNames.create("X-Real-IP"),
                    HeaderNames.create("Via"));
    private static final int LARGEST_BODY = 64 * 1024;
    private static final int LONGEST_ACTOR = 100;

    private final Office office;
    private final AdminToken token;

    public AdminRoutes(Office office, AdminToken token) {
        this.office = office;
        this.token = token;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/status", answer(this::status))
                .get("/workspaces", answer(request -> by(request).workspaces()))
                .post("/workspaces", answer(this::createWorkspace))
                .post("/workspaces/{workspace}/files", answer(this::keepFiles))
                .get("/workspaces/{workspace}/keys", answer(this::keys))
                .get("/workspaces/{workspace}/credits", answer(this::balance))
                .post("/keys", answer(this::createKey))
                .post("/keys/{id}/limits", answer(this::limitKey))
                .post("/keys/{id}/rotate", answer(this::rotateKey))
                .post("/keys/{id}/revoke", answer(this::revokeKey))
                .post("/credits/grants", answer(this::grant))
                .get(
                        "/generations/{id}/timeline",
                        answer(request -> by(request).explain(parameter(request, "id"))))
                .get("/workspaces/{workspace}/endpoints", answer(this::endpoints))
                .post("/workspaces/{workspace}/endpoints/{id}/enable", answer(this::enable))
                .post("/workspaces/{workspace}/endpoints/{id}/disable", answer(this::disable))
                .get("/workspaces/{workspace}/events", this::events)
                .get("/attempts/unknown", answer(request -> by(request).unknownOutcomes()))
                .post(
                        "/credits/withdrawals",
                        answer(request ->
                                by(request)
                                        .withdraw(
                                                body(request, AdminActions.WithdrawalOrder.class))))
                .get("/generations/concerns", answer(request -> by(request).concerns()))
                .get("/audit", answer(this::audit))
                .get("/vitals", answer(request -> by(request).vitals()))
                .get("/ledger/faults", answer(request -> by(request).verifyLedger()));
    }

    private Handler answer(Function<ServerRequest, Object> action) {
        return (request, response) -> {
            requireOperator(request);
            send(response, action.apply(request));
        };
    }

    private void requireOperator(ServerRequest request) {
        if (!isFromHere(request) || PROXIES.stream().anyMatch(request.headers()::contains)) {
            throw Problem.of(ErrorCode.NOT_FOUND);
        }
        if (!token.isIn(request.headers().first(HeaderNames.AUTHORIZATION).orElse(null))) {
            throw Problem.of(
                            ErrorCode.UNAUTHORIZED,
                            "The admin API needs the token of the data folder.")
                    .withHeader("WWW-Authenticate", "Bearer");
        }
    }

    /// From loopback, or from the machine's own address to the same address, as when the gateway
    /// listens on that one only.
    private static boolean isFromHere(ServerRequest request) {
        var remote = address(request.remotePeer().address());
        var local = address(request.localPeer().address());
        return remote.isPresent() && (remote.get().isLoopbackAddress() || remote.equals(local));
    }

    private static Optional<InetAddress> address(SocketAddress socket) {
        return socket instanceof InetSocketAddress internet
                ? Optional.ofNullable(internet.getAddress())
                : Optional.empty();
    }

    private AdminActions by(ServerRequest request) {
        var actor = request.headers().first(ACTOR).orElse("somebody with the token");
        return office.by(actor.substring(0, Math.min(actor.length(), LONGEST_ACTOR)));
    }

    private Object status(ServerRequest request) {
        return Map.of("pid", ProcessHandle.current().pid());
    }

    /// The body of a new workspace.
    record WorkspaceOrder(String name) {}

    private Object createWorkspace(ServerRequest request) {
        return by(request).createWorkspace(body(request, WorkspaceOrder.class).name());
    }

    /// The body of a workspace's terms for files.
    record FileTermsOrder(Optional<Long> retentionSeconds, Optional<Long> quotaBytes) {}

    private Object keepFiles(ServerRequest request) {
        var terms = body(request, FileTermsOrder.class);
        return by(request)
                .keepFiles(
                        new AdminActions.FileTerms(
                                parameter(request, "workspace"),
                                terms.retentionSeconds(),
                                terms.quotaBytes()));
    }

    private Object keys(ServerRequest request) {
        return by(request).keys(parameter(request, "workspace"));
    }

    private Object createKey(ServerRequest request) {
        return by(request).createKey(body(request, AdminActions.KeyOrder.class));
    }

    private Object limitKey(ServerRequest request) {
        return by(request)
                .limitKey(parameter(request, "id"), body(request, KeyLimits.Change.class));
    }

    /// The body of a rotation.
    ///
    /// @param overlapSeconds for which the former text is valid
    public record Rotation(long overlapSeconds) {}

    private Object rotateKey(ServerRequest request) {
        var overlap = Duration.ofSeconds(body(request, Rotation.class).overlapSeconds());
        return by(request).rotateKey(parameter(request, "id"), overlap);
    }

    private Object revokeKey(ServerRequest request) {
        return by(request).revokeKey(parameter(request, "id"));
    }

    private Object grant(ServerRequest request) {
        return by(request).grant(body(request, AdminActions.GrantOrder.class));
    }

    private Object audit(ServerRequest request) {
        var limit = request.query().first("limit").orElse("50");
        if (!limit.matches("\\d{1,6}")) {
            throw Problem.of(ErrorCode.INVALID_REQUEST, "The limit must be a whole number.");
        }
        return by(request)
                .audit(request.query().first("workspace").asOptional(), Integer.parseInt(limit));
    }

    private Object balance(ServerRequest request) {
        return by(request).balance(parameter(request, "workspace"), mode(request));
    }

    private Object endpoints(ServerRequest request) {
        return by(request).endpoints(parameter(request, "workspace"));
    }

    private Object enable(ServerRequest request) {
        var workspace = parameter(request, "workspace");
        return by(request).enableEndpoint(workspace, parameter(request, "id"));
    }

    private Object disable(ServerRequest request) {
        var workspace = parameter(request, "workspace");
        return by(request).disableEndpoint(workspace, parameter(request, "id"));
    }

    private void events(ServerRequest request, ServerResponse response)
            throws InterruptedException {
        requireOperator(request);
        var after = request.query().first("after").orElse("");
        if (!after.matches("\\d{0,20}")) {
            throw Problem.of(ErrorCode.INVALID_REQUEST, "after must be the next of a batch.");
        }
        send(response, by(request).events(parameter(request, "workspace"), mode(request), after));
    }

    private static Mode mode(ServerRequest request) {
        var text = request.query().first("mode").orElse("");
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "live" -> Mode.LIVE;
            case "test" -> Mode.TEST;
            default -> throw Problem.of(ErrorCode.INVALID_REQUEST, "mode must be live or test.");
        };
    }

    private static String parameter(ServerRequest request, String name) {
        return request.path().pathParameters().get(name);
    }

    private static <T> T body(ServerRequest request, Class<T> type) {
        try (var in = request.content().inputStream()) {
            var bytes = in.readNBytes(LARGEST_BODY + 1);
            if (bytes.length > LARGEST_BODY) {
                throw Problem.of(ErrorCode.PAYLOAD_TOO_LARGE);
            }
            return AdminJson.read(new String(bytes, StandardCharsets.UTF_8), type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void send(ServerResponse response, Object value) {
        response.status(Status.OK_200)
                .header(HeaderNames.CONTENT_TYPE, "application/json")
                .header(HeaderNames.CACHE_CONTROL, "no-store")
                .send(AdminJson.write(value).getBytes(StandardCharsets.UTF_8));
    }
}
