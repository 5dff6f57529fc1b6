package io.mediagate.provider.http;

import io.mediagate.error.Untrusted;
import io.mediagate.provider.ProviderFailure;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// A vendor's own table of failures, before the rules that all share. What it has looked up of a vendor
/// goes by the vendor's codes; words only where the vendor has no code for it.
public final class FailureRules implements Failures {
    private static final Failures SHARED = begin().build();

    private record When(Predicate<VendorAnswer> answer, Pattern said, FailureKind kind) {}

    private final Map<String, FailureKind> byCode;
    private final Map<Phase, Map<String, FailureKind>> byPhase;
    private final List<When> when;

    private FailureRules(Builder builder) {
        this.byCode = Map.copyOf(builder.byCode);
        this.byPhase = Map.copyOf(builder.byPhase);
        this.when = List.copyOf(builder.when);
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
        private final Map<String, FailureKind> byCode = new HashMap<>();
        private final Map<Phase, Map<String, FailureKind>> byPhase = new EnumMap<>(Phase.class);
        private final List<When> when = new ArrayList<>();

        private Builder() {}

        /// What these codes mean wherever they stand; letters' case does not matter.
        public Builder codes(FailureKind kind, String... codes) {
            for (var code : codes) {
                byCode.put(code.toLowerCase(Locale.ROOT), kind);
            }
            return this;
        }

        /// What these codes mean in this phase alone.
        public Builder codes(Phase phase, FailureKind kind, String... codes) {
            for (var code : codes) {
                byPhase.computeIfAbsent(phase, _ -> new HashMap<>())
                        .put(code.toLowerCase(Locale.ROOT), kind);
            }
            return this;
        }

        /// What an answer means that says this (a pattern; small letters, words divided by one space).
        public Builder says(FailureKind kind, String pattern) {
            when.add(new When(_ -> true, Pattern.compile(pattern), kind));
            return this;
        }

        /// What an answer of this kind means that says this; an empty pattern fits every text.
        public Builder when(Predicate<VendorAnswer> answer, FailureKind kind, String pattern) {
            when.add(new When(answer, Pattern.compile(pattern), kind));
            return this;
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
                kind.operatorFault(),
                RetryAfter.in(answer));
    }

    private Optional<FailureKind> own(VendorAnswer answer, Clues clues) {
        if (answer.fault().isPresent()) {
            return Optional.empty();
        }
        for (var row : when) {
            boolean fits = row.answer().test(answer);
            if (fits
                    && (row.said().matcher(clues.codeWords()).find()
                            || row.said().matcher(clues.sentences()).find())) {
                return Optional.of(row.kind());
            }
        }
        var inPhase = byPhase.getOrDefault(answer.phase(), Map.of());
        return clues.codes().stream()
                .filter(code -> inPhase.containsKey(code) || byCode.containsKey(code))
                .sorted()
                .map(code -> inPhase.getOrDefault(code, byCode.get(code)))
                .findFirst();
    }

    private static Untrusted detail(VendorAnswer answer) {
        return answer.fault()
                .map(fault -> new Untrusted("the line failed: " + fault))
                .orElse(answer.body());
    }
}
