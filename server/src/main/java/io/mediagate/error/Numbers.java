package io.mediagate.error;

import java.util.Set;

/// Numbers a caller may read: quantities, sizes, ratios, ranges. Addresses, dates and long identifiers
/// are none of these.
///
/// @param units what may follow a number
record Numbers(Set<String> units) {
    private static final int MAX_DIGITS = 9;

    boolean isUnit(String word) {
        return units.contains(word);
    }

    /// `5`, `-0.25`, `10,485,760`, `16:9`, `5-10`, `61/60`, `50%`.
    boolean isNumber(String core) {
        int from = !core.isEmpty() && "+-".indexOf(core.charAt(0)) >= 0 ? 1 : 0;
        int to = core.endsWith("%") ? core.length() - 1 : core.length();
        int[] separators = new int[128];
        int digits = 0;
        int group = 0;
        for (int i = from; i < to; i++) {
            var c = core.charAt(i);
            if (Ascii.isDigit(c)) {
                digits++;
                group++;
            } else if (".,:-/*+".indexOf(c) >= 0 && group > 0) {
                separators[c]++;
                group = 0;
            } else {
                return false;
            }
        }
        boolean grouped = separators[','] > 0;
        return group > 0
                && (!grouped || group == 3)
                && (digits <= MAX_DIGITS || (grouped && digits <= MAX_DIGITS + 3))
                && separators[':'] <= 1
                && separators['-'] <= 1
                && separators['/'] <= 1
                && separators['*'] <= 1
                && separators['+'] == 0
                && separators['.'] <= (separators['-'] > 0 ? 2 : 1);
    }

    /// `10s`, `1080p`, `2.5MB`, `300x300`, `4000px*4000px`, `5-10s`.
    boolean isQuantity(String lower) {
        int i = 0;
        int parts = 0;
        while (i < lower.length()) {
            int digitsEnd = skipNumber(lower, i);
            if (digitsEnd == i || digitsEnd - i > MAX_DIGITS || ++parts > 3) {
                return false;
            }
            int unitEnd = skipLetters(lower, digitsEnd);
            boolean more = unitEnd < lower.length();
            var unit = lower.substring(digitsEnd, unitEnd);
            if (!unit.isEmpty() && !(more && unit.equals("x")) && !units.contains(unit)) {
                return false;
            }
            i = unitEnd;
            if (more && "*-:".indexOf(lower.charAt(i)) >= 0) {
                i++;
                if (i == lower.length()) {
                    return false;
                }
            } else if (more && !unit.equals("x")) {
                return false;
            }
        }
        return parts > 0;
    }

    private static int skipNumber(String text, int from) {
        int i = from;
        int dots = 0;
        while (i < text.length() && (Ascii.isDigit(text.charAt(i)) || text.charAt(i) == '.')) {
            dots += text.charAt(i) == '.' ? 1 : 0;
            i++;
        }
        return dots > 1 ? from : i;
    }

    private static int skipLetters(String text, int from) {
        int i = from;
        while (i < text.length() && Ascii.isLower(text.charAt(i))) {
            i++;
        }
        return i;
    }
}
