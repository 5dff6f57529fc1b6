package io.mediagate.generation;

import io.mediagate.error.ErrorCode;
import io.mediagate.provider.ProviderFailure;
import io.mediagate.provider.Remedy;
import io.micrometer.core.instrument.MeterRegistry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Locale;

/// Counts what becomes of attempts, by provider, and tells the operator what only the operator can mend.
final class Tally {

    private static final Logger LOG = LoggerFactory.getLogger(Tally.class);

    private final MeterRegistry metrics;

    Tally(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    /// A provider has answered a submission, or the line failed.
    void submitted(Going going, Duration took) {
        metrics.timer("mediagate.submission", "provider", going.provider().name()).record(took);
    }

    void succeeded(Going going, Duration took) {
        ended(going, "succeeded", "", took);
    }

    void ended(Going going, AttemptChange.Ended ended, Duration took) {
        var code = ended.failure().map(failure -> failure.code().name()).orElse("");
        ended(going, spelling(ended.end()), code, took);
    }

    private void ended(Going going, String outcome, String code, Duration took) {
        metrics.timer(
                        "mediagate.attempt",
                        "provider",
                        going.provider().name(),
                        "outcome",
                        outcome,
                        "code",
                        code)
                .record(took.isNegative() ? Duration.ZERO : took);
    }

    /// Names provider and remedy where only the operator can mend it. A model that the vendor does not
    /// know is such a case too: the catalogue offers it.
    void failed(Lease lease, Going going, ProviderFailure failure) {
        failure.remedy()
                .or(() ->
                        failure.code() == ErrorCode.UNSUPPORTED_MODEL
                                ? java.util.Optional.of(Remedy.UPDATE_CATALOGUE)
                                : java.util.Optional.empty())
                .ifPresent(remedy -> alarm(lease, going, remedy));
    }

    private void alarm(Lease lease, Going going, Remedy remedy) {
        var provider = going.provider().name();
        LOG.warn(
                "operator: provider {} refused {} at generation {}: {}",
                provider,
                going.model(),
                lease.id(),
                remedy.sentence());
        metrics.counter(
                        "mediagate.operator.faults",
                        "provider",
                        provider,
                        "remedy",
                        spelling(remedy))
                .increment();
    }

    private static String spelling(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
