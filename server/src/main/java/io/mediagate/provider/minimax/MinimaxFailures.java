package io.mediagate.provider.minimax;

import static io.mediagate.provider.http.FailureKind.BROKEN;
import static io.mediagate.provider.http.FailureKind.CONTENT;
import static io.mediagate.provider.http.FailureKind.CREDENTIALS;
import static io.mediagate.provider.http.FailureKind.FUNDS;
import static io.mediagate.provider.http.FailureKind.INPUT;
import static io.mediagate.provider.http.FailureKind.MODEL_UNKNOWN;
import static io.mediagate.provider.http.FailureKind.OVERLOADED;
import static io.mediagate.provider.http.FailureKind.PERMISSION;
import static io.mediagate.provider.http.FailureKind.RATE;
import static io.mediagate.provider.http.FailureKind.TIMEOUT;

import io.mediagate.provider.http.FailureRules;
import io.mediagate.provider.http.Failures;

/// By the numbers of platform.minimax.io/docs/api-reference/errorcode, which the second generation of the
/// API repeats at the end of its messages, and by the types of that generation.
final class MinimaxFailures {
    static final Failures RULES =
            FailureRules.begin()
                    // 2013 is any wrong parameter, the model among them.
                    .says(
                            MODEL_UNKNOWN,
                            "model info",
                            "unknown|nonexistent model",
                            "no such model",
                            "model ..2 not exist|found")
                    .codes(CONTENT, "1026", "1027")
                    .codes(CREDENTIALS, "1004", "2049")
                    // 2056: the window of a plan is used up.
                    .codes(FUNDS, "1008", "2056")
                    // A name to be verified, a plan without the model.
                    .codes(PERMISSION, "2038", "2061")
                    .codes(RATE, "1002", "1039", "1041", "2045")
                    .codes(TIMEOUT, "1001")
                    .codes(BROKEN, "1000", "1013", "1024", "1033")
                    // Text that cannot be spoken, a parameter, recordings and voices.
                    .codes(
                            INPUT, "1042", "1043", "1044", "2013", "20132", "2037", "2039", "2042",
                            "2048", "2054")
                    .codes(FUNDS, "insufficient_balance_error")
                    .codes(CREDENTIALS, "authorized_error")
                    .codes(RATE, "rate_limit_error")
                    .codes(OVERLOADED, "overloaded_error")
                    .codes(INPUT, "bad_request_error")
                    .build();

    private MinimaxFailures() {}
}
