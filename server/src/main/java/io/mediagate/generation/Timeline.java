package io.mediagate.generation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What happened to one generation behind the scenes, for the operator alone: it names vendors, and says
/// what they said.
///
/// @param state in the journal's words
/// @param code of its failure, without the family
/// @param price in whole credits, held or taken
/// @param attempts in order
/// @param notes what the attempts do not tell, in order
public record Timeline(
        String id,
        String workspaceId,
        boolean livemode,
        String model,
        String state,
        Optional<String> code,
        Optional<String> message,
        long price,
        Instant createdAt,
        Optional<Instant> startedAt,
        Optional<Instant> deadlineAt,
        Optional<Instant> finishedAt,
        List<Attempt> attempts,
        List<Noted> notes) {

    /// One submission.
    ///
    /// @param code what its failure is to a caller, without the family
    /// @param said what the vendor said, as it came
    /// @param remedy what the operator can do, if only the operator can
    public record Attempt(
            int number,
            String provider,
            String model,
            String state,
            long nodeId,
            Instant submittedAt,
            Optional<Instant> acceptedAt,
            Optional<Instant> endedAt,
            Optional<String> code,
            boolean retryable,
            boolean operatorFault,
            Optional<String> remedy,
            Optional<Long> retryAfterSeconds,
            Optional<String> said) {}

    /// An attempt that may exist at the vendor and be billed, of a generation that its caller did not pay.
    ///
    /// @param price that the caller would have paid, in whole credits
    public record UnknownOutcome(
            String generationId,
            String workspaceId,
            int attempt,
            String provider,
            String model,
            Instant submittedAt,
            long price) {}

    /// Something besides the attempts.
    ///
    /// @param attempt which one it is about; empty: none
    /// @param step `chose`, `waited`, `gave_up` or `looked_up`
    /// @param considered the candidates, in the order in which they were looked at
    /// @param until when a wait was to end
    public record Noted(
            Instant at,
            OptionalInt attempt,
            String step,
            List<Considered> considered,
            Optional<Instant> until,
            String remark) {}

    /// How a candidate looked.
    ///
    /// @param why it was passed over; empty: it was taken
    /// @param until when that ends, where it is known
    public record Considered(String provider, String model, String why, Optional<Instant> until) {}
}
