package io.mediagate.provider.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A text as words in small letters, so that rules are about meaning and not about spelling:
/// `InputTextSensitive`, `input_text_sensitive` and "Input text sensitive" are the same three words. Every
/// ideograph is a word of its own, since nothing divides them in writing.
final class Words {
    /// Between things that were said apart; no phrase reaches over it.
    static final String BREAK = ".";

    private static final int MOST = 250;
    private static final int LONGEST = 32;

    private final List<String> words = new ArrayList<>();

    static Words of(String text) {
        var words = new Words();
        words.add(text);
        return words;
    }

    int size() {
        return words.size();
    }

    /// The word there; a break beyond either end.
    String at(int index) {
        return index >= 0 && index < words.size() ? words.get(index) : BREAK;
    }

    List<String> list() {
        return words;
    }

    /// Adds what was said, apart from what was said before.
    void add(String text) {
        if (!words.isEmpty()) {
            endClause();
        }
        int at = 0;
        while (at < text.length() && words.size() < MOST) {
            at = addFrom(text, at);
        }
    }

    private int addFrom(String text, int at) {
        char c = text.charAt(at);
        if (isLetter(c)) {
            return addWord(text, at);
        }
        if (Character.isIdeographic(c)) {
            words.add(String.valueOf(c));
        } else if (endsSentence(text, at)) {
            endClause();
        }
        return at + 1;
    }

    private void endClause() {
        if (!words.getLast().equals(BREAK)) {
            words.add(BREAK);
        }
    }

    private boolean endsSentence(String text, int at) {
        if (words.isEmpty()) {
            return false;
        }
        return switch (text.charAt(at)) {
            case '\n', '。', '！', '；' -> true;
            case '.', '!', '?' -> at + 1 == text.length() || text.charAt(at + 1) <= ' ';
            default -> false;
        };
    }

    private int addWord(String text, int from) {
        int to = from + 1;
        while (to < text.length() && isLetter(text.charAt(to)) && !isHump(text, to)) {
            to++;
        }
        if (to - from <= LONGEST && !isScheme(text, from, to)) {
            words.add(plain(text.substring(from, to)));
            return to;
        }
        // An address, or a pile of letters: neither says what went wrong.
        while (to < text.length() && text.charAt(to) > ' ' && text.charAt(to) != '"') {
            to++;
        }
        return to;
    }

    private static boolean isScheme(String text, int from, int to) {
        return text.startsWith("://", to) && text.startsWith("http", from);
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replace('’', '\'');
    }

    private static boolean isLetter(char c) {
        if (c < 128) {
            return (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '\'';
        }
        return c == '’' || (Character.isLetterOrDigit(c) && !Character.isIdeographic(c));
    }

    /// Where a capital begins the next word: `rateLimit`, `RPMExceeded`.
    private static boolean isHump(String text, int at) {
        if (!Character.isUpperCase(text.charAt(at))) {
            return false;
        }
        if (!Character.isUpperCase(text.charAt(at - 1))) {
            return true;
        }
        return at + 1 < text.length() && Character.isLowerCase(text.charAt(at + 1));
    }

    @Override
    public String toString() {
        return String.join(" ", words);
    }
}
