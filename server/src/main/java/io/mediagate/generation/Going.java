package io.mediagate.generation;

import io.mediagate.provider.Provider;
import java.time.Instant;
import java.util.Optional;

/// An attempt that is under way.
///
/// @param candidate the route it went, unless that is in the catalogue no more
record Going(
        int number,
        Provider provider,
        String model,
        Optional<Candidate> candidate,
        Instant submittedAt) {

    static Going on(Candidate candidate, int number, Instant submittedAt) {
        return new Going(
                number,
                candidate.provider(),
                candidate.route().model(),
                Optional.of(candidate),
                submittedAt);
    }

    /// What its route is known by.
    String name() {
        return provider.name() + " " + model;
    }

    /// Tells the breaker that an accepted one came to nothing for a reason of the provider's.
    void cameToTrouble() {
        candidate.flatMap(Candidate::breaker).ifPresent(Breaker::trouble);
    }
}
