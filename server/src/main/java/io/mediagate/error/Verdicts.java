package io.mediagate.error;

import java.util.Arrays;
import java.util.List;

/// What is to happen to each word of a text: it stays, a neutral word takes its place, it goes, or the
/// clause that holds it goes.
final class Verdicts {
    private static final int MAX_QUOTED_WORDS = 3;
    private static final int LOOK_AHEAD = 40;
    private static final int MAX_VERSION = 10;

    enum Verdict {
        STAYS,
        PROVIDER,
        MODEL,
        /// Goes alone: part of a name that another word stands for, or an aside in parentheses.
        GOES,
        /// Takes its clause along.
        CLAUSE_GOES
    }

    private final Vocabulary vocabulary;
    private final List<Word> words;
    private final Verdict[] verdicts;
    private final boolean[] opensClause;

    private Verdicts(Vocabulary vocabulary, List<Word> words) {
        this.vocabulary = vocabulary;
        this.words = words;
        this.verdicts = new Verdict[words.size()];
        this.opensClause = new boolean[words.size()];
        Arrays.fill(verdicts, Verdict.STAYS);
    }

    static Verdicts of(Vocabulary vocabulary, String text, List<Word> words) {
        var verdicts = new Verdicts(vocabulary, words);
        verdicts.judgeNames(vocabulary.names().in(text));
        verdicts.judgeShapes();
        verdicts.judgePhrases();
        verdicts.judgeQuotes();
        verdicts.judgeAsides();
        return verdicts;
    }

    Verdict of(int word) {
        return verdicts[word];
    }

    boolean opensClause(int word) {
        return opensClause[word];
    }

    private void judgeNames(List<Names.Hit> hits) {
        for (var hit : hits) {
            int first = wordAt(hit.start());
            int last = wordAt(hit.end() - 1);
            boolean whole =
                    words.get(first).from() == hit.start() && endsAt(words.get(last), hit.end());
            boolean modelId = first == last && isModelId(words.get(first));
            var kind = hit.name().kind();
            if (kind == Name.Kind.INFRASTRUCTURE || !hit.plain() || !(whole || modelId)) {
                condemn(first, last);
            } else if (kind == Name.Kind.VENDOR && whole) {
                replace(first, last, Verdict.PROVIDER);
            } else {
                replace(first, last, Verdict.MODEL);
                swallowVersion(last + 1);
            }
        }
    }

    private int wordAt(int position) {
        int low = 0;
        int high = words.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (words.get(middle).start() <= position) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private static boolean endsAt(Word word, int end) {
        return end == word.to() || (word.isPossessive() && end == word.to() - 2);
    }

    /// `veo-3.1-lite`, `gpt-image-2`: a slug that a name is part of.
    private boolean isModelId(Word word) {
        var core = word.core();
        return core.indexOf('-') > 0
                && core.chars().allMatch(c -> Ascii.isLetterOrDigit(c) || c == '-' || c == '.')
                && !vocabulary.shapes().isHost(core);
    }

    private void replace(int first, int last, Verdict by) {
        for (int i = first; i <= last; i++) {
            if (verdicts[i] != Verdict.CLAUSE_GOES) {
                verdicts[i] = i == first && verdicts[i] != Verdict.GOES ? by : Verdict.GOES;
            }
        }
    }

    private void condemn(int first, int last) {
        Arrays.fill(verdicts, first, last + 1, Verdict.CLAUSE_GOES);
    }

    /// "Veo 3.1 Fast could not": the version and the variant are part of the name.
    private void swallowVersion(int next) {
        int i = next;
        while (i < words.size()
                && words.get(i - 1).after().isEmpty()
                && isVersion(words.get(i), i)) {
            replace(i, i, Verdict.GOES);
            verdicts[i] = verdicts[i] == Verdict.CLAUSE_GOES ? Verdict.CLAUSE_GOES : Verdict.GOES;
            i++;
        }
    }

    private boolean isVersion(Word word, int at) {
        var core = word.lower();
        if (vocabulary.section("variants").contains(word.core())) {
            return true;
        }
        int from = core.startsWith("v") ? 1 : 0;
        boolean number =
                core.length() > from
                        && core.length() <= from + 4
                        && core.chars().skip(from).allMatch(c -> Ascii.isDigit(c) || c == '.');
        if (!number) {
            return false;
        }
        boolean small = core.length() <= 1 + from && core.charAt(from) < '0' + MAX_VERSION;
        boolean counts =
                at + 1 < words.size()
                        && word.after().isEmpty()
                        && vocabulary.shapes().isUnit(words.get(at + 1).lower());
        return !counts && (small || from == 1 || core.indexOf('.') > 0);
    }

    private void judgeShapes() {
        for (int i = 0; i < words.size(); i++) {
            if (verdicts[i] != Verdict.STAYS) {
                continue;
            }
            var word = words.get(i);
            boolean opens = i == 0 || word.isQuoted() || opensAfter(words.get(i - 1));
            boolean bad =
                    !vocabulary.shapes().readable(word, opens)
                            || vocabulary.shapes().isCode(words, i)
                            || (hasSeparator(word.core())
                                    && vocabulary.phrases().inIdentifier(word.lower()));
            if (bad) {
                verdicts[i] = Verdict.CLAUSE_GOES;
            }
        }
    }

    private static boolean hasSeparator(String core) {
        return core.indexOf('_') >= 0
                || core.indexOf('-') >= 0
                || core.indexOf('.') >= 0
                || core.indexOf('/') >= 0;
    }

    private static boolean opensAfter(Word before) {
        return before.endsSentence() || before.closes(':');
    }

    private void judgePhrases() {
        for (int i = 0; i < words.size(); i++) {
            for (var phrase : vocabulary.phrases().at(words, i)) {
                condemn(i, i + phrase.words().size() - 1);
                opensClause[i] |= phrase.opensClause();
            }
        }
    }

    /// A long quotation is the caller's own prompt, or a piece of a program.
    private void judgeQuotes() {
        if (words.stream().noneMatch(Word::isQuoted)) {
            return;
        }
        for (var quote : new char[] {'"', '\'', '`'}) {
            int i = 0;
            while (i < words.size()) {
                int close = words.get(i).opens(quote) ? closing(i, quote) : i;
                if (close < 0) {
                    verdicts[i] = Verdict.CLAUSE_GOES;
                    close = i;
                } else if (close - i >= MAX_QUOTED_WORDS) {
                    condemn(i, close);
                }
                i = close + 1;
            }
        }
    }

    private int closing(int from, char mark) {
        int end = Math.min(words.size(), from + LOOK_AHEAD);
        for (int i = from; i < end; i++) {
            if (words.get(i).closes(mark)) {
                return i;
            }
        }
        return -1;
    }

    /// What stands in parentheses goes alone where it may not be read, and so does a number in them.
    private void judgeAsides() {
        int i = 0;
        while (i < words.size()) {
            if (!words.get(i).opens('(')) {
                i++;
                continue;
            }
            int close = closing(i, ')');
            if (close < 0) {
                verdicts[i++] = Verdict.CLAUSE_GOES;
                continue;
            }
            boolean number = close == i && !words.get(i).hasLetter();
            if (number || holdsCondemned(i, close)) {
                Arrays.fill(verdicts, i, close + 1, Verdict.GOES);
            }
            i = close + 1;
        }
    }

    private boolean holdsCondemned(int first, int last) {
        for (int i = first; i <= last; i++) {
            if (verdicts[i] == Verdict.CLAUSE_GOES) {
                return true;
            }
        }
        return false;
    }
}
