package io.mediagate.api;

import java.util.List;

/// Compares entity tags.
public final class ETags {
    private ETags() {}

    /// Whether an `If-None-Match` names this tag, by weak comparison.
    public static boolean matches(List<String> headers, String tag) {
        for (var header : headers) {
            for (var candidate : header.split(",", -1)) {
                var bare = candidate.trim();
                if (bare.equals("*")
                        || bare.equals(tag)
                        || (bare.startsWith("W/") && bare.substring(2).equals(tag))) {
                    return true;
                }
            }
        }
        return false;
    }
}
