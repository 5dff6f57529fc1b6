package io.mediagate.error;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// A word of plain text with the punctuation that clings to it.
///
/// @param start where it starts in the text, punctuation included
/// @param end where it ends, punctuation included
/// @param from where it starts without punctuation
/// @param to where it ends without punctuation
/// @param core the word without punctuation
/// @param lower the same in lower case and without a possessive
record Word(String text, int start, int end, int from, int to, String core, String lower) {
    private static final String OPENING = "([\"'`";
    private static final String CLOSING = ")]\"'`.,;:!?";
    private static final Set<String> ABBREVIATIONS =
            Set.of("e.g", "i.e", "vs", "max", "min", "approx");

    /// The words of the text, line by line.
    static List<Word> of(String text) {
        var words = new ArrayList<Word>();
        int i = 0;
        while (i < text.length()) {
            if (text.charAt(i) <= ' ') {
                i++;
                continue;
            }
            int start = i;
            while (i < text.length() && text.charAt(i) > ' ') {
                i++;
            }
            words.add(word(text, start, i));
        }
        return words;
    }

    private static Word word(String text, int start, int end) {
        int from = start;
        while (from < end && OPENING.indexOf(text.charAt(from)) >= 0) {
            from++;
        }
        int to = end;
        while (to > from && closes(text, from, to)) {
            to--;
        }
        var core = text.substring(from, to);
        var lower = core.toLowerCase(Locale.ROOT);
        var noun = lower.endsWith("'s") ? lower.substring(0, lower.length() - 2) : lower;
        return new Word(text, start, end, from, to, core, noun);
    }

    /// A bracket that was opened inside the word ("content[1]", "item(s)") belongs to it.
    private static boolean closes(String text, int from, int to) {
        var last = text.charAt(to - 1);
        return switch (last) {
            case ')' -> !within(text, '(', from, to);
            case ']' -> !within(text, '[', from, to);
            default -> CLOSING.indexOf(last) >= 0;
        };
    }

    private static boolean within(String text, char c, int from, int to) {
        int at = text.indexOf(c, from, to);
        return at >= 0;
    }

    boolean isPunctuated() {
        return start < from || to < end;
    }

    /// The punctuation before it.
    String before() {
        return text.substring(start, from);
    }

    /// The punctuation after it.
    String after() {
        return text.substring(to, end);
    }

    boolean has(char punctuation) {
        return within(text, punctuation, start, from) || within(text, punctuation, to, end);
    }

    boolean opens(char punctuation) {
        return within(text, punctuation, start, from);
    }

    boolean closes(char punctuation) {
        return within(text, punctuation, to, end);
    }

    boolean isQuoted() {
        return isPunctuated() && (has('"') || has('\'') || has('`'));
    }

    boolean isPossessive() {
        return lower.length() + 2 == core.length() && core.endsWith("'s");
    }

    /// Whether a sentence ends with it.
    boolean endsSentence() {
        if (to == end) {
            return endsLine();
        }
        boolean period = closes('.') && !ABBREVIATIONS.contains(lower);
        return period || closes('!') || closes('?') || endsLine();
    }

    private boolean endsLine() {
        for (int i = end; i < text.length() && text.charAt(i) <= ' '; i++) {
            if (text.charAt(i) == '\n') {
                return true;
            }
        }
        return false;
    }

    /// Whether a clause ends with it.
    boolean endsClause() {
        return to < end && (closes(',') || closes(';') || closes(':'));
    }

    boolean hasLetter() {
        for (int i = 0; i < lower.length(); i++) {
            if (Ascii.isLower(lower.charAt(i))) {
                return true;
            }
        }
        return false;
    }
}
