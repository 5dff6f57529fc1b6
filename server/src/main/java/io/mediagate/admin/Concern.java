package io.mediagate.admin;

import io.mediagate.credits.Credits;
import java.time.Instant;
import java.util.Optional;

/// A generation that an operator should look at.
///
/// @param kind why
/// @param provider whom it was last submitted to; empty if to nobody yet
/// @param since when it was accepted or, if it was, submitted
/// @param price what it cost or would cost the caller; what the vendor takes is not known here
public record Concern(
        String generationId,
        String workspace,
        Kind kind,
        String model,
        Optional<String> provider,
        Instant since,
        Credits price) {

    /// Why.
    public enum Kind {
        /// It has waited for a worker for more than ten minutes.
        WAITING,
        /// Its node is gone and nobody has taken it over for 30 s.
        OWNERLESS,
        /// It runs past its deadline by more than a minute.
        OVERDUE
    }
}
