package io.mediagate.config;

import java.util.Collection;
import java.util.Comparator;

/// Finds the name that was probably meant.
final class Nearest {
    private Nearest() {}

    /// The one that is reached with the fewest changes of a letter.
    static String to(String wrong, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt((String name) -> changes(wrong, name)))
                .orElseThrow();
    }

    private static int changes(String from, String to) {
        var row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int same = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
                int best = Math.min(Math.min(row[j], row[j - 1]) + 1, diagonal + same);
                diagonal = row[j];
                row[j] = best;
            }
        }
        return row[to.length()];
    }
}
