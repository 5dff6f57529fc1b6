package io.mediagate.provider.http;

import io.mediagate.error.ErrorCode;
import io.mediagate.error.Secret;
import io.mediagate.error.Untrusted;
import io.mediagate.provider.ProviderFailure;
import io.mediagate.provider.SubmissionAnswer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// The operator's keys at one vendor. They take turns; one that the vendor will not have for now rests.
final class KeyRing {
    private static final Duration REST_AFTER_LIMIT = Duration.ofSeconds(2);
    private static final Duration REST_AFTER_OPERATOR_FAULT = Duration.ofMinutes(5);

    private final List<Key> keys;
    private final InstantSource clock;
    private final AtomicInteger turn = new AtomicInteger();
    private final Map<String, Instant> resting = new ConcurrentHashMap<>();

    KeyRing(List<List<Secret>> keys, InstantSource clock) {
        this.keys = keys.stream().map(Key::of).toList();
        this.clock = clock;
    }

    /// The next one in turn that does not rest.
    Optional<Key> next() {
        int first = Math.floorMod(turn.getAndIncrement(), keys.size());
        for (int i = 0; i < keys.size(); i++) {
            var key = keys.get((first + i) % keys.size());
            if (!rests(key)) {
                return Optional.of(key);
            }
        }
        return Optional.empty();
    }

    /// The one that a submission of this id always goes by, so that it can be sent again to the same
    /// account; empty while it rests. Other keys come and go without moving most ids.
    Optional<Key> of(String id) {
        return keys.stream()
                .max(Comparator.comparing(key -> mixed(id + key.id())))
                .filter(key -> !rests(key));
    }

    private static UUID mixed(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    List<Key> all() {
        return keys;
    }

    /// All of them, the one of that id first: what one key started, another of the same account can
    /// mostly follow, which is all there is once the operator has changed them.
    List<Key> beginningWith(String id) {
        return keys.stream()
                .sorted(Comparator.comparing((Key key) -> !key.id().equals(id)))
                .toList();
    }

    /// Leaves the key alone for so long, unless it rests longer already.
    void rest(Key key, Duration time) {
        resting.merge(key.id(), clock.instant().plus(time), (a, b) -> a.isAfter(b) ? a : b);
    }

    /// Whether the key was refused for its own sake, and so rests from now on. A model that the vendor has
    /// no more, or a way that it does not offer, is no fault of the key.
    boolean restsAfter(Key key, SubmissionAnswer answer) {
        if (!(answer instanceof SubmissionAnswer.Rejected(var failure))) {
            return false;
        }
        boolean limited = failure.code() == ErrorCode.RATE_LIMITED;
        boolean refused =
                failure.operatorFault() && failure.code() == ErrorCode.PROVIDER_UNAVAILABLE;
        if (limited || refused) {
            var rest = failure.operatorFault() ? REST_AFTER_OPERATOR_FAULT : REST_AFTER_LIMIT;
            rest(key, failure.retryAfter().orElse(rest));
        }
        return limited || refused;
    }

    /// When the first of them is back; empty if one is there now.
    Optional<Instant> restingUntil() {
        if (keys.stream().anyMatch(key -> !rests(key))) {
            return Optional.empty();
        }
        return keys.stream()
                .map(key -> resting.getOrDefault(key.id(), Instant.MIN))
                .min(Comparator.naturalOrder());
    }

    /// What a submission is told while all of them rest.
    ProviderFailure allRest() {
        var until =
                restingUntil()
                        .map(at -> Duration.between(clock.instant(), at))
                        .filter(Duration::isPositive);
        return new ProviderFailure(
                ErrorCode.PROVIDER_UNAVAILABLE,
                new Untrusted("every key of this vendor rests after what it answered before"),
                true,
                false,
                until);
    }

    private boolean rests(Key key) {
        return clock.instant().isBefore(resting.getOrDefault(key.id(), Instant.MIN));
    }
}
