package io.mediagate.generation;

import io.mediagate.error.ErrorCode;
import io.mediagate.provider.ProviderFailure;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// After which failures another submission may follow. Two things must hold: nothing of the failed one
/// can be billed, and it was not the caller's fault. `docs/09-life.md` has the same table.
final class Fallback {

    /// The caller's own: another vendor is not to be talked into it.
    private static final Set<ErrorCode> CALLERS =
            EnumSet.of(ErrorCode.CONTENT_REJECTED, ErrorCode.INVALID_INPUT);

    /// What a vendor says that did not begin to work on what it had accepted: it had no room, would not
    /// have our account, or has no such model. Whatever broke or took too long may have been worked on.
    private static final Set<ErrorCode> NOT_BEGUN =
            EnumSet.of(
                    ErrorCode.RATE_LIMITED,
                    ErrorCode.PROVIDER_UNAVAILABLE,
                    ErrorCode.UNSUPPORTED_MODEL);

    private Fallback() {}

    /// After a submission that was certainly refused.
    static boolean mayFollowRefusal(ProviderFailure failure) {
        return !CALLERS.contains(failure.code());
    }

    /// After an attempt that was accepted and then failed.
    static boolean mayFollowAcceptance(ProviderFailure failure) {
        return NOT_BEGUN.contains(failure.code());
    }

    /// Which of two failures the caller is told, when no route is left: rather one that may pass than one
    /// that is a matter between the operator and a vendor.
    static ProviderFailure worthTelling(Optional<ProviderFailure> before, ProviderFailure now) {
        return before.filter(Fallback::isBetweenOthers).isPresent() || !isBetweenOthers(now)
                ? now
                : before.orElse(now);
    }

    private static boolean isBetweenOthers(ProviderFailure failure) {
        return failure.operatorFault() || failure.code() == ErrorCode.UNSUPPORTED_MODEL;
    }
}
