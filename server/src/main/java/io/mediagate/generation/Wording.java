package io.mediagate.generation;

import io.mediagate.error.Redaction;
import io.mediagate.provider.ProviderFailure;
import java.time.Duration;

/// What a caller reads of a provider's failure.
public final class Wording {

    private static final long LONGEST_HINT = 86_400;

    private final Redaction redaction;

    public Wording(Redaction redaction) {
        this.redaction = redaction;
    }

    /// What only the operator can mend is told in the table's words alone.
    public Failure of(ProviderFailure failure) {
        return new Failure(
                failure.code(),
                failure.operatorFault()
                        ? failure.code().message()
                        : redaction.message(failure.code(), failure.detail()),
                failure.retryAfter().map(Wording::wholeSeconds));
    }

    static Duration wholeSeconds(Duration hint) {
        return Duration.ofSeconds(Math.clamp(hint.plusMillis(999).toSeconds(), 1, LONGEST_HINT));
    }
}
