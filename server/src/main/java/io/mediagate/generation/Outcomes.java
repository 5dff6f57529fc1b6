package io.mediagate.generation;

import io.mediagate.artifact.Artifacts;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Redaction;
import io.mediagate.provider.ProviderFailure;
import io.mediagate.provider.SubmissionAnswer.Output;

import java.time.Duration;
import java.util.Optional;

/// Turns what a provider brought into what the caller will see: files into our store, failures into our
/// words.
public final class Outcomes {

    private static final long LONGEST_HINT = 86_400;

    private final Artifacts artifacts;
    private final Redaction redaction;

    public Outcomes(Artifacts artifacts, Redaction redaction) {
        this.artifacts = artifacts;
        this.redaction = redaction;
    }

    Artifacts.Kept keep(Generation generation, Output output) {
        return artifacts.keep(generation.scope(), generation.id(), output.files());
    }

    void discard(Generation generation, Result result) {
        artifacts.discard(generation.scope(), result.files());
    }

    /// What only the operator can mend is told in the table's words alone.
    Failure failure(ProviderFailure failure) {
        return new Failure(
                failure.code(),
                failure.operatorFault()
                        ? failure.code().message()
                        : redaction.message(failure.code(), failure.detail()),
                failure.retryAfter().map(Outcomes::wholeSeconds));
    }

    private static Duration wholeSeconds(Duration hint) {
        return Duration.ofSeconds(Math.clamp(hint.plusMillis(999).toSeconds(), 1, LONGEST_HINT));
    }

    /// No route takes anything.
    ///
    /// @param back when the first of them does again, where it is known
    static Failure unavailable(Optional<Duration> back) {
        var code = ErrorCode.PROVIDER_UNAVAILABLE;
        return new Failure(code, code.message(), back.map(Outcomes::wholeSeconds));
    }

    /// A failure that nobody else described.
    static Failure plain(ErrorCode code) {
        return new Failure(code, code.message());
    }
}
