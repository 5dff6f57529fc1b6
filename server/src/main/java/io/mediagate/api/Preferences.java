package io.mediagate.api;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Reads the `Prefer` header (RFC 7240). What is malformed or unknown is ignored, as that says.
final class Preferences {

    private static final long LONGEST = 60;

    private Preferences() {}

    /// For how long the caller prefers to wait, at least one second and at most sixty.
    static Optional<Duration> wait(List<String> headers) {
        for (var header : headers) {
            for (var preference : header.split(",", -1)) {
                int end = preference.indexOf(';');
                var token = (end < 0 ? preference : preference.substring(0, end)).trim();
                int equals = token.indexOf('=');
                if (equals > 0
                        && token.substring(0, equals)
                                .trim()
                                .toLowerCase(Locale.ROOT)
                                .equals("wait")) {
                    // The first one counts, even when it makes no sense.
                    return seconds(unquoted(token.substring(equals + 1).trim()));
                }
            }
        }
        return Optional.empty();
    }

    private static String unquoted(String value) {
        return value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1)
                : value;
    }

    private static Optional<Duration> seconds(String digits) {
        if (digits.isEmpty() || digits.length() > 18) {
            return Optional.empty();
        }
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                return Optional.empty();
            }
        }
        return Optional.of(Duration.ofSeconds(Math.clamp(Long.parseLong(digits), 1, LONGEST)));
    }
}
