package io.mediagate.provider.luma;

import static io.mediagate.provider.http.FailureKind.CONTENT;
import static io.mediagate.provider.http.FailureKind.FINAL;
import static io.mediagate.provider.http.FailureKind.FUNDS;
import static io.mediagate.provider.http.FailureKind.INPUT;

import io.mediagate.provider.http.FailureRules;
import io.mediagate.provider.http.Failures;

/// By the `failure_code`s of github.com/lumalabs/luma-agents-python. Requests that are refused have a
/// sentence and no code.
final class LumaFailures {
    static final Failures RULES =
            FailureRules.begin()
                    .codes(CONTENT, "content_moderated")
                    .codes(FUNDS, "budget_exhausted")
                    .codes(
                            INPUT,
                            "image_too_large",
                            "unsupported_format",
                            "corrupt_input",
                            "invalid_request")
                    .codes(FINAL, "output_not_found")
                    .says(FUNDS, "insufficient credits|balance")
                    .build();

    private LumaFailures() {}
}
