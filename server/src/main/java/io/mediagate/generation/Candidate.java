package io.mediagate.generation;

import io.mediagate.catalog.Route;
import io.mediagate.provider.Provider;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/// A route that serves a generation's input, with who is at its end.
///
/// @param input as the route's provider takes it
/// @param breaker empty for the sandbox: what its scripts ask for is no sign of trouble
record Candidate(Route route, Provider provider, ObjectNode input, Optional<Breaker> breaker) {

    /// What the operator knows it by.
    String name() {
        return route.provider() + " " + route.model();
    }

    /// Until when its provider takes nothing; empty while it does.
    Optional<Instant> restsUntil() {
        return provider.restingUntil();
    }

    Optional<Instant> openUntil() {
        return breaker.flatMap(Breaker::openUntil);
    }

    /// When it may take something again; empty while it may.
    Optional<Instant> closedUntil() {
        return Stream.of(restsUntil(), openUntil())
                .flatMap(Optional::stream)
                .max(Instant::compareTo);
    }

    /// Whether a submission may go out now; it must then be told what came of it.
    boolean tryAcquire() {
        return breaker.map(Breaker::tryAcquire).orElse(true);
    }
}
