package io.mediagate.admin;

import io.mediagate.account.ApiKeys.ApiKey;
import io.mediagate.account.ApiKeys.Issued;
import io.mediagate.account.ApiKeys.Mode;
import io.mediagate.account.KeyLimits;
import io.mediagate.account.NewKey;
import io.mediagate.account.Scope;
import io.mediagate.account.Workspace;
import io.mediagate.credits.Balance;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import io.mediagate.generation.Timeline;
import io.mediagate.webhook.Endpoint;
import io.mediagate.webhook.EventName;
import io.mediagate.webhook.EventTail;
import io.mediagate.webhook.Webhooks.Switch;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The actions on the database, each change with a row in the audit.
///
/// Credits move in one transaction with their row. Elsewhere the row is written before the change: a
/// crash between them leaves a row without its change, never a change that nobody asked for.
final class AuditedActions implements AdminActions {
    private static final Duration LONGEST_OVERLAP = Duration.ofDays(90);

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private final Office office;
    private final String actor;
    private final AuditedCredits credits;

    AuditedActions(Office office, String actor) {
        this.office = office;
        this.actor = actor;
        this.credits = new AuditedCredits(office, actor);
    }

    @Override
    public List<Workspace> workspaces() {
        return office.workspaces().list();
    }

    @Override
    public Workspace createWorkspace(String name) {
        var workspace = office.workspaces().prepare(name);
        note(workspace.id(), "workspace.create", workspace.id(), Map.of("name", name));
        office.workspaces().add(workspace);
        return workspace;
    }

    @Override
    public FileTerms keepFiles(FileTerms terms) {
        var workspace = office.workspaces().require(terms.workspace());
        var least = Math.min(terms.retentionSeconds().orElse(1L), terms.quotaBytes().orElse(1L));
        if (least < 1) {
            throw invalid("A retention and a quota are at least 1 second and 1 byte.");
        }
        note(
                workspace.id(),
                "workspace.files",
                workspace.id(),
                Map.of(
                        "retention_seconds",
                        terms.retentionSeconds().map(String::valueOf).orElse("as the settings say"),
                        "quota_bytes",
                        terms.quotaBytes().map(String::valueOf).orElse("as the settings say")));
        office.workspaces().keepFiles(workspace.id(), terms.retentionSeconds(), terms.quotaBytes());
        return terms;
    }

    @Override
    public Issued createKey(KeyOrder order) {
        var workspace = office.workspaces().require(order.workspace());
        var key =
                new NewKey(
                        NewKey.freshId(),
                        workspace.id(),
                        order.mode(),
                        order.name(),
                        order.expiresAt(),
                        order.limits().map(KeyLimits.NONE::with).orElse(KeyLimits.NONE));
        office.keys().check(key);
        note(
                workspace.id(),
                "key.create",
                key.id(),
                Map.of("name", order.name(), "mode", AdminJson.spelling(order.mode())));
        return office.keys().issue(key);
    }

    @Override
    public List<ApiKey> keys(String workspace) {
        return office.keys().list(office.workspaces().require(workspace).id());
    }

    @Override
    public ApiKey limitKey(String id, KeyLimits.Change change) {
        var key = requireActive(id);
        var limits = key.limits().with(change);
        limits.check();
        note(key.scope().workspaceId(), "key.limit", id, Map.of("limits", AdminJson.write(limits)));
        return office.keys().limit(id, limits).orElseThrow(AuditedActions::noSuchKey);
    }

    @Override
    public Issued rotateKey(String id, Duration overlap) {
        if (overlap.isNegative() || overlap.compareTo(LONGEST_OVERLAP) > 0) {
            throw invalid(
                    "The overlap must be between nothing and %d days."
                            .formatted(LONGEST_OVERLAP.toDays()));
        }
        var key = requireActive(id);
        note(
                key.scope().workspaceId(),
                "key.rotate",
                id,
                Map.of("overlap", overlap.toString(), "former", key.hint()));
        return office.keys().rotate(key, overlap).orElseThrow(AuditedActions::noSuchKey);
    }

    private ApiKey requireActive(String id) {
        return office.keys()
                .find(id)
                .filter(key -> key.revokedAt().isEmpty())
                .orElseThrow(AuditedActions::noSuchKey);
    }

    private static Problem noSuchKey() {
        return Problem.of(ErrorCode.NOT_FOUND, "There is no key of that id.");
    }

    @Override
    public boolean revokeKey(String id) {
        var key = office.keys().find(id).orElseThrow(AuditedActions::noSuchKey);
        if (key.revokedAt().isPresent()) {
            return false;
        }
        note(key.scope().workspaceId(), "key.revoke", key.id(), Map.of("name", key.name()));
        return office.keys().revoke(id);
    }

    @Override
    public Granted grant(GrantOrder order) {
        return credits.grant(order, scope(order.workspace(), order.mode()));
    }

    private static Problem invalid(String message) {
        return Problem.of(ErrorCode.INVALID_REQUEST, message);
    }

    @Override
    public Withdrawn withdraw(WithdrawalOrder order) {
        return credits.withdraw(order, scope(order.workspace(), order.mode()));
    }

    @Override
    public Balance balance(String workspace, Mode mode) {
        return office.ledger().balance(scope(workspace, mode));
    }

    private Scope scope(String workspace, Mode mode) {
        return new Scope(office.workspaces().require(workspace).id(), mode == Mode.LIVE);
    }

    @Override
    public Timeline explain(String generationId) {
        return office.timelines()
                .find(generationId)
                .orElseThrow(() ->
                        Problem.of(ErrorCode.NOT_FOUND, "There is no generation of that id."));
    }

    @Override
    public List<EndpointView> endpoints(String workspace) {
        var id = office.workspaces().require(workspace).id();
        return office.endpoints().list(id).stream().map(AuditedActions::view).toList();
    }

    private static EndpointView view(Endpoint endpoint) {
        return new EndpointView(
                endpoint.id(),
                endpoint.scope().livemode() ? Mode.LIVE : Mode.TEST,
                endpoint.url(),
                endpoint.events().stream().sorted().map(EventName::publicName).toList(),
                endpoint.enabled(),
                endpoint.disabledReason().map(Endpoint.DisabledReason::column),
                endpoint.failingSince());
    }

    @Override
    public EndpointView enableEndpoint(String workspace, String id) {
        return change(workspace, id, Switch.ENABLED, "webhook.enable");
    }

    @Override
    public EndpointView disableEndpoint(String workspace, String id) {
        return change(workspace, id, Switch.DISABLED, "webhook.disable");
    }

    private EndpointView change(String workspace, String id, Switch state, String action) {
        var workspaceId = office.workspaces().require(workspace).id();
        var endpoint =
                office.endpoints().list(workspaceId).stream()
                        .filter(one -> one.id().equals(id))
                        .findFirst()
                        .orElseThrow(AuditedActions::noSuchEndpoint);
        note(workspaceId, action, id, Map.of("url", endpoint.url()));
        return office.endpoints()
                .change(endpoint.scope(), id, state)
                .map(AuditedActions::view)
                .orElseThrow(AuditedActions::noSuchEndpoint);
    }

    private static Problem noSuchEndpoint() {
        return Problem.of(
                ErrorCode.NOT_FOUND, "There is no endpoint of that id in this workspace.");
    }

    @Override
    public EventTail.Batch events(String workspace, Mode mode, String after)
            throws InterruptedException {
        var tail =
                office.tail()
                        .orElseThrow(() ->
                                Problem.of(
                                        ErrorCode.CONFLICT,
                                        "Events can be followed only while a gateway runs: start it"
                                                + " with ./mediagate serve."));
        return tail.after(scope(workspace, mode), after, LONGEST_WAIT);
    }

    @Override
    public List<Timeline.UnknownOutcome> unknownOutcomes() {
        return office.timelines().unknownOutcomes();
    }

    @Override
    public List<Concern> concerns() {
        return office.vitals().concerns();
    }

    @Override
    public List<AuditStore.Row> audit(Optional<String> workspace, int limit) {
        if (limit < 1 || limit > 1_000) {
            throw invalid("The limit must be from 1 to 1000, not %d.".formatted(limit));
        }
        return office.audit()
                .latest(workspace.map(name -> office.workspaces().require(name).id()), limit);
    }

    @Override
    public Vitals vitals() {
        return office.vitals().read();
    }

    @Override
    public List<String> verifyLedger() {
        return office.ledger().verify();
    }

    private void note(
            String workspaceId, String action, String subject, Map<String, String> detail) {
        office.audit()
                .add(
                        new AuditStore.Row(
                                workspaceId,
                                office.clock().instant(),
                                actor,
                                action,
                                subject,
                                detail));
    }
}
