package io.mediagate.generation;

import io.mediagate.error.ErrorCode;
import io.mediagate.generation.Timeline.Considered;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Chooses the next route for one generation: in the catalogue's order the first that was not tried and
/// is not closed; when there is none, one whose failure may pass, once it has had its pause.
final class RouteChoice {

    /// What to do next.
    sealed interface Next {
        /// How each candidate looked.
        List<Considered> considered();

        /// Submit there; its breaker has been asked and must be told.
        record Take(Candidate candidate, List<Considered> considered) implements Next {}

        /// Nothing may be submitted before then.
        record Wait(Instant until, List<Considered> considered) implements Next {}

        /// No route is left.
        record Nowhere(List<Considered> considered) implements Next {}
    }

    /// What came of a route so far.
    ///
    /// @param again when it may be tried again; empty: never
    private record Tried(ErrorCode code, Optional<Instant> again, int number) {}

    /// While a few submissions of others show whether a provider is well again.
    private static final Duration OTHERS_LOOK = Duration.ofSeconds(1);

    /// Beyond this a route counts as gone; a breaker is back sooner.
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    /// A pause that a provider asked for and that is longer than this is for the caller to wait out.
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private static final String CHOSEN = "";

    private final List<Candidate> candidates;
    private final Map<String, Tried> tried = new HashMap<>();

    RouteChoice(List<Candidate> candidates) {
        this.candidates = candidates;
    }

    boolean isEmpty() {
        return candidates.isEmpty();
    }

    int size() {
        return candidates.size();
    }

    /// The candidate of that provider and model, which an earlier attempt went to.
    Optional<Candidate> find(String provider, String model) {
        return candidates.stream()
                .filter(it -> it.route().provider().equals(provider))
                .filter(it -> it.route().model().equals(model))
                .findFirst();
    }

    /// What came of an attempt at a route.
    ///
    /// @param again when it may be tried again; empty: never
    void note(String name, ErrorCode code, Optional<Instant> again, int number) {
        tried.put(name, new Tried(code, again, number));
    }

    Next next(Instant now) {
        var considered = new ArrayList<Considered>();
        for (var candidate : inOrder()) {
            var obstacle = obstacle(candidate, now);
            if (obstacle.isEmpty() && !candidate.tryAcquire()) {
                obstacle =
                        Optional.of(
                                considered(
                                        candidate,
                                        "others see whether it is well",
                                        now.plus(OTHERS_LOOK)));
            }
            if (obstacle.isEmpty()) {
                considered.add(considered(candidate, CHOSEN));
                return new Next.Take(candidate, considered);
            }
            considered.add(obstacle.get());
        }
        return considered.stream()
                .flatMap(it -> it.until().stream())
                .filter(until -> !until.isAfter(now.plus(LONGEST_WAIT)))
                .min(Instant::compareTo)
                .<Next>map(until -> new Next.Wait(until, considered))
                .orElseGet(() -> new Next.Nowhere(considered));
    }

    /// The untried ones first, then those that were tried longest ago.
    private List<Candidate> inOrder() {
        var again =
                candidates.stream()
                        .filter(it -> tried.containsKey(it.name()))
                        .sorted(Comparator.comparingInt(it -> number(it)));
        var fresh = candidates.stream().filter(it -> !tried.containsKey(it.name()));
        return Stream.concat(fresh, again).toList();
    }

    private int number(Candidate candidate) {
        var before = tried.get(candidate.name());
        return before == null ? 0 : before.number();
    }

    private Optional<Considered> obstacle(Candidate candidate, Instant now) {
        var before = tried.get(candidate.name());
        if (before != null && before.again().isEmpty()) {
            return Optional.of(considered(candidate, "it ended with " + before.code()));
        }
        var rests = candidate.restsUntil();
        if (rests.isPresent()) {
            return Optional.of(considered(candidate, "its keys rest", rests.get()));
        }
        var open = candidate.openUntil();
        if (open.isPresent()) {
            return Optional.of(considered(candidate, "its breaker is open", open.get()));
        }
        return Optional.ofNullable(before)
                .flatMap(Tried::again)
                .filter(now::isBefore)
                .map(until -> pausing(candidate, until, now));
    }

    private static Considered pausing(Candidate candidate, Instant until, Instant now) {
        return until.isAfter(now.plus(LONGEST_PAUSE))
                ? considered(candidate, "it asked for a pause until " + until)
                : considered(candidate, "it just failed", until);
    }

    private static Considered considered(Candidate candidate, String why) {
        return new Considered(
                candidate.route().provider(), candidate.route().model(), why, Optional.empty());
    }

    private static Considered considered(Candidate candidate, String why, Instant until) {
        return new Considered(
                candidate.route().provider(), candidate.route().model(), why, Optional.of(until));
    }
}
