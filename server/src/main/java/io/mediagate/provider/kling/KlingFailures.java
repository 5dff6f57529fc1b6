package io.mediagate.provider.kling;

import static io.mediagate.provider.http.FailureKind.BROKEN;
import static io.mediagate.provider.http.FailureKind.CONTENT;
import static io.mediagate.provider.http.FailureKind.CREDENTIALS;
import static io.mediagate.provider.http.FailureKind.CREDENTIALS_FOR_NOW;
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

/// By the table of codes in Kling's "General information".
final class KlingFailures {
    static final Failures RULES =
            FailureRules.begin()
                    .codes(CREDENTIALS, "1000", "1001", "1002", "1004")
                    .codes(CREDENTIALS_FOR_NOW, "1003")
                    .codes(FUNDS, "1101", "1102")
                    .codes(PERMISSION, "1100", "1103", "1304")
                    .codes(CONTENT, "1300", "1301")
                    .codes(RATE, "1302", "1303")
                    .codes(Phase.POLL, FINAL, "1203")
                    .codes(MODEL_UNKNOWN, "1203")
                    .codes(MISCONFIGURED, "1202")
                    .codes(INPUT, "1200", "1201")
                    .codes(OVERLOADED, "5001")
                    .codes(TIMEOUT, "5002")
                    .codes(BROKEN, "5000")
                    .build();

    private KlingFailures() {}
}
