package io.mediagate.generation;

import io.mediagate.error.ErrorCode;
import io.mediagate.provider.ProviderFailure;
import io.mediagate.provider.Remedy;
import io.mediagate.trace.Span;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts what becomes of attempts, by provider, and tells the operator what only the operator can mend.
final class Tally {

    private static final Logger LOG = LoggerFactory.getLogger(Tally.class);

    /// The bounds of the histograms, of what takes as long as an answer and as long as the work itself.
    private static final Duration[] ANSWERS = seconds(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60);

    private static final Duration[] WORK = seconds(0.5, 1, 2.5, 5, 10, 20, 40, 80, 160, 320, 640);

    private final MeterRegistry metrics;

    Tally(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    /// Shows the counters of what only the operator can mend at zero, so that the first one is an increase.
    void expect(String provider) {
        for (var remedy : Remedy.values()) {
            faults(provider, remedy);
        }
    }

    /// A provider has answered a submission, or the line failed.
    void submitted(Going going, Duration took) {
        timer("mediagate.submission", ANSWERS, "provider", going.provider().name()).record(took);
    }

    /// This node has taken a generation out of the queue.
    void claimed(Generation generation) {
        generation
                .startedAt()
                .ifPresent(startedAt ->
                        record(
                                timer("mediagate.queue.wait", ANSWERS, "mode", mode(generation)),
                                Duration.between(generation.createdAt(), startedAt)));
    }

    /// A change of this generation is durable; it counts where it was the last.
    void changed(Generation generation) {
        generation
                .finishedAt()
                .ifPresent(finishedAt -> {
                    record(
                            timer(
                                    "mediagate.generation",
                                    WORK,
                                    "family",
                                    spelling(generation.family()),
                                    "state",
                                    generation.state().column(),
                                    "code",
                                    generation.failure().map(it -> it.code().name()).orElse(""),
                                    "mode",
                                    mode(generation)),
                            Duration.between(generation.createdAt(), finishedAt));
                    if (generation.state() == State.SUCCEEDED) {
                        var price = generation.price();
                        metrics.counter("mediagate.credits.captured", "mode", mode(generation))
                                .increment(
                                        (double)
                                                price.subscription()
                                                        .plus(price.permanent())
                                                        .amount());
                    }
                });
    }

    private static String mode(Generation generation) {
        return generation.scope().livemode() ? "live" : "test";
    }

    private Timer timer(String name, Duration[] marks, String... tags) {
        return Timer.builder(name).tags(tags).serviceLevelObjectives(marks).register(metrics);
    }

    /// The clock of a node may be read later and yet be behind: of another node, or of a transaction that has
    /// waited. A timer takes nothing negative.
    private static void record(Timer timer, Duration took) {
        timer.record(took.isNegative() ? Duration.ZERO : took);
    }

    void succeeded(Going going, Duration took) {
        ended(going, "succeeded", "", took);
    }

    void ended(Going going, AttemptChange.Ended ended, Duration took) {
        var code = ended.failure().map(failure -> failure.code().name()).orElse("");
        ended(going, spelling(ended.end()), code, took);
    }

    private void ended(Going going, String outcome, String code, Duration took) {
        var span =
                Span.current()
                        .with("mediagate.attempt", going.number())
                        .with("mediagate.outcome", outcome);
        if (!code.isEmpty()) {
            span.failed(code);
        }
        record(
                timer(
                        "mediagate.attempt",
                        WORK,
                        "provider",
                        going.provider().name(),
                        "outcome",
                        outcome,
                        "code",
                        code),
                took);
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
        faults(provider, remedy).increment();
    }

    private Counter faults(String provider, Remedy remedy) {
        return metrics.counter(
                "mediagate.operator.faults", "provider", provider, "remedy", spelling(remedy));
    }

    private static Duration[] seconds(double... bounds) {
        return Arrays.stream(bounds)
                .mapToObj(bound -> Duration.ofMillis(Math.round(bound * 1000)))
                .toArray(Duration[]::new);
    }

    private static String spelling(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
