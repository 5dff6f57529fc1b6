package io.mediagate.generation;

import io.mediagate.error.ErrorCode;
import java.time.Duration;
import java.util.Optional;

/// Why a generation failed, as its caller reads it.
///
/// @param message already redacted
/// @param retryAfter when the provider said that it may work again, in whole seconds
public record Failure(ErrorCode code, String message, Optional<Duration> retryAfter) {

    /// A failure without a hint.
    public Failure(ErrorCode code, String message) {
        this(code, message, Optional.empty());
    }
}
