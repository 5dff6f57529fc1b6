package io.mediagate.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Keys as hashes in the database, remembered for a moment.
///
/// What was looked up is remembered; a key that is changed or revoked on another node is forgotten within
/// two seconds, one that is changed here at once.
public final class StoredApiKeys implements ApiKeys {
    private static final String SCHEME = "Bearer ";
    private static final Duration MEMORY = Duration.ofMinutes(1);
    private static final Duration MEMORY_OF_UNKNOWN = Duration.ofSeconds(2);
    private static final int MOST_REMEMBERED = 20_000;
    private static final int LONGEST_NAME = 100;
    private static final String SHAPE =
            "A valid API key is required: Authorization: Bearer mg_live_… or mg_test_….";

    private final AccountStore store;
    private final TestCredits testCredits;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final Cache<KeyHash, Optional<Known>> remembered;

    private record Known(Caller caller, Optional<Instant> expiresAt) {
        String keyId() {
            return caller.keyId();
        }
    }

    public StoredApiKeys(AccountStore store, TestCredits testCredits, InstantSource clock) {
        this(store, testCredits, clock, Ticker.systemTicker());
    }

    StoredApiKeys(AccountStore store, TestCredits testCredits, InstantSource clock, Ticker ticker) {
        this.store = store;
        this.testCredits = testCredits;
        this.clock = clock;
        this.remembered =
                Caffeine.newBuilder()
                        .maximumSize(MOST_REMEMBERED)
                        .expireAfter(
                                Expiry.creating(
                                        (KeyHash _, Optional<Known> known) -> memory(known)))
                        .ticker(ticker)
                        .executor(Runnable::run)
                        .build();
    }

    private static Duration memory(Optional<Known> known) {
        return known.isPresent() ? MEMORY : MEMORY_OF_UNKNOWN;
    }

    /// Forgets the keys that were changed lately, on whichever node. Called each second, it lets a key
    /// be remembered for longer without letting it live for longer.
    public void forgetChanged() {
        forget(store.changedSince(clock.instant().minus(MEMORY.multipliedBy(2))));
    }

    private void forget(Set<String> keyIds) {
        if (!keyIds.isEmpty()) {
            remembered
                    .asMap()
                    .values()
                    .removeIf(known -> known.filter(k -> keyIds.contains(k.keyId())).isPresent());
        }
    }

    @Override
    public Caller authenticate(@Nullable String authorization) {
        var text = token(authorization);
        if (!KeyText.isWellFormed(text)) {
            throw unauthorized(SHAPE);
        }
        var known = remembered.get(KeyHash.of(text), this::look);
        if (known.isEmpty() || isOver(known.get())) {
            // One message for unknown, expired and revoked: a guesser learns nothing.
            throw unauthorized(ErrorCode.UNAUTHORIZED.message());
        }
        return known.get().caller();
    }

    private static String token(@Nullable String authorization) {
        if (authorization == null
                || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw unauthorized(SHAPE);
        }
        return authorization.substring(SCHEME.length()).strip();
    }

    private static Problem unauthorized(String message) {
        return Problem.of(ErrorCode.UNAUTHORIZED, message).withHeader("WWW-Authenticate", "Bearer");
    }

    private Optional<Known> look(KeyHash hash) {
        return store.key(hash).map(StoredApiKeys::known);
    }

    private static Known known(AccountStore.Opened opened) {
        var key = opened.key();
        var end = key.expiresAt();
        if (opened.former()) {
            var until = key.formerUntil();
            end = end.filter(at -> until.filter(at::isBefore).isPresent()).or(() -> until);
        }
        return new Known(new Caller(key.scope(), key.id(), key.limits()), end);
    }

    private boolean isOver(Known known) {
        return known.expiresAt().isPresent() && !clock.instant().isBefore(known.expiresAt().get());
    }

    @Override
    public Issued issue(String workspaceId, Mode mode, String name) {
        return issue(NewKey.of(workspaceId, mode, name));
    }

    /// Makes a key that may have an end.
    public Issued issue(NewKey order) {
        check(order);
        var scope = new Scope(order.workspaceId(), order.mode() == Mode.LIVE);
        if (order.mode() == Mode.TEST) {
            // Before the key: a crash between them leaves credits without a key, which harms
            // nobody.
            testCredits.fill(scope);
        }
        var text = KeyText.make(order.mode(), random);
        var key =
                new ApiKey(
                        order.id(),
                        scope,
                        order.name(),
                        KeyText.hint(text),
                        now(),
                        order.expiresAt(),
                        Optional.empty(),
                        Optional.empty(),
                        order.limits());
        store.addKey(key, KeyHash.of(text.value()));
        return new Issued(key, text);
    }

    /// Throws when no such key can be made.
    public void check(NewKey order) {
        if (!store.hasWorkspace(order.workspaceId())) {
            throw Problem.of(ErrorCode.NOT_FOUND, "There is no such workspace.");
        }
        if (order.name().isBlank()
                || order.name().length() > LONGEST_NAME
                || order.name().chars().anyMatch(Character::isISOControl)) {
            throw Problem.of(
                    ErrorCode.INVALID_REQUEST,
                    "A key's name has 1 to %d printable characters.".formatted(LONGEST_NAME));
        }
        order.limits().check();
        var end = order.expiresAt();
        if (end.isPresent() && !end.get().isAfter(clock.instant())) {
            throw Problem.of(
                    ErrorCode.INVALID_REQUEST,
                    "A key must expire in the future, not at %s.".formatted(end.get()));
        }
    }

    /// What is stored of a time and shown of it.
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public boolean revoke(String keyId) {
        boolean ended = store.revoke(keyId, now());
        forget(Set.of(keyId));
        return ended;
    }

    /// Gives a key another text. The former one is valid for the overlap, and what was the former one
    /// until now no longer. Empty: there is no such key any more.
    public Optional<Issued> rotate(ApiKey key, Duration overlap) {
        var text = KeyText.make(key.scope().livemode() ? Mode.LIVE : Mode.TEST, random);
        var now = now();
        var hash = KeyHash.of(text.value());
        if (!store.rotate(key.id(), hash, KeyText.hint(text), now.plus(overlap), now)) {
            return Optional.empty();
        }
        forget(Set.of(key.id()));
        return store.key(key.id()).map(rotated -> new Issued(rotated, text));
    }

    /// Sets a key's limits; the key as it is now, empty when there is no such key any more.
    public Optional<ApiKey> limit(String keyId, KeyLimits limits) {
        limits.check();
        if (!store.limit(keyId, limits, clock.instant())) {
            return Optional.empty();
        }
        forget(Set.of(keyId));
        return store.key(keyId);
    }

    @Override
    public List<ApiKey> list(String workspaceId) {
        return store.keys(workspaceId);
    }

    public Optional<ApiKey> find(String keyId) {
        return store.key(keyId);
    }

    /// Whether any key was ever made, in any workspace.
    public boolean any() {
        return store.hasKeys();
    }
}
