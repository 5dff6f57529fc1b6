package io.mediagate.provider.google;

import static io.mediagate.provider.http.FailureKind.BROKEN;
import static io.mediagate.provider.http.FailureKind.CONTENT;
import static io.mediagate.provider.http.FailureKind.CREDENTIALS;
import static io.mediagate.provider.http.FailureKind.FUNDS;
import static io.mediagate.provider.http.FailureKind.INPUT;
import static io.mediagate.provider.http.FailureKind.OVERLOADED;
import static io.mediagate.provider.http.FailureKind.PERMISSION;
import static io.mediagate.provider.http.FailureKind.RATE;
import static io.mediagate.provider.http.FailureKind.TIMEOUT;

import io.mediagate.provider.http.FailureRules;
import io.mediagate.provider.http.Failures;
import io.mediagate.provider.http.Phase;
import io.mediagate.provider.http.VendorAnswer;
import java.util.regex.Pattern;

/// By the finish and block reasons of the Gemini API (googleapis/python-genai, `types`), the reasons of
/// `google.api.ErrorReason`, and the numbers of `google.rpc.Code` in operations. `RESOURCE_EXHAUSTED` and
/// number 8 are missing on purpose: they stand for a limit, an empty account and an overload alike, and only
/// the words tell.
final class GoogleFailures {
    private static final Pattern REFUSED =
            Pattern.compile("\"(blockReason|raiMediaFilteredReasons|raiFilteredReason)\"");

    static final Failures RULES =
            FailureRules.begin()
                    .when(answer -> REFUSED.matcher(answer.body().text()).find(), CONTENT)
                    .when(GoogleFailures::isEmptyObject, CONTENT)
                    .says(FUNDS, "limit 0", "only accessible to billed", "enable billing")
                    .says(RATE, "exceeded your current quota", "quota exceeded for metric")
                    .codes(
                            CONTENT,
                            "SAFETY",
                            "PROHIBITED_CONTENT",
                            "BLOCKLIST",
                            "SPII",
                            "RECITATION",
                            "IMAGE_SAFETY",
                            "IMAGE_PROHIBITED_CONTENT",
                            "IMAGE_RECITATION",
                            "MODEL_ARMOR",
                            "JAILBREAK",
                            "PUBLIC_ERROR_UNSAFE_GENERATION",
                            "PUBLIC_ERROR_PROMINENT_PEOPLE_FILTER_FAILED",
                            "PUBLIC_ERROR_MINOR")
                    .codes(INPUT, "LANGUAGE")
                    .codes(
                            CREDENTIALS,
                            "API_KEY_INVALID",
                            "ACCESS_TOKEN_EXPIRED",
                            "ACCESS_TOKEN_TYPE_UNSUPPORTED",
                            "CREDENTIALS_MISSING",
                            "ACCOUNT_STATE_INVALID",
                            "UNAUTHENTICATED")
                    .codes(FUNDS, "BILLING_DISABLED")
                    .codes(
                            PERMISSION,
                            "SERVICE_DISABLED",
                            "API_KEY_SERVICE_BLOCKED",
                            "API_KEY_HTTP_REFERRER_BLOCKED",
                            "API_KEY_IP_ADDRESS_BLOCKED",
                            "API_KEY_ANDROID_APP_BLOCKED",
                            "API_KEY_IOS_APP_BLOCKED",
                            "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
                            "CONSUMER_SUSPENDED",
                            "CONSUMER_INVALID",
                            "USER_PROJECT_DENIED",
                            "SECURITY_POLICY_VIOLATED",
                            "ORG_RESTRICTION_VIOLATION",
                            "LOCATION_POLICY_VIOLATED")
                    .codes(RATE, "RATE_LIMIT_EXCEEDED")
                    // The documented meaning of this status: no free use in our country.
                    .codes(Phase.SUBMIT, PERMISSION, "FAILED_PRECONDITION")
                    .codes(
                            Phase.SUBMIT,
                            BROKEN,
                            "STOP",
                            "MAX_TOKENS",
                            "OTHER",
                            "IMAGE_OTHER",
                            "NO_IMAGE",
                            "FINISH_REASON_UNSPECIFIED")
                    .codes(Phase.POLL, PERMISSION, "7")
                    .codes(Phase.POLL, CREDENTIALS, "16")
                    .codes(Phase.POLL, TIMEOUT, "4")
                    .codes(Phase.POLL, OVERLOADED, "14")
                    .build();

    private GoogleFailures() {}

    /// All that is left of an answer from which everything was filtered.
    private static boolean isEmptyObject(VendorAnswer answer) {
        return answer.phase() == Phase.SUBMIT
                && answer.status().orElse(0) == 200
                && answer.body().text().strip().equals("{}");
    }
}
