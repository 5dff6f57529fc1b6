package io.mediagate.webhook;

import java.time.Duration;

/// What the operator decides about webhooks.
///
/// @param mostEndpoints of one workspace and mode
/// @param concurrency how many deliveries are under way to one endpoint at once, on all nodes together
/// @param mostRunning how many are under way on this node at once
/// @param limit for one attempt, from the connection to the end of the answer
/// @param disableAfter how long an endpoint may fail
/// @param logRetention how long what has ended is kept
public record WebhookSettings(
        int mostEndpoints,
        int concurrency,
        int mostRunning,
        Duration limit,
        Duration disableAfter,
        Duration logRetention,
        Log log) {

    /// Bounds of what is kept and repeated.
    ///
    /// @param bodyBytes how much of a body is kept, in characters
    /// @param replayLimit how many events one replay puts in line at most
    public record Log(int bodyBytes, int replayLimit) {}
}
