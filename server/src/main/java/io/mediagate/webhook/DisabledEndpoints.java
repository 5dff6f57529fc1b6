package io.mediagate.webhook;

import org.jdbi.v3.core.Handle;

/// Where it is written down that the gateway itself disabled an endpoint, in the same transaction.
@FunctionalInterface
public interface DisabledEndpoints {
    void note(Handle tx, String workspaceId, String endpointId, Endpoint.DisabledReason reason);
}
