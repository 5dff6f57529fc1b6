package io.mediagate.error;

import io.mediagate.error.Verdicts.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Builds what a caller reads from the words that may stay: at most two sentences, each of them whole.
final class Sentences {
    private static final int MAX_SENTENCES = 2;
    private static final int MAX_LENGTH = 300;
    private static final int MIN_WORDS = 3;

    private final Vocabulary vocabulary;
    private final List<Word> words;
    private final Verdicts verdicts;

    private Sentences(Vocabulary vocabulary, List<Word> words, Verdicts verdicts) {
        this.vocabulary = vocabulary;
        this.words = words;
        this.verdicts = verdicts;
    }

    /// The readable sentences of plain text, or nothing.
    static Optional<String> of(Vocabulary vocabulary, String plain) {
        var words = Word.of(plain);
        if (words.isEmpty()) {
            return Optional.empty();
        }
        return new Sentences(vocabulary, words, Verdicts.of(vocabulary, plain, words)).text();
    }

    private Optional<String> text() {
        var kept = new ArrayList<String>();
        int length = 0;
        int start = 0;
        while (start < words.size() && kept.size() < MAX_SENTENCES) {
            int end = endOfSentence(start);
            var sentence = sentence(start, end);
            if (sentence.isPresent() && length + sentence.get().length() < MAX_LENGTH) {
                kept.add(sentence.get());
                length += sentence.get().length() + 1;
            }
            start = end;
        }
        return kept.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", kept));
    }

    private int endOfSentence(int start) {
        int i = start;
        while (i < words.size() && !words.get(i).endsSentence()) {
            i++;
        }
        return Math.min(i + 1, words.size());
    }

    private Optional<String> sentence(int start, int end) {
        int cut = endOfReadable(start, end);
        if (cut == start) {
            return Optional.empty();
        }
        boolean cutOff =
                cut < end && vocabulary.section("openers").contains(words.get(start).lower());
        boolean closed = cut == end && words.get(end - 1).closes('.');
        if (cutOff || (!closed && dangles(words.get(cut - 1)))) {
            return Optional.empty();
        }
        return finished(written(start, cut));
    }

    /// Where the first clause begins that may not be read.
    private int endOfReadable(int start, int end) {
        int clause = start;
        for (int i = start; i < end; i++) {
            boolean opens = i > start && words.get(i - 1).endsClause();
            if (opens || verdicts.opensClause(i)) {
                clause = i;
            }
            if (verdicts.of(i) == Verdict.CLAUSE_GOES) {
                return clause;
            }
        }
        return end;
    }

    /// Whether no sentence can end with the word.
    private boolean dangles(Word last) {
        return !last.isQuoted() && vocabulary.section("danglers").contains(last.lower());
    }

    private String written(int start, int end) {
        var text = new StringBuilder();
        for (int i = start; i < end; i++) {
            switch (verdicts.of(i)) {
                case STAYS -> {
                    var word = words.get(i);
                    append(text, word.text().substring(word.start(), word.end()));
                }
                case PROVIDER -> appendName(text, i, "provider");
                case MODEL -> appendName(text, i, "model");
                case GOES -> appendEnd(text, words.get(i));
                case CLAUSE_GOES -> throw new IllegalStateException("a clause that goes was kept");
            }
        }
        return text.toString();
    }

    private static void append(StringBuilder text, String word) {
        if (!text.isEmpty()) {
            text.append(' ');
        }
        text.append(word);
    }

    /// Punctuation that a vanished word leaves to the one before it.
    private static void appendEnd(StringBuilder text, Word gone) {
        var after = gone.after();
        boolean follows =
                !text.isEmpty() && Character.isLetterOrDigit(text.charAt(text.length() - 1));
        if (follows
                && !after.isEmpty()
                && ".,;:!?".indexOf(after.charAt(after.length() - 1)) >= 0) {
            text.append(after.charAt(after.length() - 1));
        }
    }

    /// Puts "the provider" or "the model" in the place of a name, so that articles still agree.
    private void appendName(StringBuilder text, int at, String noun) {
        var word = words.get(at);
        var after = word.after().replaceAll("[\"'`]", "");
        var ending = (word.isPossessive() ? "'s" : "") + after;
        int space = text.lastIndexOf(" ") + 1;
        switch (text.substring(space).toLowerCase(java.util.Locale.ROOT)) {
            case "a", "an" -> {
                text.setLength(Math.max(0, space - 1));
                append(text, "the " + noun + ending);
            }
            case "the", "your", "this", "our", "its", "that", "selected", "requested" ->
                    append(text, noun + ending);
            case "model", "provider" -> {
                text.append(ending);
                addArticle(text, space);
            }
            case String last when last.endsWith("'s") -> append(text, noun + ending);
            default -> append(text, (word.opens('(') ? "(" : "") + "the " + noun + ending);
        }
    }

    /// "for model" becomes "for the model"; "the model" stays.
    private static void addArticle(StringBuilder text, int noun) {
        int end = Math.max(0, noun - 1);
        int space = text.lastIndexOf(" ", Math.max(0, end - 1)) + 1;
        var before = end == 0 ? "" : text.substring(space, end).toLowerCase(java.util.Locale.ROOT);
        switch (before) {
            case "the", "this", "that", "your", "our", "a", "selected", "requested" -> {}
            default -> text.insert(noun, "the ");
        }
    }

    private Optional<String> finished(String text) {
        int end = text.length();
        while (end > 0 && " .,;:!?-".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        var sentence = capitalised(text.substring(0, end)) + ".";
        boolean readable = countWords(sentence) >= MIN_WORDS && isBalanced(sentence);
        return readable && sentence.length() <= MAX_LENGTH
                ? Optional.of(sentence)
                : Optional.empty();
    }

    private static String capitalised(String sentence) {
        if (sentence.isEmpty()) {
            return sentence;
        }
        int space = sentence.indexOf(' ');
        var first = space < 0 ? sentence : sentence.substring(0, space);
        if (first.chars().anyMatch(c -> "_[`'\"".indexOf(c) >= 0)) {
            return "The field " + sentence;
        }
        return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
    }

    private static int countWords(String sentence) {
        int words = 0;
        boolean letters = false;
        for (int i = 0; i < sentence.length(); i++) {
            var c = sentence.charAt(i);
            if (c == ' ' || i == sentence.length() - 1) {
                words += letters ? 1 : 0;
                letters = false;
            } else {
                letters |= Character.isLetter(c);
            }
        }
        return words;
    }

    private static boolean isBalanced(String sentence) {
        int round = 0;
        int square = 0;
        int quotes = 0;
        int ticks = 0;
        for (int i = 0; i < sentence.length(); i++) {
            switch (sentence.charAt(i)) {
                case '(' -> round++;
                case ')' -> round--;
                case '[' -> square++;
                case ']' -> square--;
                case '"' -> quotes++;
                case '`' -> ticks++;
                default -> {}
            }
            if (round < 0 || square < 0) {
                return false;
            }
        }
        return round == 0 && square == 0 && quotes % 2 == 0 && ticks % 2 == 0;
    }
}
