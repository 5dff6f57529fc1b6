package io.mediagate.command;

import io.mediagate.account.ApiKeys.ApiKey;
import io.mediagate.account.ApiKeys.Issued;
import io.mediagate.account.ApiKeys.Mode;
import io.mediagate.account.KeyLimits;
import io.mediagate.account.Workspace;
import io.mediagate.admin.AdminActions;
import io.mediagate.admin.AdminJson;
import io.mediagate.admin.AdminRoutes;
import io.mediagate.admin.AdminToken;
import io.mediagate.admin.AuditStore;
import io.mediagate.admin.Concern;
import io.mediagate.admin.Vitals;
import io.mediagate.credits.Balance;
import io.mediagate.error.Problem;
import io.mediagate.generation.Timeline;
import io.mediagate.webhook.EventTail;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The actions, done by the gateway that runs on this machine. Speaks HTTP by itself, since `egress` is
/// the door to the world and this never leaves the machine.
final class RemoteActions implements AdminActions {
    private static final int CONNECT_MILLIS = (int) Duration.ofSeconds(2).toMillis();
    private static final int ANSWER_MILLIS = (int) Duration.ofSeconds(60).toMillis();
    private static final int FIRST_ERROR = 400;

    private final DataFolder.Running running;
    private final AdminToken token;
    private final String actor;

    RemoteActions(DataFolder.Running running, AdminToken token, String actor) {
        this.running = running;
        this.token = token;
        this.actor = actor;
    }

    /// Whether a gateway of this data folder is there.
    boolean answers() {
        try {
            return exchange("GET", "/status", null).status() < FIRST_ERROR;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public List<Workspace> workspaces() {
        return List.of(get("/workspaces", Workspace[].class));
    }

    @Override
    public Workspace createWorkspace(String name) {
        return post("/workspaces", Map.of("name", name), Workspace.class);
    }

    @Override
    public FileTerms keepFiles(FileTerms terms) {
        var path = "/workspaces/%s/files".formatted(encoded(terms.workspace()));
        // A map without what the terms leave to the settings.
        var body = new HashMap<String, Object>();
        terms.retentionSeconds().ifPresent(seconds -> body.put("retention_seconds", seconds));
        terms.quotaBytes().ifPresent(bytes -> body.put("quota_bytes", bytes));
        return post(path, body, FileTerms.class);
    }

    @Override
    public Issued createKey(KeyOrder order) {
        return post("/keys", order, Issued.class);
    }

    @Override
    public List<ApiKey> keys(String workspace) {
        return List.of(get("/workspaces/%s/keys".formatted(encoded(workspace)), ApiKey[].class));
    }

    @Override
    public ApiKey limitKey(String id, KeyLimits.Change change) {
        return post("/keys/%s/limits".formatted(encoded(id)), change, ApiKey.class);
    }

    @Override
    public Issued rotateKey(String id, Duration overlap) {
        var rotation = new AdminRoutes.Rotation(overlap.toSeconds());
        return post("/keys/%s/rotate".formatted(encoded(id)), rotation, Issued.class);
    }

    @Override
    public boolean revokeKey(String id) {
        return post("/keys/%s/revoke".formatted(encoded(id)), Map.of(), Boolean.class);
    }

    @Override
    public Granted grant(GrantOrder order) {
        return post("/credits/grants", order, Granted.class);
    }

    @Override
    public Balance balance(String workspace, Mode mode) {
        return get(
                "/workspaces/%s/credits?mode=%s"
                        .formatted(encoded(workspace), AdminJson.spelling(mode)),
                Balance.class);
    }

    @Override
    public Timeline explain(String generationId) {
        return get("/generations/%s/timeline".formatted(encoded(generationId)), Timeline.class);
    }

    @Override
    public List<EndpointView> endpoints(String workspace) {
        return List.of(
                get(
                        "/workspaces/%s/endpoints".formatted(encoded(workspace)),
                        EndpointView[].class));
    }

    @Override
    public EndpointView enableEndpoint(String workspace, String id) {
        return change(workspace, id, "enable");
    }

    @Override
    public EndpointView disableEndpoint(String workspace, String id) {
        return change(workspace, id, "disable");
    }

    private EndpointView change(String workspace, String id, String what) {
        var path =
                "/workspaces/%s/endpoints/%s/%s".formatted(encoded(workspace), encoded(id), what);
        return post(path, Map.of(), EndpointView.class);
    }

    @Override
    public EventTail.Batch events(String workspace, Mode mode, String after) {
        return get(
                "/workspaces/%s/events?mode=%s&after=%s"
                        .formatted(encoded(workspace), AdminJson.spelling(mode), encoded(after)),
                EventTail.Batch.class);
    }

    @Override
    public List<Timeline.UnknownOutcome> unknownOutcomes() {
        return List.of(get("/attempts/unknown", Timeline.UnknownOutcome[].class));
    }

    @Override
    public Withdrawn withdraw(WithdrawalOrder order) {
        return post("/credits/withdrawals", order, Withdrawn.class);
    }

    @Override
    public List<Concern> concerns() {
        return List.of(get("/generations/concerns", Concern[].class));
    }

    @Override
    public List<AuditStore.Row> audit(Optional<String> workspace, int limit) {
        var of = workspace.map(name -> "&workspace=" + encoded(name)).orElse("");
        return List.of(get("/audit?limit=%d%s".formatted(limit, of), AuditStore.Row[].class));
    }

    @Override
    public Vitals vitals() {
        return get("/vitals", Vitals.class);
    }

    @Override
    public List<String> verifyLedger() {
        return List.of(get("/ledger/faults", String[].class));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private <T> T get(String path, Class<T> type) {
        return AdminJson.read(answer("GET", path, null), type);
    }

    private <T> T post(String path, Object body, Class<T> type) {
        return AdminJson.read(answer("POST", path, AdminJson.write(body)), type);
    }

    private String answer(String method, String path, @Nullable String body) {
        try {
            var answer = exchange(method, path, body);
            if (answer.status() >= FIRST_ERROR) {
                throw new CommandFailure(message(answer));
            }
            return answer.body();
        } catch (IOException e) {
            throw new CommandFailure(
                    "the gateway (process %d) does not answer: %s"
                            .formatted(running.pid(), e.getMessage()),
                    e);
        }
    }

    private static String message(Answer answer) {
        try {
            var message = AdminJson.read(answer.body(), Map.class).get("message");
            return String.valueOf(message);
        } catch (Problem e) {
            return "the gateway answered with status " + answer.status();
        }
    }

    private record Answer(int status, String body) {}

    private Answer exchange(String method, String path, @Nullable String body) throws IOException {
        var url =
                URI.create(
                        "http://%s:%d%s%s"
                                .formatted(host(), running.port(), AdminRoutes.PATH, path));
        var connection = (HttpURLConnection) url.toURL().openConnection(Proxy.NO_PROXY);
        connection.setRequestMethod(method);
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(ANSWER_MILLIS);
        connection.setInstanceFollowRedirects(false);
        connection.setRequestProperty("Authorization", token.header());
        connection.setRequestProperty(AdminRoutes.ACTOR.defaultCase(), actor);
        if (body != null) {
            connection.setDoOutput(true);
            connection.setRequestProperty("Content-Type", "application/json");
            try (var out = connection.getOutputStream()) {
                out.write(body.getBytes(StandardCharsets.UTF_8));
            }
        }
        int status = connection.getResponseCode();
        try (var in =
                status < FIRST_ERROR ? connection.getInputStream() : connection.getErrorStream()) {
            var bytes = in == null ? new byte[0] : in.readAllBytes();
            return new Answer(status, new String(bytes, StandardCharsets.UTF_8));
        }
    }

    private String host() {
        return host(running.host());
    }

    /// Where to reach a gateway that listens on this host; every address means loopback, too.
    static String host(String listening) {
        try {
            var address = InetAddress.getByName(listening);
            var text = address.isAnyLocalAddress() ? "127.0.0.1" : listening;
            return text.contains(":") && !text.startsWith("[") ? "[" + text + "]" : text;
        } catch (UnknownHostException e) {
            return listening;
        }
    }
}
