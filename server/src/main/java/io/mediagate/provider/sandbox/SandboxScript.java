package io.mediagate.provider.sandbox;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/// What a prompt asks the sandbox to do, by the words `sandbox:<ending>` anywhere in it, as the numbers
/// of test cards do elsewhere. The first one that means something counts; `docs/07-sandbox.md` lists them.
///
/// @param ending what is to happen
/// @param amount of `SLOW` the duration, of `FLAKY` the number of failures
public record SandboxScript(Ending ending, long amount) {

    /// What can be asked for.
    public enum Ending {
        /// Nothing was asked for: it is made.
        NONE,
        FAILED,
        TIMEOUT,
        RATE_LIMITED,
        PROVIDER_UNAVAILABLE,
        UNSUPPORTED_MODEL,
        INVALID_INPUT,
        CONTENT_REJECTED,

        /// Seen to by whoever prices the request; the sandbox itself just makes it.
        INSUFFICIENT_CREDITS,

        /// Made, after the amount in milliseconds, with progress.
        SLOW,
        STUCK,
        LOST,

        /// Refused in a way that invites another try, for the amount of attempts.
        FLAKY,

        /// Goes on after it has been cancelled.
        LATE
    }

    private static final SandboxScript NOTHING = new SandboxScript(Ending.NONE, 0);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final String MARK = "sandbox:";
    private static final Pattern WORDS =
            Pattern.compile(
                    "\\bsandbox:\\s?(?:(slow)=(\\d{1,9}(?:\\.\\d{1,3})?)(ms|s|m)?"
                            + "|(flaky)=(\\d{1,3})|([a-z]+(?:[-_][a-z]+)?))(?![a-z0-9=])",
                    Pattern.CASE_INSENSITIVE);

    /// The script in the prompt or text of an input.
    public static SandboxScript of(ObjectNode input) {
        for (var name : new String[] {"prompt", "text"}) {
            var value = input.get(name);
            if (value != null && value.isString()) {
                var script = in(value.stringValue());
                if (script.ending() != Ending.NONE) {
                    return script;
                }
            }
        }
        return NOTHING;
    }

    /// Whether the gateway should price this request beyond every balance.
    public static boolean asksForInsufficientCredits(ObjectNode input) {
        return of(input).ending() == Ending.INSUFFICIENT_CREDITS;
    }

    static SandboxScript in(String text) {
        if (!mayHold(text)) {
            return NOTHING;
        }
        var words = WORDS.matcher(text);
        while (words.find()) {
            var script = read(words);
            if (script.ending() != Ending.NONE) {
                return script;
            }
        }
        return NOTHING;
    }

    /// The text without the words of a script, to be shown or said.
    static String without(String text) {
        if (!mayHold(text)) {
            return text;
        }
        return WORDS.matcher(text)
                .replaceAll(found -> read(found).ending() == Ending.NONE ? "$0" : "")
                .replaceAll(" {2,}", " ")
                .strip();
    }

    private static boolean mayHold(String text) {
        // Case-insensitive without a copy: most prompts are long and hold nothing.
        for (int i = text.indexOf(':'); i >= 0; i = text.indexOf(':', i + 1)) {
            var from = i - MARK.length() + 1;
            if (text.regionMatches(true, from, MARK, 0, MARK.length())) {
                return true;
            }
        }
        return false;
    }

    private static SandboxScript read(java.util.regex.MatchResult words) {
        if (words.group(1) != null) {
            return slow(words);
        }
        if (words.group(4) != null) {
            return new SandboxScript(Ending.FLAKY, Long.parseLong(words.group(5)));
        }
        var name = words.group(6).toUpperCase(Locale.ROOT).replace('-', '_');
        return switch (name) {
            case "SLOW" -> new SandboxScript(Ending.SLOW, Duration.ofSeconds(8).toMillis());
            case "FLAKY" -> new SandboxScript(Ending.FLAKY, 1);
            default -> {
                for (var ending : Ending.values()) {
                    if (ending.name().equals(name)) {
                        yield new SandboxScript(ending, 0);
                    }
                }
                yield NOTHING;
            }
        };
    }

    private static SandboxScript slow(java.util.regex.MatchResult words) {
        var unit = words.group(3) == null ? "s" : words.group(3).toLowerCase(Locale.ROOT);
        var millis =
                switch (unit) {
                    case "ms" -> 1;
                    case "m" -> 60_000;
                    default -> 1000;
                };
        var asked = Math.round(Double.parseDouble(words.group(2)) * millis);
        return new SandboxScript(Ending.SLOW, Math.min(asked, LONGEST.toMillis()));
    }
}
