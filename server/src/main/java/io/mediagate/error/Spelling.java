package io.mediagate.error;

import java.text.Normalizer;
import java.util.List;

/// Writes outside text plainly: compatibility forms, accents and look-alikes of other scripts become the
/// ASCII they are read as, invisible characters go. Whatever is left over is [#UNKNOWN], so that a name
/// cannot hide behind its spelling: every later step sees ASCII only.
final class Spelling {
    /// Stands for a character that has no plain reading.
    static final char UNKNOWN = '\uFFFD';

    private static final int CIRCLED = 0x1F150;
    private static final int SQUARED = 0x1F170;
    private static final int REGIONAL = 0x1F1E6;
    private static final String INVISIBLE_LETTERS = "\u115F\u1160\u3164\uFFA0\u2800\u180E";

    private final char[] lookAlikes = new char[Character.MAX_VALUE + 1];

    /// @param lines "letter look-alikes", as in `redaction/confusables.txt`
    Spelling(List<String> lines) {
        for (var line : lines) {
            for (int i = 2; i < line.length(); i++) {
                lookAlikes[line.charAt(i)] = line.charAt(0);
            }
        }
    }

    /// The first `limit` characters of the text in plain ASCII (and [#UNKNOWN]).
    String plain(String text, int limit) {
        var length = Math.min(text.length(), limit);
        var plain = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            var c = text.charAt(i);
            if (c >= ' ' && c < 0x7F) {
                plain.append(c);
            } else if (c < 0x80) {
                control(c, plain);
            } else {
                var point = text.codePointAt(i);
                other(point, plain);
                i += Character.charCount(point) - 1;
            }
        }
        return plain.toString();
    }

    private static void control(char c, StringBuilder plain) {
        if (c == '\n' || c == '\r') {
            plain.append('\n');
        } else if (c == '\t') {
            plain.append(' ');
        }
    }

    private void other(int point, StringBuilder plain) {
        if (lookAlike(point, plain) || isInvisible(point)) {
            return;
        }
        if (Character.isSpaceChar(point)) {
            plain.append(Character.getType(point) == Character.SPACE_SEPARATOR ? ' ' : '\n');
            return;
        }
        var parts = Normalizer.normalize(Character.toString(point), Normalizer.Form.NFKD);
        for (int i = 0; i < parts.length(); i++) {
            var c = parts.charAt(i);
            if (c >= ' ' && c < 0x7F) {
                plain.append(c);
            } else if (!lookAlike(c, plain) && !isInvisible(c)) {
                plain.append(UNKNOWN);
            }
        }
    }

    private boolean lookAlike(int point, StringBuilder plain) {
        var found = point <= Character.MAX_VALUE ? lookAlikes[point] : enclosedLetter(point);
        if (found != 0) {
            plain.append(found);
        }
        return found != 0;
    }

    /// Letters in circles, squares and flags, for which Unicode has no compatibility form.
    private static char enclosedLetter(int point) {
        for (var start : new int[] {CIRCLED, SQUARED, REGIONAL}) {
            if (point >= start && point < start + 26) {
                return (char) ('A' + point - start);
            }
        }
        return 0;
    }

    private static boolean isInvisible(int point) {
        return switch (Character.getType(point)) {
            case Character.FORMAT,
                    Character.CONTROL,
                    Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK ->
                    true;
            default -> INVISIBLE_LETTERS.indexOf(point) >= 0;
        };
    }
}
