package io.mediagate.api;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Writes the parts of JSON text directly, without a tree: most answers are one generation and most of
/// the time they take would go into building one. Half a surrogate pair becomes U+FFFD.
public final class Json {

    private static final String HEX = "0123456789abcdef";

    private Json() {}

    /// Writes a string, or `null`.
    public static StringBuilder string(StringBuilder out, @Nullable String text) {
        if (text == null) {
            return out.append("null");
        }
        out.append('"');
        int clean = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c != '"' && c != '\\' && !Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
                continue;
            }
            out.append(text, clean, i);
            escape(out, c);
            clean = i + 1;
        }
        return out.append(text, clean, text.length()).append('"');
    }

    private static void escape(StringBuilder out, char c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (Character.isSurrogate(c)) {
                    out.append('\uFFFD');
                } else {
                    out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
                }
            }
        }
    }

    /// Writes a time in UTC with exactly three digits of milliseconds, or `null`.
    public static StringBuilder time(StringBuilder out, @Nullable Instant at) {
        if (at == null) {
            return out.append("null");
        }
        var utc = at.atOffset(ZoneOffset.UTC);
        out.append('"');
        digits(out, utc.getYear(), 1000).append('-');
        digits(out, utc.getMonthValue(), 10).append('-');
        digits(out, utc.getDayOfMonth(), 10).append('T');
        digits(out, utc.getHour(), 10).append(':');
        digits(out, utc.getMinute(), 10).append(':');
        digits(out, utc.getSecond(), 10).append('.');
        return digits(out, utc.getNano() / 1_000_000, 100).append("Z\"");
    }

    private static StringBuilder digits(StringBuilder out, int number, int highest) {
        int rest = number;
        for (int unit = highest; unit > 0; unit /= 10) {
            out.append((char) ('0' + rest / unit % 10));
        }
        return out;
    }

    /// Writes a whole number, or `null`.
    public static StringBuilder number(StringBuilder out, OptionalInt number) {
        return number.isPresent() ? out.append(number.getAsInt()) : out.append("null");
    }

    /// Writes seconds to the millisecond, without a fraction where there is none, or `null`.
    public static StringBuilder seconds(StringBuilder out, OptionalDouble seconds) {
        if (seconds.isEmpty()) {
            return out.append("null");
        }
        double rounded = Math.round(seconds.getAsDouble() * 1000) / 1000.0;
        return rounded == Math.rint(rounded) ? out.append((long) rounded) : out.append(rounded);
    }
}
