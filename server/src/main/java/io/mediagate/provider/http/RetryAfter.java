package io.mediagate.provider.http;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// How long a vendor asks to be left alone, in every shape in which vendors say so.
final class RetryAfter {
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final int LOOK_AT = 8_192;

    private static final Pattern NUMBER = Pattern.compile("\\s*(\\d{1,9}(?:\\.\\d{1,9})?)\\s*");

    /// As `google.rpc.RetryInfo` has it, and as members and sentences do: `"retryDelay": "12s"`,
    /// `"retry_after": 5`, "Please try again in 240ms", "resets in ~10s".
    private static final Pattern MEMBER =
            Pattern.compile(
                    "\"(?:retryDelay|retry_after|retryAfter|retry_after_seconds)"
                            + "\\\\?\"\\s*:\\s*\\\\?\"?(\\d{1,6}(?:\\.\\d{1,9})?)(ms|s)?",
                    Pattern.CASE_INSENSITIVE);

    private static final Pattern SENTENCE =
            Pattern.compile(
                    "(?:retry|again|resets?) (?:in|after) ~?(\\d{1,6}(?:\\.\\d{1,9})?) "
                            + "?(ms|milliseconds?|s\\b|sec\\w*|m\\b|min\\w*)?",
                    Pattern.CASE_INSENSITIVE);

    private RetryAfter() {}

    static Optional<Duration> in(VendorAnswer answer) {
        return Stream.<Function<VendorAnswer, Optional<Duration>>>of(
                        RetryAfter::milliseconds, RetryAfter::header, RetryAfter::body)
                .flatMap(way -> way.apply(answer).stream())
                .filter(Duration::isPositive)
                .map(found -> found.compareTo(LONGEST) > 0 ? LONGEST : found)
                .findFirst();
    }

    private static Optional<Duration> milliseconds(VendorAnswer answer) {
        return header(answer, "retry-after-ms").flatMap(text -> number(text, "ms"));
    }

    private static Optional<Duration> header(VendorAnswer answer) {
        return header(answer, "retry-after")
                .flatMap(text -> number(text, "s").or(() -> untilDate(text, answer)));
    }

    private static Optional<String> header(VendorAnswer answer, String name) {
        return Optional.ofNullable(answer.headers().get(name));
    }

    private static Optional<Duration> number(String text, String unit) {
        var matcher = NUMBER.matcher(text);
        return matcher.matches() ? Optional.of(duration(matcher.group(1), unit)) : Optional.empty();
    }

    /// Counted from the vendor's own clock where it shows it: ours may differ.
    private static Optional<Duration> untilDate(String text, VendorAnswer answer) {
        var now = header(answer, "date").flatMap(RetryAfter::date).orElseGet(Instant::now);
        return date(text).map(then -> Duration.between(now, then));
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
        var member = MEMBER.matcher(text);
        if (member.find()) {
            return Optional.of(duration(member.group(1), unit(member.group(2))));
        }
        var sentence = SENTENCE.matcher(text);
        return sentence.find()
                ? Optional.of(duration(sentence.group(1), unit(sentence.group(2))))
                : Optional.empty();
    }

    private static String unit(@org.jspecify.annotations.Nullable String unit) {
        return unit == null ? "s" : unit.toLowerCase(java.util.Locale.ROOT);
    }

    private static Duration duration(String number, String unit) {
        var scale =
                unit.startsWith("ms") || unit.startsWith("milli")
                        ? 1
                        : unit.startsWith("m") ? 60_000 : 1_000;
        return Duration.ofMillis(
                new BigDecimal(number).multiply(BigDecimal.valueOf(scale)).longValue());
    }
}
