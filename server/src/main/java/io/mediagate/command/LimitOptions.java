package io.mediagate.command;

import io.mediagate.account.KeyLimits;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that say what a key may do.
final class LimitOptions {
    @Option(names = "--rpm", paramLabel = "N", description = "Requests a minute; 0 is no limit.")
    private @Nullable Integer requestsPerMinute;

    @Option(
            names = "--concurrent",
            paramLabel = "N",
            description = "Generations queued or running at once; 0 is no limit.")
    private @Nullable Integer concurrentGenerations;

    @Option(
            names = "--credits-per-day",
            paramLabel = "N",
            description = "Credits in a day of UTC; 0 is no limit.")
    private @Nullable Long creditsPerDay;

    @Option(
            names = "--models",
            paramLabel = "PATH",
            split = ",",
            description = "Paths of models, or provider/*, divided by commas; all: no limit.")
    private @Nullable List<String> models;

    KeyLimits.Change change() {
        return new KeyLimits.Change(
                Optional.ofNullable(requestsPerMinute),
                Optional.ofNullable(concurrentGenerations),
                Optional.ofNullable(creditsPerDay),
                Optional.ofNullable(models)
                        .map(paths -> paths.equals(List.of("all")) ? List.<String>of() : paths));
    }

    /// In one line, for a table.
    static String inWords(KeyLimits limits) {
        var words = new java.util.ArrayList<String>();
        limits.requestsPerMinute().ifPresent(n -> words.add(n + " requests/min"));
        limits.concurrentGenerations().ifPresent(n -> words.add(n + " at once"));
        limits.creditsPerDay().ifPresent(n -> words.add(n + " credits/day"));
        if (!limits.models().isEmpty()) {
            words.add("only " + String.join(" ", limits.models()));
        }
        return words.isEmpty() ? "none" : String.join(", ", words);
    }
}
