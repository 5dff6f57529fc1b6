package io.mediagate.provider.replicate;

import static io.mediagate.provider.http.FailureKind.BROKEN;
import static io.mediagate.provider.http.FailureKind.CONTENT;
import static io.mediagate.provider.http.FailureKind.FINAL;
import static io.mediagate.provider.http.FailureKind.INPUT;
import static io.mediagate.provider.http.FailureKind.MISCONFIGURED;
import static io.mediagate.provider.http.FailureKind.MODEL_UNKNOWN;
import static io.mediagate.provider.http.FailureKind.OVERLOADED;
import static io.mediagate.provider.http.FailureKind.RATE_OF_ACCOUNT;
import static io.mediagate.provider.http.FailureKind.TIMEOUT;

import io.mediagate.provider.http.FailureRules;
import io.mediagate.provider.http.Failures;
import io.mediagate.provider.http.Phase;

/// By the codes that end its messages (replicate.com/docs/reference/error-codes; those of three digits are
/// the official models' own) and the states of a prediction (…/docs/topics/predictions/lifecycle).
final class ReplicateFailures {
    static final Failures RULES =
            FailureRules.begin()
                    // The reduced rate of an account without funds; its text names the balance.
                    .says(RATE_OF_ACCOUNT, "rate limit ..6 reduced")
                    .says(MODEL_UNKNOWN, "invalid version", "version ..2 not exist")
                    .codes(CONTENT, "E005")
                    .codes(INPUT, "E006")
                    .codes(TIMEOUT, "E6716")
                    .codes(OVERLOADED, "E003", "E004", "E8367", "E8765", "E9243", "E9828", "PA")
                    .codes(MISCONFIGURED, "E4875")
                    .codes(BROKEN, "E1000", "E1001", "E9825")
                    // Its deadline passed before it began; nothing was billed.
                    .codes(Phase.POLL, TIMEOUT, "aborted")
                    // Stopped by hand or by its deadline, or kept longer than the hour that results
                    // live.
                    .codes(Phase.POLL, FINAL, "canceled", "succeeded")
                    .build();

    private ReplicateFailures() {}
}
