package io.mediagate.provider.http;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// How long a vendor asks to be left alone, in every shape in which vendors say so: as a header in
/// seconds, as a date or in milliseconds, as a member of the body, as a sentence. What makes no sense is
/// no hint.
final class RetryAfter {
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final int LOOK_AT = 8_192;
    private static final int REACH = 80;

    private static final Pattern NUMBER = Pattern.compile("\\s*(\\d{1,9}(?:\\.\\d{1,9})?)\\s*");

    /// `1m30s`, `12.5s`, `240ms`: durations as programs print them.
    private static final Pattern SPAN =
            Pattern.compile(
                    "\\s*(?:(\\d{1,5})h)?(?:(\\d{1,5})m(?!s))?(?:(\\d{1,9}(?:\\.\\d{1,9})?)(ms|s))?\\s*");

    /// What a hint in a body has in common, so that nothing else is looked at closely: "retry", "again",
    /// "reset", "wait".
    private static final List<String> ANCHORS = List.of("etry", "gain", "eset", "ait");

    /// `"retryDelay": "12s"`, `"retry_after": 5`, and the same as JSON within a string.
    private static final Pattern MEMBER =
            Pattern.compile(
                    "etry[_-]?(?:delay|after|in)(?:_?(seconds|secs?|s|ms|millis\\w*))?"
                            + "\\\\?\"\\s*:\\s*\\\\?\"?(\\d{1,7}(?:\\.\\d{1,9})?)\\s*(ms|s)?\\b",
                    Pattern.CASE_INSENSITIVE);

    /// "Please try again in 240ms", "retry after 1m30s", "resets in ~10 seconds", "wait for 2 minutes".
    private static final Pattern SENTENCE =
            Pattern.compile(
                    "(?:(?:etry|gain|esets?) (?:in|after)|ait(?: for)?(?: at least)?) ?(?:about |~)?"
                            + "(?:(\\d{1,3}) ?m(?:in\\w*)?[, ]*(?=\\d))?"
                            + "(\\d{1,6}(?:\\.\\d{1,9})?) ?"
                            + "(ms\\b|milli\\w*|s\\b|sec\\w*|m\\b|min\\w*|h\\b|hours?\\b)",
                    Pattern.CASE_INSENSITIVE);

    private RetryAfter() {}

    /// The vendor's hint, with the clock that dates are counted from.
    static Optional<Duration> in(VendorAnswer answer, InstantSource clock) {
        return Stream.<Supplier<Optional<Duration>>>of(
                        () -> header(answer, "retry-after-ms").flatMap(it -> number(it, "ms")),
                        () -> header(answer, "x-retry-after-ms").flatMap(it -> number(it, "ms")),
                        () -> retryAfter(answer, clock),
                        () -> body(answer),
                        () -> reset(answer))
                .flatMap(way -> way.get().stream())
                .filter(Duration::isPositive)
                .map(found -> found.compareTo(LONGEST) > 0 ? LONGEST : found)
                .findFirst();
    }

    private static Optional<String> header(VendorAnswer answer, String name) {
        return Optional.ofNullable(answer.headers().get(name));
    }

    private static Optional<Duration> number(String text, String unit) {
        var matcher = NUMBER.matcher(text);
        return matcher.matches() ? Optional.of(duration(matcher.group(1), unit)) : Optional.empty();
    }

    private static Optional<Duration> retryAfter(VendorAnswer answer, InstantSource clock) {
        return header(answer, "retry-after")
                .or(() -> header(answer, "x-retry-after"))
                .flatMap(text ->
                        number(text, "s")
                                .or(() -> span(text))
                                .or(() -> untilDate(text, answer, clock)));
    }

    private static Optional<Duration> span(String text) {
        var span = SPAN.matcher(text);
        if (!span.matches() || text.isBlank()) {
            return Optional.empty();
        }
        return Optional.of(
                part(span, 1, "h").plus(part(span, 2, "m")).plus(part(span, 3, span.group(4))));
    }

    private static Duration part(
            Matcher span, int group, @org.jspecify.annotations.Nullable String unit) {
        var number = span.group(group);
        return number == null ? Duration.ZERO : duration(number, unit == null ? "s" : unit);
    }

    /// Counted from the vendor's own clock where it shows it: ours may differ.
    private static Optional<Duration> untilDate(
            String text, VendorAnswer answer, InstantSource clock) {
        return date(text)
                .map(then ->
                        Duration.between(
                                header(answer, "date")
                                        .flatMap(RetryAfter::date)
                                        .orElseGet(clock::instant),
                                then));
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(
                    ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> body(VendorAnswer answer) {
        var whole = answer.body().text();
        var text = whole.length() > LOOK_AT ? whole.substring(0, LOOK_AT) : whole;
        for (var anchor : ANCHORS) {
            for (int at = text.indexOf(anchor); at >= 0; at = text.indexOf(anchor, at + 1)) {
                var found = at(text, at);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Duration> at(String text, int at) {
        int end = Math.min(text.length(), at + REACH);
        var member = MEMBER.matcher(text).region(at, end);
        if (member.lookingAt()) {
            var unit = member.group(3) == null ? member.group(1) : member.group(3);
            return Optional.of(duration(member.group(2), unit == null ? "s" : unit));
        }
        var sentence = SENTENCE.matcher(text).region(at, end);
        if (sentence.lookingAt()) {
            var rest = duration(sentence.group(2), sentence.group(3));
            return Optional.of(part(sentence, 1, "m").plus(rest));
        }
        return Optional.empty();
    }

    /// When a limit opens again. Vendors write seconds, spans or moments into these headers; only a span
    /// with its unit, or a number that can be nothing but seconds from now, is sure.
    private static Optional<Duration> reset(VendorAnswer answer) {
        if (answer.status().orElse(0) != 429) {
            return Optional.empty();
        }
        return header(answer, "ratelimit-reset")
                .flatMap(text -> number(text, "s"))
                .or(() -> header(answer, "x-ratelimit-reset-requests").flatMap(RetryAfter::span))
                .filter(found -> found.compareTo(LONGEST) < 0);
    }

    private static Duration duration(String number, String unit) {
        return Duration.ofMillis(
                new BigDecimal(number).multiply(BigDecimal.valueOf(millis(unit))).longValue());
    }

    private static long millis(String unit) {
        var small = unit.toLowerCase(Locale.ROOT);
        if (small.startsWith("ms") || small.startsWith("milli")) {
            return 1;
        }
        return switch (small.charAt(0)) {
            case 'm' -> 60_000;
            case 'h' -> 3_600_000;
            default -> 1_000;
        };
    }
}
