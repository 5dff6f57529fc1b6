package io.mediagate.account;

import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What the operator allows a key. Empty is no limit.
///
/// @param requestsPerMinute from 1
/// @param concurrentGenerations queued and running ones, from 1
/// @param creditsPerDay that its generations may hold and take in a day of UTC, from 1
/// @param models paths of models, or `provider/*`; empty: all
public record KeyLimits(
        Optional<Integer> requestsPerMinute,
        Optional<Integer> concurrentGenerations,
        Optional<Long> creditsPerDay,
        List<String> models) {

    public static final KeyLimits NONE =
            new KeyLimits(Optional.empty(), Optional.empty(), Optional.empty(), List.of());

    private static final int MOST_REQUESTS = 10_000_000;
    private static final int MOST_MODELS = 200;
    private static final Pattern MODEL = Pattern.compile("[a-z0-9][a-zA-Z0-9._/-]{0,199}(/\\*)?");

    public KeyLimits {
        models = List.copyOf(models);
    }

    /// Whether a generation has to be counted before it is accepted.
    public boolean countsGenerations() {
        return concurrentGenerations.isPresent() || creditsPerDay.isPresent();
    }

    public boolean allows(String model) {
        return models.isEmpty() || models.stream().anyMatch(allowed -> covers(allowed, model));
    }

    private static boolean covers(String allowed, String model) {
        return allowed.endsWith("/*")
                ? model.startsWith(allowed.substring(0, allowed.length() - 1))
                : model.equals(allowed);
    }

    /// The same, changed as asked.
    public KeyLimits with(Change change) {
        return new KeyLimits(
                change.requestsPerMinute.isPresent()
                        ? change.requestsPerMinute.filter(number -> number != 0)
                        : requestsPerMinute,
                change.concurrentGenerations.isPresent()
                        ? change.concurrentGenerations.filter(number -> number != 0)
                        : concurrentGenerations,
                change.creditsPerDay.isPresent()
                        ? change.creditsPerDay.filter(number -> number != 0)
                        : creditsPerDay,
                change.models.orElse(models));
    }

    /// Throws `INVALID_REQUEST` when a limit cannot be.
    public void check() {
        require(
                requestsPerMinute.stream().allMatch(n -> n >= 1 && n <= MOST_REQUESTS),
                "Requests a minute must be 1 to %d.".formatted(MOST_REQUESTS));
        require(
                concurrentGenerations.stream().allMatch(n -> n >= 1),
                "Concurrent generations must be at least 1.");
        require(creditsPerDay.stream().allMatch(n -> n >= 1), "Credits a day must be at least 1.");
        require(
                models.size() <= MOST_MODELS
                        && models.stream().allMatch(model -> MODEL.matcher(model).matches()),
                "Models are at most %d paths, such as google/veo-3.1 or google/*."
                        .formatted(MOST_MODELS));
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw Problem.of(ErrorCode.INVALID_REQUEST, rule);
        }
    }

    /// What is to become of a key's limits. Empty: it stays as it is; 0 and an empty list: no limit.
    public record Change(
            Optional<Integer> requestsPerMinute,
            Optional<Integer> concurrentGenerations,
            Optional<Long> creditsPerDay,
            Optional<List<String>> models) {}
}
