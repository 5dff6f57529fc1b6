package io.mediagate.provider.elevenlabs;

import static io.mediagate.provider.http.FailureKind.BROKEN;
import static io.mediagate.provider.http.FailureKind.CONTENT;
import static io.mediagate.provider.http.FailureKind.CREDENTIALS;
import static io.mediagate.provider.http.FailureKind.FUNDS;
import static io.mediagate.provider.http.FailureKind.INPUT;
import static io.mediagate.provider.http.FailureKind.MODEL_UNKNOWN;
import static io.mediagate.provider.http.FailureKind.OVERLOADED;
import static io.mediagate.provider.http.FailureKind.PERMISSION;
import static io.mediagate.provider.http.FailureKind.RATE;

import io.mediagate.provider.http.FailureRules;
import io.mediagate.provider.http.Failures;

/// By the words of `detail.status` and, in the newer generation, of `detail.code` and `detail.type`
/// (elevenlabs.io/docs, "Errors", and help.elevenlabs.io). The types say least, so they come last.
final class ElevenlabsFailures {
    static final Failures RULES =
            FailureRules.begin()
                    .codes(CONTENT, "content_against_policy", "content_policy_violation")
                    // Their load, although its type is that of a limit.
                    .codes(OVERLOADED, "system_busy", "service_unavailable")
                    .codes(
                            FUNDS,
                            "quota_exceeded",
                            "insufficient_credits",
                            "paid_plan_required",
                            "subscription_required",
                            "voice_requires_payment",
                            "api_key_limit_exceeded")
                    .codes(
                            CREDENTIALS,
                            "invalid_api_key",
                            "missing_api_key",
                            "api_key_expired",
                            "needs_authorization",
                            "invalid_authorization",
                            "invalid_authorization_header")
                    .codes(
                            PERMISSION,
                            "detected_unusual_activity",
                            "missing_permissions",
                            "insufficient_permissions",
                            "only_for_creator",
                            "only_for_creator+",
                            "voice_not_allowed",
                            "voice_access_denied",
                            "model_access_denied",
                            "text_to_speech_disabled")
                    .codes(
                            RATE,
                            "too_many_concurrent_requests",
                            "concurrent_limit_exceeded",
                            "rate_limit_exceeded")
                    .codes(
                            MODEL_UNKNOWN,
                            "model_not_found",
                            "invalid_model_id",
                            "unsupported_model",
                            "model_can_not_do_text_to_speech")
                    .codes(
                            INPUT,
                            "voice_not_found",
                            "invalid_voice_id",
                            "voice_not_fine_tuned",
                            "invalid_voice_settings",
                            "invalid_ttd_stability",
                            "max_character_limit_exceeded",
                            "text_too_long",
                            "invalid_text",
                            "empty_text",
                            "invalid_output_format",
                            "invalid_language_code",
                            "unsupported_language",
                            "invalid_parameters")
                    .codes(FUNDS, "payment_required")
                    .codes(CREDENTIALS, "authentication_error")
                    .codes(PERMISSION, "authorization_error")
                    .codes(RATE, "rate_limit_error")
                    .codes(INPUT, "validation_error")
                    .codes(BROKEN, "internal_error", "internal_server_error")
                    .build();

    private ElevenlabsFailures() {}
}
