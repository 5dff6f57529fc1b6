package io.mediagate.generation;

import io.mediagate.account.Caller;
import io.mediagate.generation.Acceptances.Answer;
import io.mediagate.generation.Acceptances.Request;
import io.mediagate.generation.KeyUseStore.LimitedKey;
import io.mediagate.generation.KeyUseStore.Use;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/// How much room the limited keys of one batch have, while the batch is being decided on.
final class KeyRoom {

    private static final Duration SOON = Duration.ofSeconds(2);

    private final Handle tx;
    private final Instant now;
    private final KeyUseStore store = new KeyUseStore();
    private final Map<LimitedKey, Use> uses = new HashMap<>();
    private final Set<LimitedKey> reopened = new HashSet<>();

    KeyRoom(Handle tx, Instant now) {
        this.tx = tx;
        this.now = now;
    }

    static boolean isLimited(Request request) {
        return request.draft().caller().limits().countsGenerations();
    }

    private static LimitedKey key(Caller caller) {
        return new LimitedKey(caller.scope().workspaceId(), caller.keyId());
    }

    /// Locks the keys of these requests, as far as they are not yet.
    void lock(Collection<Request> requests) {
        var keys =
                requests.stream()
                        .filter(KeyRoom::isLimited)
                        .map(request -> key(request.draft().caller()))
                        .filter(key -> !uses.containsKey(key))
                        .distinct()
                        .toList();
        if (!keys.isEmpty()) {
            uses.putAll(store.lock(tx, keys, today()));
        }
        reopened.clear();
    }

    private LocalDate today() {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }

    /// Takes the room that a request needs; says why not when there is none.
    Optional<Answer.Limited> take(Request request) {
        if (!isLimited(request)) {
            return Optional.empty();
        }
        var use = use(request);
        long price = request.draft().price().amount();
        var limits = request.draft().caller().limits();
        var most = limits.concurrentGenerations().filter(n -> use.generations() >= n);
        if (most.isPresent()) {
            return Optional.of(
                    new Answer.Limited(
                            "This key may have %d generations under way at once. Please retry later."
                                    .formatted(most.get()),
                            SOON));
        }
        var daily = limits.creditsPerDay().filter(n -> use.credits() + price > n);
        if (daily.isPresent()) {
            return Optional.of(
                    new Answer.Limited(
                            "This key may spend %d credits a day: %d are left until midnight UTC and this costs %d."
                                    .formatted(
                                            daily.get(),
                                            Math.max(daily.get() - use.credits(), 0),
                                            price),
                            Duration.between(
                                    now,
                                    today().plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC))));
        }
        uses.put(
                key(request.draft().caller()),
                new Use(use.generations() + 1, use.credits() + price));
        return Optional.empty();
    }

    private Use use(Request request) {
        var use = uses.get(key(request.draft().caller()));
        if (use == null) {
            throw new IllegalStateException("the key of " + request.id() + " is not locked");
        }
        return use;
    }

    /// Gives back what a request took that was refused for another reason.
    void giveBack(Request request) {
        if (isLimited(request)) {
            var use = use(request);
            var key = key(request.draft().caller());
            long price = request.draft().price().amount();
            uses.put(key, new Use(use.generations() - 1, use.credits() - price));
            reopened.add(key);
        }
    }

    /// Whether room was given back since the lock, so that a refusal may have been rash.
    boolean reopened(Request request) {
        return reopened.contains(key(request.draft().caller()));
    }

    /// Writes down what was spent by requests that were accepted.
    void write(List<Request> accepted) {
        var credits = new LinkedHashMap<LimitedKey, Long>();
        for (var request : accepted) {
            if (isLimited(request)) {
                credits.put(key(request.draft().caller()), use(request).credits());
            }
        }
        if (!credits.isEmpty()) {
            store.spend(tx, credits);
        }
    }
}
