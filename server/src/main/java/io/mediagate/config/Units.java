package io.mediagate.config;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/// Durations and sizes as people write them.
public final class Units {
    private static final Pattern DURATION = Pattern.compile("(\\d+)\\s*(ms|s|m|h|d)");
    private static final Pattern SIZE = Pattern.compile("(\\d+)\\s*(|b|kb|kib|mb|mib|gb|gib)");

    private Units() {}

    /// `500ms`, `10s`, `5m`, `24h`, `7d`, or ISO 8601 as in `PT10S`.
    public static Duration duration(String text) {
        var matcher = DURATION.matcher(text.strip());
        if (!matcher.matches()) {
            return Duration.parse(text.strip());
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    /// The shortest of those spellings.
    static String text(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1000;
        if (seconds % 86_400 == 0 && seconds > 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds % 3600 == 0 && seconds > 0) {
            return seconds / 3600 + "h";
        }
        return seconds % 60 == 0 && seconds > 0 ? seconds / 60 + "m" : seconds + "s";
    }

    /// `1048576`, `64KiB`, `1MiB`, `2GB`.
    public static long bytes(String text) {
        var matcher = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a size");
        }
        long unit =
                switch (matcher.group(2)) {
                    case "kb" -> 1000L;
                    case "kib" -> 1L << 10;
                    case "mb" -> 1_000_000L;
                    case "mib" -> 1L << 20;
                    case "gb" -> 1_000_000_000L;
                    case "gib" -> 1L << 30;
                    default -> 1L;
                };
        return Math.multiplyExact(Long.parseLong(matcher.group(1)), unit);
    }
}
