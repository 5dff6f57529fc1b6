package io.mediagate.error;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Finds what somebody probably meant. Works on bounded prefixes, since the asked-for name is a
/// caller's and may be a megabyte long.
public final class Nearest {
    private static final int LONGEST = 100;

    private Nearest() {}

    /// The known name that is closest, however far it is; empty only if nothing is known.
    public static Optional<String> of(String asked, Collection<String> known) {
        var wanted = plain(asked);
        return known.stream()
                .min(
                        Comparator.<String>comparingInt(name -> distance(wanted, plain(name)))
                                .thenComparing(Comparator.naturalOrder()));
    }

    /// The known name that is closest, if it is close enough to be worth suggesting.
    public static Optional<String> plausible(String asked, Collection<String> known) {
        var wanted = plain(asked);
        return of(asked, known)
                .filter(name -> {
                    var longer = Math.max(wanted.length(), plain(name).length());
                    return distance(wanted, plain(name)) <= Math.max(1, longer / 3);
                });
    }

    /// `aspectRatio`, `aspect-ratio` and `aspect_ratio` differ by spelling only.
    private static String plain(String name) {
        var bounded = name.length() <= LONGEST ? name : name.substring(0, LONGEST);
        return bounded.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "").replace(" ", "");
    }

    /// Insertions, deletions, substitutions and swaps of neighbours, each counted once.
    private static int distance(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int best = Math.min(last[j - 1] + change, Math.min(last[j], row[j - 1]) + 1);
                boolean swapped =
                        i > 1
                                && j > 1
                                && a.charAt(i - 1) == b.charAt(j - 2)
                                && a.charAt(i - 2) == b.charAt(j - 1);
                row[j] = swapped ? Math.min(best, beforeLast[j - 2] + 1) : best;
            }
            beforeLast = last;
            last = row;
        }
        return last[b.length()];
    }
}
