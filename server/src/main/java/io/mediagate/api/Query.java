package io.mediagate.api;

import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The parameters after the question mark.
record Query(Map<String, String> parameters) {

    /// In which part of the address an escaped text stands; only in the query is `+` a space.
    enum Part {
        PATH,
        QUERY
    }

    private static final Query NONE = new Query(Map.of());

    static Query of(@Nullable String raw) {
        if (raw == null || raw.isEmpty()) {
            return NONE;
        }
        var parameters = new HashMap<String, String>();
        for (var pair : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            var name = equals < 0 ? pair : pair.substring(0, equals);
            var value = equals < 0 ? "" : pair.substring(equals + 1);
            parameters.putIfAbsent(decoded(name, Part.QUERY), decoded(value, Part.QUERY));
        }
        return new Query(parameters);
    }

    Optional<String> first(String name) {
        return Optional.ofNullable(parameters.get(name)).filter(value -> !value.isEmpty());
    }

    /// How many entries of a list are asked for.
    static int limit(Optional<String> text, int standard, int largest) {
        if (text.isEmpty()) {
            return standard;
        }
        try {
            int limit = Integer.parseInt(text.get());
            if (limit >= 1 && limit <= largest) {
                return limit;
            }
        } catch (NumberFormatException _) {
            // Answered below, like a number out of range.
        }
        throw Problem.of(
                ErrorCode.INVALID_REQUEST,
                "limit must be a number from 1 to %d.".formatted(largest));
    }

    /// The text without percent signs.
    static String decoded(String raw, Part part) {
        if (raw.indexOf('%') < 0 && (part == Part.PATH || raw.indexOf('+') < 0)) {
            return raw;
        }
        var text = unescaped(raw, part);
        // The database knows no such character, and no name of ours has it.
        if (text.indexOf('\0') >= 0) {
            throw Problem.of(ErrorCode.INVALID_REQUEST, "The address has a NUL character.");
        }
        return text;
    }

    private static String unescaped(String raw, Part part) {
        try {
            return URLDecoder.decode(
                    part == Part.PATH ? raw.replace("+", "%2B") : raw, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Problem.of(
                    ErrorCode.INVALID_REQUEST, "The address has an unfinished percent escape.");
        }
    }
}
