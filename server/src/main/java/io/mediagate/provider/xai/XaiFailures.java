package io.mediagate.provider.xai;

import static io.mediagate.provider.http.FailureKind.BROKEN;
import static io.mediagate.provider.http.FailureKind.CONTENT;
import static io.mediagate.provider.http.FailureKind.CREDENTIALS;
import static io.mediagate.provider.http.FailureKind.FUNDS;
import static io.mediagate.provider.http.FailureKind.PERMISSION;

import io.mediagate.provider.http.FailureRules;
import io.mediagate.provider.http.Failures;
import io.mediagate.provider.http.Phase;
import io.mediagate.provider.http.VendorAnswer;
import java.util.regex.Pattern;

/// By docs.x.ai and what its users have seen. Its codes for programs are mostly sentences ("Client specified an
/// invalid argument" stands for a bad key and a refusal alike), so that most is left to the words.
final class XaiFailures {
    private static final Pattern NOTHING_MADE = Pattern.compile("\"data\"\\s*:\\s*\\[\\s*]");
    private static final Pattern HELD_BACK =
            Pattern.compile("\"respect_moderation\"\\s*:\\s*false");

    static final Failures RULES =
            FailureRules.begin()
                    .when(XaiFailures::isAllRefused, CONTENT)
                    .when(answer -> HELD_BACK.matcher(answer.body().text()).find(), CONTENT)
                    .codes(FUNDS, "personal-team-blocked:spending-limit", "spending-limit")
                    .codes(CREDENTIALS, "unauthenticated:bad-credentials", "unauthenticated")
                    .codes(PERMISSION, "permission-denied", "personal-team-blocked", "team-blocked")
                    .codes(Phase.POLL, BROKEN, "internal_error")
                    .build();

    private XaiFailures() {}

    /// When every picture was refused it answers yes, with none.
    private static boolean isAllRefused(VendorAnswer answer) {
        return answer.phase() == Phase.SUBMIT
                && answer.status().orElse(0) == 200
                && NOTHING_MADE.matcher(answer.body().text()).find();
    }
}
