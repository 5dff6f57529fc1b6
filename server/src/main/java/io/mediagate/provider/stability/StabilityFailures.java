package io.mediagate.provider.stability;

import static io.mediagate.provider.http.FailureKind.BROKEN;
import static io.mediagate.provider.http.FailureKind.CONTENT;
import static io.mediagate.provider.http.FailureKind.CREDENTIALS;
import static io.mediagate.provider.http.FailureKind.FUNDS;
import static io.mediagate.provider.http.FailureKind.INPUT;
import static io.mediagate.provider.http.FailureKind.PERMISSION;
import static io.mediagate.provider.http.FailureKind.RATE;

import io.mediagate.provider.http.FailureRules;
import io.mediagate.provider.http.Failures;

/// By the `name` of an error and the `finish_reason` of a result (platform.stability.ai/docs/api-reference).
final class StabilityFailures {
    static final Failures RULES =
            FailureRules.begin()
                    .when(
                            answer ->
                                    "CONTENT_FILTERED"
                                            .equals(answer.headers().get("finish-reason")),
                            CONTENT)
                    .codes(CONTENT, "content_moderation", "CONTENT_FILTERED")
                    .codes(CREDENTIALS, "unauthorized", "invalid_api_key")
                    .codes(
                            FUNDS,
                            "payment_required",
                            "insufficient_balance",
                            "insufficient_credits")
                    .codes(PERMISSION, "permission_denied", "forbidden")
                    .codes(
                            INPUT,
                            "bad_request",
                            "invalid_language",
                            "invalid_prompts",
                            "invalid_sampler",
                            "payload_too_large",
                            "unprocessable_entity")
                    .codes(RATE, "rate_limit_exceeded", "too_many_requests")
                    .codes(BROKEN, "internal_error", "internal_server_error")
                    .build();

    private StabilityFailures() {}
}
