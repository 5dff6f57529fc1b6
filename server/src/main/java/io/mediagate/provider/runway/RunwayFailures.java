package io.mediagate.provider.runway;

import static io.mediagate.provider.http.FailureKind.BROKEN;
import static io.mediagate.provider.http.FailureKind.CONTENT;
import static io.mediagate.provider.http.FailureKind.INPUT;
import static io.mediagate.provider.http.FailureKind.OVERLOADED;
import static io.mediagate.provider.http.FailureKind.TIMEOUT;

import io.mediagate.provider.http.FailureRules;
import io.mediagate.provider.http.Failures;
import io.mediagate.provider.http.Phase;

/// By docs.dev.runwayml.com/errors. Codes of failed tasks are `SAFETY.INPUT.TEXT` and the like: the first
/// parts say what it is, the last is "diagnostic only", so they are read as words.
final class RunwayFailures {
    static final Failures RULES =
            FailureRules.begin()
                    .says(CONTENT, "safety input|output")
                    .says(CONTENT, "input preprocessing safety")
                    .says(CONTENT, "third party safety|moderat*")
                    .says(BROKEN, "input preprocessing internal")
                    .says(BROKEN, "internal bad output")
                    .says(OVERLOADED, "third party unavailable")
                    .says(INPUT, "asset invalid")
                    .says(INPUT, "validation of ..2 failed")
                    .codes(BROKEN, "internal")
                    .statuses(Phase.SUBMIT, TIMEOUT, 504)
                    .build();

    private RunwayFailures() {}
}
