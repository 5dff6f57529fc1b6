package io.mediagate.provider.bfl;

import static io.mediagate.provider.http.FailureKind.CONTENT;
import static io.mediagate.provider.http.FailureKind.CREDENTIALS;
import static io.mediagate.provider.http.FailureKind.FINAL;
import static io.mediagate.provider.http.FailureKind.FUNDS;
import static io.mediagate.provider.http.FailureKind.INPUT;
import static io.mediagate.provider.http.FailureKind.RATE;

import io.mediagate.provider.http.FailureRules;
import io.mediagate.provider.http.Failures;
import io.mediagate.provider.http.Phase;

/// By the statuses of docs.bfl.ai/api-reference/utility/get-result and the words of its guide to errors.
final class BflFailures {
    static final Failures RULES =
            FailureRules.begin()
                    .codes(
                            CONTENT,
                            BflWire.REQUEST_MODERATED,
                            BflWire.CONTENT_MODERATED,
                            "content_policy_violation")
                    .codes(CREDENTIALS, "invalid_api_key")
                    .codes(FUNDS, "insufficient_credits", "payment_required")
                    .codes(RATE, "rate_limit_exceeded")
                    .codes(Phase.POLL, FINAL, BflWire.NOT_FOUND)
                    .codes(INPUT, "validation_error", "invalid_request", "multiple_of")
                    .build();

    private BflFailures() {}
}
