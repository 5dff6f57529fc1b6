package io.mediagate.generation;

import io.mediagate.provider.ProviderFailure;
import io.mediagate.provider.ProviderHandle;
import java.util.Optional;

/// A line of the record of attempts: what was asked of whom, and what came of it. Written before and
/// after every submission, so that a crash in between can be told from one before.
sealed interface AttemptChange {
    Lease lease();

    int number();

    /// About to be submitted. Only made while the lease is valid.
    record Begun(Lease lease, int number, String provider, String model) implements AttemptChange {}

    /// The provider has it, and this is how to follow it.
    record Accepted(Lease lease, int number, ProviderHandle handle) implements AttemptChange {}

    /// Nothing more is expected of it.
    record Ended(Lease lease, int number, End end, Optional<ProviderFailure> failure)
            implements AttemptChange {}

    /// How an attempt ends, apart from success, which ends the generation too.
    enum End {
        /// Certainly nothing was started.
        REJECTED,
        /// It was started and brought nothing.
        FAILED,
        /// It may have been started, and be billed: for the operator to look into.
        OUTCOME_UNKNOWN,
        /// Given up by us: canceled, or past its deadline.
        ABANDONED,
        /// It brought a result after its generation had ended; not charged.
        LATE
    }
}
