package io.mediagate.provider.sandbox;

import io.mediagate.error.ErrorCode;
import io.mediagate.error.Untrusted;
import io.mediagate.provider.ProviderFailure;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// From a vendor's words to ours. The order matters: what was said outweighs the status it was said
/// with, because vendors refuse content with 400, report empty accounts with 429 and fail with 200.
final class SandboxFailures {

    private static final Pattern MODERATION =
            Pattern.compile(
                    "moderat|sensitive|safety|content.?policy|nsfw|risk control|flagged|inappropriate");
    private static final Pattern ACCOUNT =
            Pattern.compile(
                    "api.?key|arrearage|overdue|good standing|balance|billing|insufficient_quota|authenticat");
    private static final Pattern RATE = Pattern.compile("rate.?limit|throttl|too many requests");
    private static final Pattern MODEL_GONE =
            Pattern.compile(
                    "model.{0,3}not.{0,3}found|ormodel|not supported for predict|has been deprecated");
    private static final Pattern TIME = Pattern.compile("time-?d? ?out|timeout");
    private static final Pattern BUSY = Pattern.compile("overload|unavailable|bad gateway");
    private static final Pattern INPUT =
            Pattern.compile("invalid|validation|too long|not valid|failed to load");
    private static final Pattern INTERNAL =
            Pattern.compile("internal|unexpected|generation_failed|something didn't|failed:");

    private SandboxFailures() {}

    static ProviderFailure of(SandboxAnswer answer) {
        var words = (answer.codes() + ' ' + answer.sentence()).toLowerCase(Locale.ROOT);
        var status = answer.status();
        if (says(MODERATION, words)) {
            return failure(ErrorCode.CONTENT_REJECTED, answer, Retry.NEVER);
        }
        if (status == 401 || status == 402 || status == 403 || says(ACCOUNT, words)) {
            // Our account at the vendor, not the caller's: it must not read as their 401 or 402.
            return new ProviderFailure(
                    ErrorCode.PROVIDER_UNAVAILABLE, said(answer), false, true, hint(answer));
        }
        if (status == 429 || says(RATE, words)) {
            return failure(ErrorCode.RATE_LIMITED, answer, Retry.LATER);
        }
        if (status == 410 || (status == 404 && says(MODEL_GONE, words))) {
            // Callers can do nothing about a model that the catalogue still offers.
            return new ProviderFailure(
                    ErrorCode.UNSUPPORTED_MODEL, said(answer), false, true, hint(answer));
        }
        if (status == 504 || status == 408 || says(TIME, words)) {
            return failure(ErrorCode.TIMEOUT, answer, Retry.LATER);
        }
        if (status == 502 || status == 503 || says(BUSY, words)) {
            return failure(ErrorCode.PROVIDER_UNAVAILABLE, answer, Retry.LATER);
        }
        if (says(INTERNAL, words) || status >= 500) {
            return failure(ErrorCode.FAILED, answer, Retry.LATER);
        }
        if (status >= 400 || says(INPUT, words)) {
            return failure(ErrorCode.INVALID_INPUT, answer, Retry.NEVER);
        }
        return failure(ErrorCode.FAILED, answer, Retry.NEVER);
    }

    /// The answer that never came.
    static ProviderFailure lost() {
        return new ProviderFailure(
                ErrorCode.FAILED,
                new Untrusted("No whole answer came from the provider."),
                false,
                false,
                Optional.empty());
    }

    private enum Retry {
        NEVER,
        LATER
    }

    private static ProviderFailure failure(ErrorCode code, SandboxAnswer answer, Retry retry) {
        return new ProviderFailure(code, said(answer), retry == Retry.LATER, false, hint(answer));
    }

    private static Untrusted said(SandboxAnswer answer) {
        return new Untrusted(answer.sentence());
    }

    private static boolean says(Pattern pattern, String words) {
        return pattern.matcher(words).find();
    }

    private static Optional<Duration> hint(SandboxAnswer answer) {
        var seconds = answer.headers().getOrDefault("retry-after", "");
        return seconds.matches("\\d{1,6}")
                ? Optional.of(Duration.ofSeconds(Long.parseLong(seconds)))
                : Optional.empty();
    }
}
