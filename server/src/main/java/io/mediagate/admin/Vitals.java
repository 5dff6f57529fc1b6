package io.mediagate.admin;

import java.time.Instant;
import java.util.Optional;

/// How the gateway is, as its database tells it.
///
/// @param unknownOutcomes attempts of the last 24 h that a vendor may have billed in vain
public record Vitals(Server server, Work work, Deliveries deliveries, long unknownOutcomes) {

    /// The database server.
    ///
    /// @param time its clock at the moment of the answer
    /// @param version such as `18.6`
    /// @param durable whether a commit survives a power cut
    public record Server(Instant time, String version, boolean durable) {}

    /// The generations.
    ///
    /// @param nodes how many gave a sign of life within the last 15 s
    /// @param queued those that wait to be claimed
    /// @param oldestQueuedAt when the oldest of them was accepted
    /// @param running those that are being made
    /// @param ownerless those of them whose node gave no sign of life for 30 s, and that nobody took over
    /// @param overdue those of them that are past their deadline by more than a minute
    public record Work(
            long nodes,
            long queued,
            Optional<Instant> oldestQueuedAt,
            long running,
            long ownerless,
            long overdue) {}

    /// The events on their way to endpoints.
    ///
    /// @param waiting those that should have been sent by now
    /// @param oldestDueAt when the oldest of them was due
    /// @param disabledEndpoints endpoints that the gateway itself disabled
    public record Deliveries(long waiting, Optional<Instant> oldestDueAt, long disabledEndpoints) {}
}
