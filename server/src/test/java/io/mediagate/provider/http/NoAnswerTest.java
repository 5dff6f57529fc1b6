package io.mediagate.provider.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.egress.LineFault;
import io.mediagate.error.Redaction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is read where the vendor said nothing at all.
class NoAnswerTest {
    private static final Redaction REDACTION = Redaction.bundled();

    @ParameterizedTest
    @EnumSource
    void tellsTheCallerThatNoneCameAndTheOperatorWhatBroke(LineFault fault) {
        for (var phase : Phase.values()) {
            var failure = FailureRules.shared().of(VendorAnswer.of(phase, fault));

            assertThat(REDACTION.message(failure.code(), failure.detail()))
                    .isIn("No whole answer came from the provider.", failure.code().message());
            assertThat(failure.detail().text()).contains(fault.name());
        }
    }
}
