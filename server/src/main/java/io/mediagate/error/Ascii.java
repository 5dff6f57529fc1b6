package io.mediagate.error;

/// The kinds of characters of plain text.
final class Ascii {
    private Ascii() {}

    static boolean isLower(int c) {
        return c >= 'a' && c <= 'z';
    }

    static boolean isUpper(int c) {
        return c >= 'A' && c <= 'Z';
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    static boolean isLetter(int c) {
        return isLower(c) || isUpper(c);
    }

    static boolean isLetterOrDigit(int c) {
        return isLetter(c) || isDigit(c);
    }
}
