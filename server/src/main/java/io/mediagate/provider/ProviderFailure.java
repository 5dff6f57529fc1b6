package io.mediagate.provider;

import io.mediagate.error.ErrorCode;
import io.mediagate.error.Untrusted;
import java.time.Duration;
import java.util.Optional;

/// Why a provider did not deliver, in our words, with theirs kept apart.
///
/// @param code one of the generation sub-codes, never `INSUFFICIENT_CREDITS`: that one is our ledger's
/// @param detail what the provider said; for the operator, and for `Redaction`
/// @param retryable whether the same request to the same provider may succeed after a delay
/// @param remedy what the operator can do, exactly when only the operator can mend it
/// @param retryAfter the provider's own hint, where it gave one
public record ProviderFailure(
        ErrorCode code,
        Untrusted detail,
        boolean retryable,
        Optional<Remedy> remedy,
        Optional<Duration> retryAfter) {
    public ProviderFailure {
        if (code.scope() == ErrorCode.Scope.GENERAL || code == ErrorCode.INSUFFICIENT_CREDITS) {
            throw new IllegalArgumentException("not a code that a provider can cause: " + code);
        }
    }

    /// What the caller gave cannot be used; nothing was sent. The words are ours and may be shown.
    public static ProviderFailure ofInput(String words) {
        return new ProviderFailure(
                ErrorCode.INVALID_INPUT,
                new Untrusted(words),
                false,
                Optional.empty(),
                Optional.empty());
    }

    /// A file that the request names could not be kept or read by us; nothing was sent.
    public static ProviderFailure ofOurFiles() {
        return new ProviderFailure(
                ErrorCode.FAILED,
                new Untrusted("a file of the input could not be kept or read"),
                true,
                Optional.of(Remedy.LOOK_AT_FILES),
                Optional.empty());
    }

    /// One of which it is only known whether the operator can mend it.
    public ProviderFailure(
            ErrorCode code,
            Untrusted detail,
            boolean retryable,
            boolean operatorFault,
            Optional<Duration> retryAfter) {
        this(
                code,
                detail,
                retryable,
                operatorFault ? Optional.of(Remedy.LOOK_AT_ACCOUNT) : Optional.empty(),
                retryAfter);
    }

    /// Whether only the operator can mend it (key, funds, permission).
    public boolean operatorFault() {
        return remedy.isPresent();
    }
}
