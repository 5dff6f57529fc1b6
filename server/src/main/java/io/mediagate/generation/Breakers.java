package io.mediagate.generation;

import io.mediagate.error.ErrorCode;
import io.mediagate.provider.ProviderFailure;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/// The circuit breakers of this node, one for each model of each provider.
final class Breakers {

    private static final Set<ErrorCode> AWAY =
            EnumSet.of(ErrorCode.PROVIDER_UNAVAILABLE, ErrorCode.TIMEOUT);

    /// Of which provider and model.
    record Name(String provider, String model) {}

    private final ConcurrentHashMap<Name, Breaker> breakers = new ConcurrentHashMap<>();
    private final InstantSource clock;
    private final BiConsumer<Name, Breaker> made;

    /// @param made is told of each that is made
    Breakers(InstantSource clock, BiConsumer<Name, Breaker> made) {
        this.clock = clock;
        this.made = made;
    }

    Breaker of(String provider, String model) {
        return breakers.computeIfAbsent(new Name(provider, model), this::make);
    }

    private Breaker make(Name name) {
        var breaker = new Breaker(name.provider() + " " + name.model(), clock);
        made.accept(name, breaker);
        return breaker;
    }

    /// Whether a failure is a sign that the provider is in trouble. A limit is not, nor is what is wrong
    /// with our account: for these the keys rest, each by itself.
    static boolean isTrouble(ProviderFailure failure) {
        return !failure.operatorFault()
                && (AWAY.contains(failure.code()) || (isBroken(failure) && failure.retryable()));
    }

    /// Whether a submission whose fate is unknown is such a sign.
    static boolean isTroubleUnanswered(ProviderFailure failure) {
        return isTrouble(failure) || isBroken(failure);
    }

    private static boolean isBroken(ProviderFailure failure) {
        return failure.code() == ErrorCode.FAILED;
    }
}
