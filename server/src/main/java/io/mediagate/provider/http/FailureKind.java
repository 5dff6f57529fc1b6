package io.mediagate.provider.http;

import io.mediagate.error.ErrorCode;
import io.mediagate.provider.Remedy;
import java.util.Optional;

/// Every way a vendor can fail, as far as anybody acts on the difference. One row each: what the caller
/// reads, whether the same request to the same vendor may succeed after a delay, and whether only the
/// operator can mend it.
public enum FailureKind {
    /// Moderation refused the prompt, the inputs or the output, at any stage.
    CONTENT(ErrorCode.CONTENT_REJECTED, Retry.NEVER),
    /// A field is wrong, too large, or media of the caller's cannot be fetched or read.
    INPUT(ErrorCode.INVALID_INPUT, Retry.NEVER),
    /// The vendor knows no such model or voice.
    MODEL_UNKNOWN(ErrorCode.UNSUPPORTED_MODEL, Retry.NEVER),
    /// The vendor had that model and has it no more: our catalogue is out of date.
    MODEL_RETIRED(ErrorCode.UNSUPPORTED_MODEL, Retry.NEVER, Remedy.UPDATE_CATALOGUE),
    /// Our key is bad, expired, revoked or of another region.
    CREDENTIALS(ErrorCode.PROVIDER_UNAVAILABLE, Retry.NEVER, Remedy.CHECK_KEY),
    /// Our key is not valid yet: the clocks differ.
    CREDENTIALS_FOR_NOW(ErrorCode.PROVIDER_UNAVAILABLE, Retry.LATER, Remedy.CHECK_CLOCK),
    /// Our account has no money left, or reached a limit of spending.
    FUNDS(ErrorCode.PROVIDER_UNAVAILABLE, Retry.NEVER, Remedy.TOP_UP),
    /// Our account may not do this: permission, plan, country, verification, addresses.
    PERMISSION(ErrorCode.PROVIDER_UNAVAILABLE, Retry.NEVER, Remedy.GRANT_PERMISSION),
    /// A limit of requests, tokens or parallel work of our account.
    RATE(ErrorCode.RATE_LIMITED, Retry.LATER),
    /// A limit that is so low because of the state of our account.
    RATE_OF_ACCOUNT(ErrorCode.RATE_LIMITED, Retry.LATER, Remedy.RAISE_LIMIT),
    /// The vendor has too much to do, or a proxy says that it is not there.
    OVERLOADED(ErrorCode.PROVIDER_UNAVAILABLE, Retry.LATER),
    /// The vendor does not serve this now, and trying again today is no use.
    OUT_OF_SERVICE(ErrorCode.PROVIDER_UNAVAILABLE, Retry.NEVER),
    /// Something at the vendor took too long.
    TIMEOUT(ErrorCode.TIMEOUT, Retry.LATER),
    /// What was accepted waited too long and is gone.
    EXPIRED(ErrorCode.TIMEOUT, Retry.NEVER),
    /// Something broke at the vendor.
    BROKEN(ErrorCode.FAILED, Retry.LATER),
    /// We ask for it in a way that the vendor does not offer: our configuration or adapter is wrong.
    MISCONFIGURED(ErrorCode.FAILED, Retry.NEVER, Remedy.CORRECT_CONFIGURATION),
    /// It failed for good, in a way that fits nothing above.
    FINAL(ErrorCode.FAILED, Retry.NEVER);

    private enum Retry {
        NEVER,
        LATER
    }

    private final ErrorCode code;
    private final Retry retry;
    private final Optional<Remedy> remedy;

    /// Nothing that the operator could mend.
    FailureKind(ErrorCode code, Retry retry) {
        this.code = code;
        this.retry = retry;
        this.remedy = Optional.empty();
    }

    FailureKind(ErrorCode code, Retry retry, Remedy remedy) {
        this.code = code;
        this.retry = retry;
        this.remedy = Optional.of(remedy);
    }

    /// What the caller reads.
    public ErrorCode code() {
        return code;
    }

    /// Whether the same request to the same vendor may succeed after a delay.
    public boolean retryable() {
        return retry == Retry.LATER;
    }

    /// What the operator can do, if only the operator can mend it.
    public Optional<Remedy> remedy() {
        return remedy;
    }

    /// Whether only the operator can mend it.
    public boolean operatorFault() {
        return remedy.isPresent();
    }
}
