package io.mediagate.provider.http;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A few words that say one thing, in a notation for people: `insufficient ..2 credit*|balance`. A star
/// leaves the ending open, a bar divides alternatives, `..2` lets up to two other words stand between, and
/// `!` before the first or after the last word says what must not stand there.
final class Phrase {
    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final Pattern WORD =
            Pattern.compile("[\\p{L}\\p{N}']+\\*?(?:\\|[\\p{L}\\p{N}']+\\*?)*");

    /// One of several words, with at most so many others before it.
    private record Step(int gap, List<Stem> stems) {
        boolean fits(String word) {
            for (var stem : stems) {
                if (stem.fits(word)) {
                    return true;
                }
            }
            return false;
        }
    }

    /// A word, or the beginning of words.
    record Stem(String letters, boolean open) {
        boolean fits(String word) {
            return open ? word.startsWith(letters) : word.equals(letters);
        }
    }

    private final List<Step> steps = new ArrayList<>();
    private final List<Stem> notBefore = new ArrayList<>();
    private final List<Stem> notAfter = new ArrayList<>();

    private Phrase() {}

    /// Reads the notation; an `IllegalArgumentException` says what is wrong with it.
    static Phrase of(String text) {
        var phrase = new Phrase();
        int gap = 0;
        for (var token : SPACES.splitAsStream(text.strip()).toList()) {
            if (token.startsWith("..")) {
                gap = Integer.parseInt(token.substring(2));
            } else if (token.startsWith("!")) {
                (phrase.steps.isEmpty() ? phrase.notBefore : phrase.notAfter)
                        .addAll(stems(token.substring(1)));
            } else {
                phrase.add(gap, token);
                gap = 0;
            }
        }
        if (phrase.steps.isEmpty()) {
            throw new IllegalArgumentException("no words: " + text);
        }
        return phrase;
    }

    private void add(int gap, String token) {
        if (Character.isIdeographic(token.charAt(0))) {
            for (int i = 0; i < token.length(); i++) {
                steps.add(new Step(i == 0 ? gap : 0, stems(token.substring(i, i + 1))));
            }
        } else {
            steps.add(new Step(gap, stems(token)));
        }
    }

    private static List<Stem> stems(String token) {
        if (!WORD.matcher(token).matches()) {
            throw new IllegalArgumentException("not words: " + token);
        }
        return Pattern.compile("\\|").splitAsStream(token).map(Phrase::stem).toList();
    }

    private static Stem stem(String word) {
        boolean open = word.endsWith("*");
        return new Stem(open ? word.substring(0, word.length() - 1) : word, open);
    }

    /// How it may begin.
    List<Stem> beginnings() {
        return steps.getFirst().stems();
    }

    /// Whether it stands anywhere in these words.
    boolean isIn(Words words) {
        for (int i = 0; i < words.size(); i++) {
            if (beginsAt(words, i)) {
                return true;
            }
        }
        return false;
    }

    boolean beginsAt(Words words, int at) {
        if (!steps.getFirst().fits(words.at(at)) || isAny(notBefore, words.at(at - 1))) {
            return false;
        }
        return goesOn(words, at + 1, 1);
    }

    private boolean goesOn(Words words, int at, int step) {
        if (step == steps.size()) {
            return !isAny(notAfter, words.at(at));
        }
        var next = steps.get(step);
        for (int i = at; i <= at + next.gap(); i++) {
            if (words.at(i).equals(Words.BREAK)) {
                return false;
            }
            if (next.fits(words.at(i)) && goesOn(words, i + 1, step + 1)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAny(List<Stem> stems, String word) {
        for (var stem : stems) {
            if (stem.fits(word)) {
                return true;
            }
        }
        return false;
    }
}
