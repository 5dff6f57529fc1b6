package io.mediagate.provider.dashscope;

import static io.mediagate.provider.http.FailureKind.BROKEN;
import static io.mediagate.provider.http.FailureKind.CONTENT;
import static io.mediagate.provider.http.FailureKind.CREDENTIALS;
import static io.mediagate.provider.http.FailureKind.FINAL;
import static io.mediagate.provider.http.FailureKind.FUNDS;
import static io.mediagate.provider.http.FailureKind.INPUT;
import static io.mediagate.provider.http.FailureKind.MISCONFIGURED;
import static io.mediagate.provider.http.FailureKind.MODEL_UNKNOWN;
import static io.mediagate.provider.http.FailureKind.OVERLOADED;
import static io.mediagate.provider.http.FailureKind.PERMISSION;
import static io.mediagate.provider.http.FailureKind.RATE;
import static io.mediagate.provider.http.FailureKind.TIMEOUT;

import io.mediagate.provider.http.FailureRules;
import io.mediagate.provider.http.Failures;
import io.mediagate.provider.http.Phase;

/// By the codes of alibabacloud.com/help/en/model-studio/error-code, those of the OpenAI-compatible endpoint
/// among them. An empty account is 400, an unpaid one 403, and a 429 may be any of three things.
final class DashscopeFailures {
    static final Failures RULES =
            FailureRules.begin()
                    .says(MISCONFIGURED, "support synchronous|asynchronous call*")
                    // Some of their algorithms put the real code into the message.
                    .says(CONTENT, "data inspection failed")
                    .says(INPUT, "algo invalid parameter")
                    .codes(
                            CONTENT,
                            "DataInspectionFailed",
                            "data_inspection_failed",
                            "IPInfringementSuspect",
                            "CustomRoleBlocked",
                            "FaqRuleBlocked")
                    .codes(
                            FUNDS,
                            "Arrearage",
                            "AllocationQuota.FreeTierOnly",
                            "Throttling.AllocationQuota",
                            "insufficient_quota",
                            "PrepaidBillOverdue",
                            "PostpaidBillOverdue",
                            "CommodityNotPurchased")
                    .codes(CREDENTIALS, "InvalidApiKey", "invalid_api_key")
                    .codes(
                            PERMISSION,
                            "AccessDenied",
                            "access_denied",
                            "AccessDenied.Unpurchased",
                            "Model.AccessDenied",
                            "Workspace.AccessDenied",
                            "App.AccessDenied",
                            "WorkSpaceNotFound")
                    .codes(
                            RATE,
                            "Throttling",
                            "Throttling.RateQuota",
                            "Throttling.BurstRate",
                            "limit_requests",
                            "limit_burst_rate")
                    .codes(
                            MODEL_UNKNOWN,
                            "ModelNotFound",
                            "Model.NotSupport",
                            "model_not_found",
                            "model_not_supported")
                    .codes(
                            OVERLOADED,
                            "ServiceUnavailable",
                            "ModelUnavailable",
                            "ModelServingError")
                    .codes(TIMEOUT, "RequestTimeOut", "ResponseTimeout", "InternalError.Timeout")
                    .codes(
                            INPUT,
                            "InvalidParameter",
                            "InvalidParameter.DataInspection",
                            "InvalidURL",
                            "InvalidSchema",
                            "InvalidPerson",
                            "BadRequest.EmptyInput",
                            "BadRequest.EmptyParameters",
                            "BadRequest.EmptyModel",
                            "BadRequest.IllegalInput",
                            "BadRequest.InputDownloadFailed",
                            "BadRequest.TooLarge",
                            "BadRequest.UnsupportedFileFormat")
                    .says(INPUT, "invalid parameter", "invalid url", "invalid file", "bad request")
                    .codes(
                            BROKEN,
                            "InternalError",
                            "InternalError.Algo",
                            "InternalError.FileUpload",
                            "InternalError.Upload",
                            "SystemError")
                    // Ids older than a day are forgotten.
                    .codes(Phase.POLL, FINAL, "UNKNOWN")
                    .build();

    private DashscopeFailures() {}
}
