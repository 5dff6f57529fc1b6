package io.mediagate.error;

import java.util.Locale;
import java.util.Set;

/// Tells a company from an ordinary word that is spelled alike ("sync", "ray", "stability"). Ordinary is
/// only what is written small, or opens a sentence before a word such as "must"; all else is a name.
///
/// @param company words that turn the one before them into a company ("stability ai")
/// @param modals words after which a capital at the start of a sentence means nothing
record NameContext(Set<String> company, Set<String> modals) {

    boolean ordinary(String text, int start, int end) {
        var after = charAt(text, end);
        if (Ascii.isDigit(after)
                || (after == '.' && Ascii.isLetterOrDigit(charAt(text, end + 1)))) {
            return false;
        }
        var nextWord = wordAfter(text, end);
        if (company.contains(nextWord) || startsWithDigit(nextWord)) {
            return false;
        }
        var word = text.substring(start, end);
        if (word.equals(word.toLowerCase(Locale.ROOT))) {
            return true;
        }
        var rest = word.substring(1);
        boolean onlyFirstIsCapital = rest.equals(rest.toLowerCase(Locale.ROOT));
        return onlyFirstIsCapital && opensSentence(text, start) && modals.contains(nextWord);
    }

    private static boolean startsWithDigit(String word) {
        return !word.isEmpty() && word.charAt(0) <= '9';
    }

    private static boolean opensSentence(String text, int start) {
        int i = start - 1;
        while (i >= 0 && text.charAt(i) == ' ') {
            i--;
        }
        return i < 0 || ".!?\n".indexOf(text.charAt(i)) >= 0;
    }

    private static String wordAfter(String text, int end) {
        int from = end;
        while (from < text.length() && " -_/".indexOf(text.charAt(from)) >= 0) {
            from++;
        }
        int to = from;
        while (to < text.length() && Ascii.isLetterOrDigit(text.charAt(to))) {
            to++;
        }
        return text.substring(from, to).toLowerCase(Locale.ROOT);
    }

    private static char charAt(String text, int at) {
        return at < text.length() ? text.charAt(at) : ' ';
    }
}
