package io.mediagate.provider.http;

import io.mediagate.error.ErrorCode;

/// Every way a vendor can fail, as far as anybody acts on the difference. One row each: what the caller
/// reads, whether the same request to the same vendor may succeed after a delay, and whether only the
/// operator can mend it.
public enum FailureKind {
    /// Moderation refused the prompt, the inputs or the output, at any stage.
    CONTENT(ErrorCode.CONTENT_REJECTED, Retry.NEVER, Whose.NOT_THE_OPERATORS),
    /// A field is wrong, too large, or media of the caller's cannot be fetched or read.
    INPUT(ErrorCode.INVALID_INPUT, Retry.NEVER, Whose.NOT_THE_OPERATORS),
    /// The vendor knows no such model or voice.
    MODEL_UNKNOWN(ErrorCode.UNSUPPORTED_MODEL, Retry.NEVER, Whose.NOT_THE_OPERATORS),
    /// The vendor had that model and has it no more: our catalogue is out of date.
    MODEL_RETIRED(ErrorCode.UNSUPPORTED_MODEL, Retry.NEVER, Whose.THE_OPERATORS),
    /// Our key is bad, expired, revoked or of another region.
    CREDENTIALS(ErrorCode.PROVIDER_UNAVAILABLE, Retry.NEVER, Whose.THE_OPERATORS),
    /// Our key is not valid yet: the clocks differ.
    CREDENTIALS_FOR_NOW(ErrorCode.PROVIDER_UNAVAILABLE, Retry.LATER, Whose.THE_OPERATORS),
    /// Our account has no money left, or reached a limit of spending.
    FUNDS(ErrorCode.PROVIDER_UNAVAILABLE, Retry.NEVER, Whose.THE_OPERATORS),
    /// Our account may not do this: permission, plan, country, verification, addresses.
    PERMISSION(ErrorCode.PROVIDER_UNAVAILABLE, Retry.NEVER, Whose.THE_OPERATORS),
    /// A limit of requests, tokens or parallel work of our account.
    RATE(ErrorCode.RATE_LIMITED, Retry.LATER, Whose.NOT_THE_OPERATORS),
    /// A limit that is so low because of the state of our account.
    RATE_OF_ACCOUNT(ErrorCode.RATE_LIMITED, Retry.LATER, Whose.THE_OPERATORS),
    /// The vendor has too much to do, or a proxy says that it is not there.
    OVERLOADED(ErrorCode.PROVIDER_UNAVAILABLE, Retry.LATER, Whose.NOT_THE_OPERATORS),
    /// The vendor does not serve this now, and trying again today is no use.
    OUT_OF_SERVICE(ErrorCode.PROVIDER_UNAVAILABLE, Retry.NEVER, Whose.NOT_THE_OPERATORS),
    /// Something at the vendor took too long.
    TIMEOUT(ErrorCode.TIMEOUT, Retry.LATER, Whose.NOT_THE_OPERATORS),
    /// What was accepted waited too long and is gone.
    EXPIRED(ErrorCode.TIMEOUT, Retry.NEVER, Whose.NOT_THE_OPERATORS),
    /// Something broke at the vendor.
    BROKEN(ErrorCode.FAILED, Retry.LATER, Whose.NOT_THE_OPERATORS),
    /// We ask for it in a way that the vendor does not offer: our configuration or adapter is wrong.
    MISCONFIGURED(ErrorCode.FAILED, Retry.NEVER, Whose.THE_OPERATORS),
    /// It failed for good, in a way that fits nothing above.
    FINAL(ErrorCode.FAILED, Retry.NEVER, Whose.NOT_THE_OPERATORS);

    private enum Retry {
        NEVER,
        LATER
    }

    private enum Whose {
        THE_OPERATORS,
        NOT_THE_OPERATORS
    }

    private final ErrorCode code;
    private final Retry retry;
    private final Whose whose;

    FailureKind(ErrorCode code, Retry retry, Whose whose) {
        this.code = code;
        this.retry = retry;
        this.whose = whose;
    }

    /// What the caller reads.
    public ErrorCode code() {
        return code;
    }

    /// Whether the same request to the same vendor may succeed after a delay.
    public boolean retryable() {
        return retry == Retry.LATER;
    }

    /// Whether only the operator can mend it.
    public boolean operatorFault() {
        return whose == Whose.THE_OPERATORS;
    }
}
