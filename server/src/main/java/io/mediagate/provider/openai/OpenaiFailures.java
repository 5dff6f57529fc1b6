package io.mediagate.provider.openai;

import static io.mediagate.provider.http.FailureKind.BROKEN;
import static io.mediagate.provider.http.FailureKind.CONTENT;
import static io.mediagate.provider.http.FailureKind.CREDENTIALS;
import static io.mediagate.provider.http.FailureKind.FUNDS;
import static io.mediagate.provider.http.FailureKind.INPUT;
import static io.mediagate.provider.http.FailureKind.OVERLOADED;
import static io.mediagate.provider.http.FailureKind.PERMISSION;
import static io.mediagate.provider.http.FailureKind.RATE;

import io.mediagate.provider.http.FailureRules;
import io.mediagate.provider.http.Failures;
import io.mediagate.provider.http.Phase;
import io.mediagate.provider.http.VendorAnswer;

/// By the codes of platform.openai.com/docs/guides/error-codes and those that its libraries and users have
/// seen. `model_not_found` is missing on purpose: only the words tell a retired model from one that never was.
final class OpenaiFailures {
    static final Failures RULES =
            FailureRules.begin()
                    .when(OpenaiFailures::isHalfASound, BROKEN)
                    .codes(
                            CONTENT,
                            "moderation_blocked",
                            "content_policy_violation",
                            "content_filter",
                            "responsibleaipolicyviolation",
                            "sentinel_block",
                            "invalid_prompt_safety")
                    .codes(
                            FUNDS,
                            "insufficient_quota",
                            "billing_hard_limit_reached",
                            "billing_not_active",
                            "organization_spend_limit_exceeded",
                            "project_spend_limit_exceeded",
                            "access_terminated_for_nonpayment")
                    .codes(
                            CREDENTIALS,
                            "invalid_api_key",
                            "account_deactivated",
                            "invalid_organization",
                            "mismatched_organization",
                            "mismatched_project",
                            "ip_not_authorized")
                    .codes(
                            PERMISSION,
                            "unsupported_country_region_territory",
                            "missing_scope",
                            "insufficient_permissions",
                            "organization_not_verified")
                    .codes(RATE, "rate_limit_exceeded", "slow_down")
                    .codes(OVERLOADED, "engine_overloaded", "cf_bad_gateway")
                    .codes(
                            INPUT,
                            "invalid_value",
                            "invalid_type",
                            "unknown_parameter",
                            "unsupported_parameter",
                            "unsupported_value",
                            "missing_required_parameter",
                            "unsupported_file_mimetype",
                            "invalid_image_file",
                            "invalid_image_format",
                            "image_too_large",
                            "image_too_small",
                            "image_parse_error",
                            "empty_image_file",
                            "invalid_mask_image_format",
                            "string_above_max_length",
                            "integer_above_max_value",
                            "integer_below_min_value",
                            "array_above_max_length",
                            "invalid_size")
                    .codes(BROKEN, "image_generation_failed", "video_generation_failed")
                    .build();

    private OpenaiFailures() {}

    /// A sound that broke off after it had begun: nothing else was said.
    private static boolean isHalfASound(VendorAnswer answer) {
        return answer.phase() == Phase.STREAM
                && answer.fault().isPresent()
                && answer.headers().getOrDefault("content-type", "").startsWith("audio/");
    }
}
