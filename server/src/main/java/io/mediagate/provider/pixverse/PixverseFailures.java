package io.mediagate.provider.pixverse;

import static io.mediagate.provider.http.FailureKind.BROKEN;
import static io.mediagate.provider.http.FailureKind.CONTENT;
import static io.mediagate.provider.http.FailureKind.CREDENTIALS;
import static io.mediagate.provider.http.FailureKind.FINAL;
import static io.mediagate.provider.http.FailureKind.FUNDS;
import static io.mediagate.provider.http.FailureKind.INPUT;
import static io.mediagate.provider.http.FailureKind.OVERLOADED;
import static io.mediagate.provider.http.FailureKind.PERMISSION;
import static io.mediagate.provider.http.FailureKind.RATE;

import io.mediagate.provider.http.FailureRules;
import io.mediagate.provider.http.Failures;
import io.mediagate.provider.http.Phase;

/// By the error codes of docs.platform.pixverse.ai. A poll's codes of one digit are the statuses of what
/// was made.
final class PixverseFailures {
    static final Failures RULES =
            FailureRules.begin()
                    .codes(CREDENTIALS, "10001", "10003", "10005", "400012")
                    .codes(FUNDS, "500090")
                    .codes(PERMISSION, "500020", "500060", "500070")
                    .codes(CONTENT, "500054", "500063")
                    .codes(RATE, "500044")
                    .codes(OVERLOADED, "500069")
                    .codes(FINAL, "500008", "500064")
                    .codes(
                            INPUT, "400011", "400013", "400017", "400018", "400019", "400032",
                            "500030", "500031", "500032", "500033", "500042", "500071")
                    .codes(BROKEN, "99999", "500041", "500100")
                    .codes(Phase.POLL, FINAL, "6")
                    .codes(Phase.POLL, CONTENT, "7")
                    .codes(Phase.POLL, BROKEN, "8")
                    .build();

    private PixverseFailures() {}
}
