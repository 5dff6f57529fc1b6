package io.mediagate.provider.http;

import io.mediagate.egress.LineFault;
import io.mediagate.error.Untrusted;
import io.mediagate.provider.ProviderFailure;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// A vendor's own table of failures, before the rules that all share. What it has looked up of a vendor
/// goes by the vendor's codes; words only where the vendor has no code for it.
public final class FailureRules implements Failures {
    private static final Failures SHARED = begin().build();

    private record When(Predicate<VendorAnswer> answer, Optional<Phrase> said, FailureKind kind) {
        boolean fits(VendorAnswer failure, Clues clues) {
            return answer.test(failure) && said.map(it -> it.isIn(clues.words())).orElse(true);
        }
    }

    private final Map<String, FailureKind> byCode;
    private final Map<Phase, Map<String, FailureKind>> byPhase;
    private final List<When> when;
    private final List<When> byStatus;

    /// Only for dates in `Retry-After` of vendors that do not say what time it is.
    private final InstantSource clock = InstantSource.system();

    private FailureRules(Builder builder) {
        this.byCode = new LinkedHashMap<>(builder.byCode);
        this.byPhase = Map.copyOf(builder.byPhase);
        this.when = List.copyOf(builder.when);
        this.byStatus = List.copyOf(builder.byStatus);
    }

    /// For vendors that nobody wrote a table for.
    public static Failures shared() {
        return SHARED;
    }

    public static Builder begin() {
        return new Builder();
    }

    /// Gathers the rows of a table.
    public static final class Builder {
        private final Map<String, FailureKind> byCode = new LinkedHashMap<>();
        private final Map<Phase, Map<String, FailureKind>> byPhase = new EnumMap<>(Phase.class);
        private final List<When> when = new ArrayList<>();
        private final List<When> byStatus = new ArrayList<>();

        private Builder() {}

        /// What these codes mean wherever they stand; letters' case does not matter.
        public Builder codes(FailureKind kind, String... codes) {
            for (var code : codes) {
                byCode.putIfAbsent(code.toLowerCase(Locale.ROOT), kind);
            }
            return this;
        }

        /// What these codes mean in this phase alone.
        public Builder codes(Phase phase, FailureKind kind, String... codes) {
            for (var code : codes) {
                byPhase.computeIfAbsent(phase, _ -> new LinkedHashMap<>())
                        .putIfAbsent(code.toLowerCase(Locale.ROOT), kind);
            }
            return this;
        }

        /// What an answer means that says this, in the notation of [Phrase], such as `not enough ..2
        /// credit*`.
        public Builder says(FailureKind kind, String... phrases) {
            for (var phrase : phrases) {
                when.add(new When(Builder::isWhole, Optional.of(Phrase.of(phrase)), kind));
            }
            return this;
        }

        /// What an answer of this kind means, whether whole or broken off.
        public Builder when(Predicate<VendorAnswer> answer, FailureKind kind) {
            when.add(new When(answer, Optional.empty(), kind));
            return this;
        }

        /// What an answer of this kind means that says this.
        public Builder when(Predicate<VendorAnswer> answer, FailureKind kind, String phrase) {
            when.add(new When(answer, Optional.of(Phrase.of(phrase)), kind));
            return this;
        }

        /// What these statuses mean in this phase, where no code above says more.
        public Builder statuses(Phase phase, FailureKind kind, Integer... statuses) {
            var all = Set.of(statuses);
            byStatus.add(
                    new When(
                            answer ->
                                    answer.phase() == phase
                                            && answer.status().isPresent()
                                            && all.contains(answer.status().getAsInt()),
                            Optional.empty(),
                            kind));
            return this;
        }

        private static boolean isWhole(VendorAnswer answer) {
            return answer.fault().isEmpty();
        }

        public Failures build() {
            return new FailureRules(this);
        }
    }

    @Override
    public ProviderFailure of(VendorAnswer answer) {
        var clues = Clues.in(answer.body().text());
        var kind = own(answer, clues).orElseGet(() -> SharedRules.kind(answer, clues));
        return new ProviderFailure(
                kind.code(),
                detail(answer),
                kind.retryable(),
                kind.remedy(),
                RetryAfter.in(answer, clock));
    }

    private Optional<FailureKind> own(VendorAnswer answer, Clues clues) {
        return first(when, answer, clues)
                .or(() -> byCode(answer, clues))
                .or(() -> first(byStatus, answer, clues));
    }

    private static Optional<FailureKind> first(List<When> rows, VendorAnswer answer, Clues clues) {
        return rows.stream().filter(row -> row.fits(answer, clues)).map(When::kind).findFirst();
    }

    /// Of several codes the one that stands first in the table.
    private Optional<FailureKind> byCode(VendorAnswer answer, Clues clues) {
        if (answer.fault().isPresent()) {
            return Optional.empty();
        }
        var inPhase = byPhase.getOrDefault(answer.phase(), Map.of());
        return first(inPhase, clues).or(() -> first(byCode, clues));
    }

    private static Optional<FailureKind> first(Map<String, FailureKind> table, Clues clues) {
        return table.entrySet().stream()
                .filter(row -> clues.codes().contains(row.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static Untrusted detail(VendorAnswer answer) {
        return answer.fault()
                .filter(_ -> answer.body().text().isBlank())
                .map(FailureRules::noAnswer)
                .orElse(answer.body());
    }

    /// Where nobody said anything: callers read it without the aside, which is for the operator.
    private static Untrusted noAnswer(LineFault fault) {
        return new Untrusted("No whole answer came from the provider (%s).".formatted(fault));
    }
}
