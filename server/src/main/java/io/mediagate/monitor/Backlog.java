package io.mediagate.monitor;

/// What waits in the database, for all nodes together; counts end at `BacklogStore.MOST`.
///
/// @param queuedSeconds how long the oldest generation has waited that no node has claimed; 0 for none
/// @param outcomesUnknown attempts of the last day that may have been billed without anybody knowing
/// @param due deliveries of webhooks whose time has come and that nobody sends yet
/// @param dueSeconds for how long the first of them has been due; 0 for none
/// @param failingEndpoints endpoints that nothing gets through to at present
/// @param disabledEndpoints endpoints that were given up
public record Backlog(
        double queuedSeconds,
        long outcomesUnknown,
        long due,
        double dueSeconds,
        long failingEndpoints,
        long disabledEndpoints) {}
