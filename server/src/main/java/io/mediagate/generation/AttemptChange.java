package io.mediagate.generation;

import io.mediagate.provider.ProviderFailure;
import io.mediagate.provider.ProviderHandle;
import java.util.List;
import java.util.Optional;

/// A line of the record of attempts: what was asked of whom, and what came of it. Written before and
/// after every submission, so that a crash in between can be told from one before.
sealed interface AttemptChange {
    Lease lease();

    int number();

    /// What the timeline tells besides; written along.
    List<Note> notes();

    /// About to be submitted. Only made while the lease is valid.
    record Begun(Lease lease, int number, String provider, String model, List<Note> notes)
            implements AttemptChange {}

    /// The provider has it, and this is how to follow it.
    record Accepted(Lease lease, int number, ProviderHandle handle, List<Note> notes)
            implements AttemptChange {}

    /// Nothing more is expected of it.
    record Ended(
            Lease lease, int number, End end, Optional<ProviderFailure> failure, List<Note> notes)
            implements AttemptChange {

        /// With nothing to note.
        Ended(Lease lease, int number, End end, Optional<ProviderFailure> failure) {
            this(lease, number, end, failure, List.of());
        }
    }

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
