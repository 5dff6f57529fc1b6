package io.mediagate.webhook;

import io.mediagate.storage.Database;
import io.mediagate.storage.GroupCommit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes what came of attempts, many in one transaction: the delivery, its log, and how its endpoint is
/// doing. The answer says whether the claim still held.
final class Outcomes implements GroupCommit.Batch<Outcome, Boolean> {

    private static final Logger LOG = LoggerFactory.getLogger(Outcomes.class);

    private final Database database;
    private final long nodeId;
    private final Duration disableAfter;
    private final DisabledEndpoints disabled;
    private final DeliveryStore deliveries = new DeliveryStore();
    private final LogStore log = new LogStore();
    private final EndpointStore endpoints = new EndpointStore();

    Outcomes(Database database, long nodeId, Duration disableAfter, DisabledEndpoints disabled) {
        this.database = database;
        this.nodeId = nodeId;
        this.disableAfter = disableAfter;
        this.disabled = disabled;
    }

    @Override
    public List<Boolean> commit(List<Outcome> outcomes) {
        return database.transaction(tx -> {
            var landed = deliveries.end(tx, nodeId, outcomes);
            var counting =
                    outcomes.stream()
                            .filter(o -> landed.contains(o.sending().deliveryId()))
                            .toList();
            log.insertAttempts(tx, nodeId, counting);
            noteHealth(tx, counting);
            return outcomes.stream().map(o -> landed.contains(o.sending().deliveryId())).toList();
        });
    }

    /// One note for each endpoint, in one order on every node, so that no two wait for each other in
    /// turn. What got through counts more than what did not.
    private void noteHealth(Handle tx, List<Outcome> outcomes) {
        var byEndpoint = new TreeMap<String, Outcome>();
        for (var outcome : outcomes) {
            if (!outcome.sending().isTest() || outcome.gone()) {
                byEndpoint.merge(outcome.sending().endpointId(), outcome, Outcomes::telling);
            }
        }
        for (Map.Entry<String, Outcome> entry : byEndpoint.entrySet()) {
            var workspaceId = entry.getValue().sending().scope().workspaceId();
            noteHealth(tx, workspaceId, entry.getKey(), entry.getValue());
        }
    }

    private static Outcome telling(Outcome one, Outcome other) {
        if (one.gone() || other.gone()) {
            return one.gone() ? one : other;
        }
        return one.delivered() ? one : other;
    }

    private void noteHealth(Handle tx, String workspaceId, String endpointId, Outcome outcome) {
        if (outcome.delivered()) {
            endpoints.noteSuccess(tx, workspaceId, endpointId);
        } else if (outcome.gone()) {
            disable(tx, workspaceId, endpointId, Endpoint.DisabledReason.GONE);
        } else if (endpoints.noteFailure(tx, workspaceId, endpointId, disableAfter)) {
            disable(tx, workspaceId, endpointId, Endpoint.DisabledReason.FAILING);
        }
    }

    private void disable(
            Handle tx, String workspaceId, String endpointId, Endpoint.DisabledReason reason) {
        if (endpoints.disable(tx, workspaceId, endpointId, reason)) {
            disabled.note(tx, workspaceId, endpointId, reason);
            LOG.info("disabled the endpoint {}: {}", endpointId, reason.column());
        }
    }

    /// Writing the same again changes nothing: the claim has then been given up.
    @Override
    public Optional<Boolean> stored(Outcome outcome) {
        return Optional.empty();
    }
}
