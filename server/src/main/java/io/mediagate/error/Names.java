package io.mediagate.error;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Finds names in plain text, however they are spelled: in any case, with digits for letters, with
/// spaces, dots, hyphens or underscores between, inside identifiers. One pass of an Aho–Corasick
/// automaton over the letters alone; where a hit stands in the text then decides whether it is one.
final class Names {
    private static final int LETTERS = 26;
    private static final int MAX_GAP = 3;

    /// A place in the text where a name stands.
    ///
    /// @param plain written the ordinary way, so that a word may be put in its place
    record Hit(int start, int end, Name name, boolean plain) {}

    private final List<Name> names;
    private final NameContext context;

    private int[] next = new int[LETTERS];
    private int[] nameAt = {-1};
    private int[] shorter = {0};
    private int nodes = 1;

    Names(List<Name> names, NameContext context) {
        this.names = List.copyOf(names);
        this.context = context;
        for (int i = 0; i < names.size(); i++) {
            add(names.get(i).letters(), i);
        }
        link();
    }

    private void add(String letters, int name) {
        int node = 0;
        for (int i = 0; i < letters.length(); i++) {
            int edge = node * LETTERS + letters.charAt(i) - 'a';
            if (next[edge] == 0) {
                grow();
                next[edge] = nodes++;
            }
            node = next[edge];
        }
        nameAt[node] = name;
    }

    private void grow() {
        if (nodes == nameAt.length) {
            next = Arrays.copyOf(next, next.length * 2);
            shorter = Arrays.copyOf(shorter, nodes * 2);
            nameAt = Arrays.copyOf(nameAt, nodes * 2);
            Arrays.fill(nameAt, nodes, nodes * 2, -1);
        }
    }

    /// Completes the automaton. `shorter[node]` becomes the nearest node with a name that ends here too.
    private void link() {
        var fallback = new int[nodes];
        var queue = new ArrayDeque<Integer>();
        queue.add(0);
        while (!queue.isEmpty()) {
            int node = queue.remove();
            int fall = fallback[node];
            shorter[node] = nameAt[fall] >= 0 ? fall : shorter[fall];
            for (int letter = 0; letter < LETTERS; letter++) {
                int edge = node * LETTERS + letter;
                int past = node == 0 ? 0 : next[fall * LETTERS + letter];
                if (next[edge] == 0) {
                    next[edge] = past;
                } else {
                    fallback[next[edge]] = past;
                    queue.add(next[edge]);
                }
            }
        }
    }

    /// Every name in the text.
    List<Hit> in(String text) {
        var hits = new ArrayList<Hit>();
        var at = new int[text.length()];
        int count = 0;
        int node = 0;
        for (int i = 0; i < text.length(); i++) {
            int letter = Name.letter(text.charAt(i));
            if (letter < 0) {
                continue;
            }
            at[count++] = i;
            node = next[node * LETTERS + letter];
            for (int end = node; end != 0; end = shorter[end]) {
                if (nameAt[end] >= 0) {
                    var name = names.get(nameAt[end]);
                    collect(text, at, count - name.letters().length(), name, hits);
                }
            }
        }
        return hits;
    }

    private void collect(String text, int[] at, int first, Name name, List<Hit> hits) {
        int length = name.letters().length();
        int letters = 0;
        int gaps = 0;
        boolean disguised = false;
        boolean spaced = false;
        boolean usual = true;
        for (int k = 0; k < length; k++) {
            int here = at[first + k];
            var c = text.charAt(here);
            if (!name.allows(k, c)) {
                return;
            }
            boolean isLetter = Ascii.isLetter(c);
            letters += isLetter ? 1 : 0;
            disguised |= !isLetter && name.digit(k) == 0;
            int gap = k == 0 ? 0 : here - at[first + k - 1] - 1;
            if (gap > MAX_GAP) {
                return;
            }
            if (gap > 0) {
                gaps++;
                spaced |= hasSpace(text, here - gap, here);
                usual &= name.splitsBefore(k) && gap == 1;
            }
        }
        if (letters < Math.min(2, name.plainLetters())) {
            return;
        }
        int start = at[first];
        int end = at[first + length - 1] + 1;
        var shape = new Shape(disguised, spaced, gaps, gaps == length - 1, usual);
        if (fits(text, start, end, name, shape)) {
            hits.add(new Hit(start, end, name, usual && !disguised));
        }
    }

    /// How a candidate is written.
    private record Shape(
            boolean disguised, boolean spaced, int gaps, boolean spelledOut, boolean usual) {}

    private boolean fits(String text, int start, int end, Name name, Shape shape) {
        boolean opens = opensWord(text, start);
        boolean closes = closesWord(text, end);
        if (shape.gaps() == 0) {
            return switch (name.fit()) {
                case ANYWHERE, TIGHT -> true;
                case PREFIX -> opens;
                case WORD -> opens && closes;
                case CONTEXT ->
                        opens
                                && closes
                                && (shape.disguised() || !context.ordinary(text, start, end));
            };
        }
        boolean free = name.fit() != Name.Fit.TIGHT && name.fit() != Name.Fit.CONTEXT;
        if (shape.spaced()) {
            boolean longName = name.letters().length() >= Name.LONG && !shape.disguised() && free;
            return opens && closes && (shape.usual() || shape.spelledOut() || longName);
        }
        if (name.fit() == Name.Fit.ANYWHERE) {
            return true;
        }
        return opens && closes && (free || shape.spelledOut() || shape.usual());
    }

    private static boolean hasSpace(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (text.charAt(i) <= ' ') {
                return true;
            }
        }
        return false;
    }

    private static boolean opensWord(String text, int start) {
        if (start == 0) {
            return true;
        }
        var before = text.charAt(start - 1);
        var first = text.charAt(start);
        boolean camel = Ascii.isLower(before) && Ascii.isUpper(first);
        return camel
                || (!Ascii.isLetter(before) && !(Ascii.isDigit(before) && Ascii.isDigit(first)));
    }

    private static boolean closesWord(String text, int end) {
        if (end == text.length()) {
            return true;
        }
        var last = text.charAt(end - 1);
        var after = text.charAt(end);
        boolean camel = Ascii.isUpper(after) && (Ascii.isLower(last) || isLowerAt(text, end + 1));
        return camel || (!Ascii.isLetter(after) && !(Ascii.isDigit(last) && Ascii.isDigit(after)));
    }

    private static boolean isLowerAt(String text, int at) {
        return at < text.length() && Ascii.isLower(text.charAt(at));
    }
}
