package io.mediagate.provider.ark;

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
import io.mediagate.provider.http.Phase;

/// By the codes of docs.byteplus.com/en/docs/ModelArk, "Error codes": one status stands for many things (429
/// for limits, quotas, caps of spending and load), so the code decides. Codes have families, divided by a
/// dot, that grow: those are told by the words that they are made of.
final class ArkFailures {
    static final Failures RULES =
            FailureRules.begin()
                    // Their check of the content is broken; it has not refused anything.
                    .codes(BROKEN, "ContentSecurityDetectionError", "InternalServiceError")
                    // InputTextSensitiveContentDetected,
                    // OutputVideoSensitiveContentDetected.PolicyViolation …
                    .says(CONTENT, "sensitive content detected", "risk detection")
                    .says(PERMISSION, "model id access disabled")
                    .says(MODEL_UNKNOWN, "invalid endpoint or model")
                    // An endpoint is the operator's own, made in their console.
                    .says(PERMISSION, "invalid endpoint")
                    // The same code says that a quota is used up and that too much is waiting.
                    .says(RATE, "queu* ..3 task*|request*")
                    .says(RATE, "rate limit exceeded")
                    .codes(RATE, "RequestBurstTooFast", "InflightBatchsizeExceeded")
                    .codes(OVERLOADED, "ServerOverloaded", "ServiceUnavailable")
                    .codes(
                            FUNDS,
                            "AccountOverdueError",
                            "OperationDenied.ServiceOverdue",
                            "SetLimitExceeded",
                            "SessionQuotaExceeded",
                            "QuotaExceeded",
                            "InvalidSubscription")
                    .says(FUNDS, "quota exceeded !file")
                    .codes(
                            CREDENTIALS,
                            "AuthenticationError",
                            "InvalidApiKey",
                            "SignatureDoesNotMatch")
                    .codes(
                            PERMISSION,
                            "AccessDenied",
                            "InvalidAccountStatus",
                            "ModelNotOpen",
                            "OperationDenied.PermissionDenied",
                            "OperationDenied.ServiceNotOpen",
                            "UnsupportedModel")
                    .says(
                            INPUT,
                            "invalid parameter",
                            "missing parameter",
                            "invalid argument error",
                            "invalid image url|detail",
                            "invalid pixel limit",
                            "outof context error")
                    .when(
                            answer -> answer.phase() == Phase.SUBMIT,
                            INPUT,
                            "specified ..4 not found")
                    .build();

    private ArkFailures() {}
}
