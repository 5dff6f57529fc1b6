package io.mediagate.api;

import io.helidon.http.HeaderName;
import io.mediagate.account.ApiKeys;
import io.mediagate.account.Caller;
import io.mediagate.account.RateLimits.Quota;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Who may come in: whose key is valid, and not used too often.
///
/// The headers are those of draft-ietf-httpapi-ratelimit-headers-10, and the older ones that most clients
/// read; there, the reset is a time in Unix seconds, as most of those who send it do.
final class Admission {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final ApiKeys keys;
    private final Function<Caller, Optional<Quota>> rates;
    private final InstantSource clock;

    /// @param rates counts a request; empty for a key that may be used as often as it likes
    Admission(ApiKeys keys, Function<Caller, Optional<Quota>> rates, InstantSource clock) {
        this.keys = keys;
        this.rates = rates;
        this.clock = clock;
    }

    /// Throws `UNAUTHORIZED` or `RATE_LIMITED`; tells a limited key's quota in the answer, whatever that
    /// will be.
    ///
    /// @param answer takes the headers
    Caller admit(@Nullable String authorization, BiConsumer<HeaderName, String> answer) {
        var caller = keys.authenticate(authorization);
        rates.apply(caller).ifPresent(quota -> spend(answer, quota));
        return caller;
    }

    private void spend(BiConsumer<HeaderName, String> answer, Quota quota) {
        long seconds = Math.max(1, quota.resetsIn().plusNanos(999_999_999).toSeconds());
        answer.accept(
                Headers.RATE_LIMIT_POLICY,
                "\"requests\";q=%d;w=%d".formatted(quota.limit(), MINUTE.toSeconds()));
        answer.accept(
                Headers.RATE_LIMIT, "\"requests\";r=%d;t=%d".formatted(quota.remaining(), seconds));
        answer.accept(Headers.X_RATE_LIMIT_LIMIT, Integer.toString(quota.limit()));
        answer.accept(Headers.X_RATE_LIMIT_REMAINING, Integer.toString(quota.remaining()));
        answer.accept(
                Headers.X_RATE_LIMIT_RESET,
                Long.toString(clock.instant().plusSeconds(seconds).getEpochSecond()));
        if (quota.exceeded()) {
            throw Problem.of(
                            ErrorCode.RATE_LIMITED,
                            "This key may send %d requests a minute. Please retry later."
                                    .formatted(quota.limit()))
                    .withRetryAfter(Duration.ofSeconds(seconds));
        }
    }
}
