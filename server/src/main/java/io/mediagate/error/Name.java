package io.mediagate.error;

/// A name that no caller may read.
///
/// @param letters its letters as the automaton reads them: lower case, digits as the letters they
///     resemble, `l` as `i`
/// @param written the same letters in lower case, as they are really written
/// @param digits for each letter the digit that must really stand there, or 0
/// @param splits for each letter whether people write a space before it
record Name(String letters, String written, String digits, String splits, Kind kind, Fit fit) {
    /// From so many letters on a name is found anywhere, even inside other words.
    static final int LONG = 6;

    private static final int SHORT = 3;
    private static final String READINGS = "oizeasgtbg";

    /// What a caller reads instead.
    enum Kind {
        VENDOR,
        PRODUCT,
        /// Nothing: the clause goes.
        INFRASTRUCTURE
    }

    /// Where the name counts as found.
    enum Fit {
        ANYWHERE,
        /// Anywhere, but never across a separator.
        TIGHT,
        PREFIX,
        WORD,
        /// A word of its own that is no ordinary use of it.
        CONTEXT
    }

    /// A line of the vocabulary, such as `open ai` or `kling !prefix`.
    static Name of(String line, Kind kind) {
        int mark = line.indexOf('!');
        var written = mark < 0 ? line : line.substring(0, mark).strip();
        var letters = new StringBuilder();
        var real = new StringBuilder();
        var digits = new StringBuilder();
        var splits = new StringBuilder();
        boolean split = false;
        for (int i = 0; i < written.length(); i++) {
            var c = written.charAt(i);
            int letter = letter(c);
            if (letter >= 0) {
                letters.append((char) ('a' + letter));
                real.append(Character.toLowerCase(c));
                digits.append(Ascii.isDigit(c) ? c : '\0');
                splits.append(split ? '1' : '0');
            }
            split = letter < 0;
        }
        var fit = mark < 0 ? fitFor(letters.length()) : fitNamed(line.substring(mark + 1));
        return new Name(
                letters.toString(),
                real.toString(),
                digits.toString(),
                splits.toString(),
                kind,
                fit);
    }

    private static Fit fitFor(int length) {
        if (length <= SHORT) {
            return Fit.WORD;
        }
        return length < LONG ? Fit.PREFIX : Fit.ANYWHERE;
    }

    private static Fit fitNamed(String name) {
        return Fit.valueOf(name.strip().toUpperCase(java.util.Locale.ROOT));
    }

    /// The letter (0–25) that a character is read as when somebody wants it to be one, or -1.
    static int letter(char c) {
        if (Ascii.isLower(c)) {
            return c == 'l' ? 'i' - 'a' : c - 'a';
        }
        if (Ascii.isUpper(c)) {
            return c == 'L' ? 'i' - 'a' : c - 'A';
        }
        if (Ascii.isDigit(c)) {
            return READINGS.charAt(c - '0') - 'a';
        }
        return switch (c) {
            case '@' -> 0;
            case '$' -> 's' - 'a';
            case '!', '|' -> 'i' - 'a';
            default -> -1;
        };
    }

    /// Whether this character may stand at this place. A small `i` is no disguise of an `l`: "voices" is
    /// not the cloud that differs from it by that letter.
    boolean allows(int at, char c) {
        char digit = digits.charAt(at);
        return digit == 0 ? !(c == 'i' && written.charAt(at) == 'l') : c == digit;
    }

    char digit(int at) {
        return digits.charAt(at);
    }

    boolean splitsBefore(int at) {
        return splits.charAt(at) == '1';
    }

    int plainLetters() {
        int count = 0;
        for (int i = 0; i < digits.length(); i++) {
            count += digits.charAt(i) == 0 ? 1 : 0;
        }
        return count;
    }
}
