package io.mediagate;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.FailureSamples.Expected;
import io.mediagate.error.Leaks;
import io.mediagate.error.Redaction;
import io.mediagate.generation.Wording;
import io.mediagate.provider.ProviderFailure;
import io.mediagate.provider.http.FailureRules;
import io.mediagate.provider.http.Failures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What becomes of every failure that was collected, by the very code that says it to callers; and how
/// much of it holds for a vendor that nobody wrote a table for, and for other words.
class FailureSamplesTest {
    private static final List<Expected> SAMPLES = FailureSamples.collected().all();
    private static final List<Expected> BY_HAND = FailureSamples.byHand().all();
    private static final Map<String, Failures> VENDORS = Vendors.failures();
    private static final Wording WORDING = new Wording(Redaction.bundled());

    private static Failures rules(Expected sample) {
        return VENDORS.getOrDefault(sample.vendor(), FailureRules.shared());
    }

    private static Failures shared(Expected sample) {
        return FailureRules.shared();
    }

    private static boolean isRight(Expected sample, ProviderFailure failure) {
        return failure.code() == sample.code()
                && failure.retryable() == sample.retryable()
                && failure.operatorFault() == sample.operatorFault();
    }

    private static String said(Expected sample, ProviderFailure failure) {
        return "%s: %s %s %s, not %s %s %s"
                .formatted(
                        sample.id(),
                        failure.code(),
                        failure.retryable(),
                        failure.operatorFault(),
                        sample.code(),
                        sample.retryable(),
                        sample.operatorFault());
    }

    /// A vendor without an adapter is not asked, and so is measured below only.
    @Test
    void readsEveryFailureRight() {
        var wrong = new ArrayList<String>();
        for (var sample : SAMPLES) {
            if (!VENDORS.containsKey(sample.vendor())) {
                continue;
            }
            var failure = rules(sample).of(sample.sample().answer());
            if (!isRight(sample, failure)) {
                wrong.add(said(sample, failure));
            }
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void letsNothingOfAVendorThrough() {
        var leaks = new ArrayList<String>();
        for (var sample : Stream.concat(SAMPLES.stream(), BY_HAND.stream()).toList()) {
            for (var rules : List.of(rules(sample), FailureRules.shared())) {
                var told = WORDING.of(rules.of(sample.sample().answer()));
                var message = told.message();
                sample.mustNotLeak().stream()
                        .filter(secret -> contains(message, secret))
                        .forEach(secret -> leaks.add(sample.id() + ": " + secret));
                Leaks.in(message).ifPresent(leak -> leaks.add(sample.id() + ": " + leak));
            }
        }

        assertThat(leaks).isEmpty();
    }

    private static boolean contains(String message, String secret) {
        return message.toLowerCase(Locale.ROOT).contains(secret.toLowerCase(Locale.ROOT));
    }

    /// Only our ledger says that credits are missing.
    @Test
    void neverTellsACallerToTopUpForTheOperator() {
        assertThat(SAMPLES)
                .extracting(sample -> rules(sample).of(sample.sample().answer()))
                .filteredOn(ProviderFailure::operatorFault)
                .isNotEmpty()
                .allSatisfy(failure ->
                        assertThat(WORDING.of(failure).message())
                                .isEqualTo(failure.code().message()));
    }

    /// The floors here and below are a little under what was measured on 2026-11-24.
    @Test
    void knowsMostThatTheTablesWereNotMadeFrom() {
        var own = share("by hand", BY_HAND, FailureSamplesTest::rules);
        var shared = share("by hand, shared rules", BY_HAND, FailureSamplesTest::shared);

        assertThat(own.all()).isGreaterThanOrEqualTo(0.97);
        assertThat(shared.all()).isGreaterThanOrEqualTo(0.94);
    }

    @Test
    void knowsMostOfAVendorThatNobodyWroteATableFor() {
        var shared = share("shared rules", SAMPLES, FailureSamplesTest::shared);

        assertThat(shared.codes()).isGreaterThanOrEqualTo(0.97);
        assertThat(shared.all()).isGreaterThanOrEqualTo(0.94);
    }

    @Test
    void knowsMostInOtherWords() {
        var samples = SAMPLES.stream().map(FailureSamplesTest::reworded).toList();
        var reworded =
                share("shared rules, reworded, without codes", samples, FailureSamplesTest::shared);

        assertThat(reworded.codes()).isGreaterThanOrEqualTo(0.88);
        assertThat(reworded.all()).isGreaterThanOrEqualTo(0.85);
    }

    private static Expected reworded(Expected sample) {
        return sample.withBody(Reworded.body(sample.json().path("body").asString("")));
    }

    /// How many of the samples are right.
    ///
    /// @param codes by their code alone
    /// @param all by everything that is expected of them
    private record Share(double codes, double all) {}

    private static Share share(
            String name, List<Expected> samples, Function<Expected, Failures> rules) {
        int codes = 0;
        int all = 0;
        var wrong = new ArrayList<String>();
        for (var sample : samples) {
            var failure = rules.apply(sample).of(sample.sample().answer());
            codes += failure.code() == sample.code() ? 1 : 0;
            all += isRight(sample, failure) ? 1 : 0;
            if (!isRight(sample, failure)) {
                wrong.add(said(sample, failure));
            }
        }
        var share = new Share((double) codes / samples.size(), (double) all / samples.size());
        System.out.printf(
                "FailureSamplesTest, %s: %d samples, code right %.1f %%, all right %.1f %%; wrong: %s%n",
                name, samples.size(), 100 * share.codes(), 100 * share.all(), wrong);
        return share;
    }
}
