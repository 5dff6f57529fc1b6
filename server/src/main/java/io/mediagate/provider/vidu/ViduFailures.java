package io.mediagate.provider.vidu;

import static io.mediagate.provider.http.FailureKind.BROKEN;
import static io.mediagate.provider.http.FailureKind.CONTENT;
import static io.mediagate.provider.http.FailureKind.CREDENTIALS;
import static io.mediagate.provider.http.FailureKind.FINAL;
import static io.mediagate.provider.http.FailureKind.FUNDS;
import static io.mediagate.provider.http.FailureKind.INPUT;
import static io.mediagate.provider.http.FailureKind.MODEL_UNKNOWN;
import static io.mediagate.provider.http.FailureKind.OVERLOADED;
import static io.mediagate.provider.http.FailureKind.PERMISSION;
import static io.mediagate.provider.http.FailureKind.RATE;

import io.mediagate.provider.http.FailureRules;
import io.mediagate.provider.http.Failures;

/// By the error codes of platform.vidu.com: the `reason` of a refusal, the `err_code` of a failed task.
final class ViduFailures {
    static final Failures RULES =
            FailureRules.begin()
                    .codes(
                            CONTENT,
                            "AuditSubmitIllegal",
                            "TaskPromptPolicyViolation",
                            "CreationPolicyViolation")
                    .codes(FUNDS, "CreditInsufficient")
                    .codes(CREDENTIALS, "Unauthorized")
                    .codes(PERMISSION, "Forbidden")
                    .codes(MODEL_UNKNOWN, "ModelUnavailable")
                    .codes(RATE, "QuotaExceeded", "TooManyRequests")
                    .codes(OVERLOADED, "SystemThrottling", "OperationInProcess")
                    .codes(
                            INPUT,
                            "BadRequest",
                            "FieldLacking",
                            "FieldUnwanted",
                            "FieldInvalid",
                            "FieldItemCountOutOfRange",
                            "PageSizeOutOfRange",
                            "ImageDownloadFailure",
                            "ImageFormatInvalid",
                            "ImageCheckBodyJointsFailed",
                            "ImageCheckFaceFailed",
                            "ImageObjectsUndetected")
                    .codes(
                            FINAL,
                            "UserCancelled",
                            "Canceled",
                            "TaskNotFound",
                            "CreationNotFound",
                            "NotFound",
                            "Conflict")
                    .codes(BROKEN, "InternalServiceFailure")
                    .build();

    private ViduFailures() {}
}
