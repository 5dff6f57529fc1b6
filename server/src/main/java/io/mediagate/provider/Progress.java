package io.mediagate.provider;

import java.time.Duration;
import java.util.OptionalInt;

/// Where an accepted generation stands.
public sealed interface Progress {
    /// Not ended yet.
    ///
    /// @param percent 0 to 100 where the provider really says so, otherwise empty
    /// @param again how long to wait before asking again
    record Running(OptionalInt percent, Duration again) implements Progress {}

    /// Made.
    record Succeeded(SubmissionAnswer.Output output) implements Progress {}

    /// Ended without a result.
    record Failed(ProviderFailure failure) implements Progress {}
}
