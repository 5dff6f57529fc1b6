package io.mediagate.provider.http;

import io.mediagate.resource.ProgramFiles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Phrases in the order of their weight, each with what it means: `failures/*.txt`. Finding the weightiest
/// takes one pass over the words, however many phrases there are.
final class PhraseBook {
    /// What the weightiest phrase means.
    ///
    /// @param clear whether it leaves no doubt, whatever the status says
    record Meaning(FailureKind kind, boolean clear) {}

    private static final int LETTERS = 4;

    private record Row(int rank, Phrase phrase, Meaning meaning) {}

    private final Map<Long, List<Row>> rows = new HashMap<>();
    private int ranks;

    private PhraseBook() {}

    /// The one that comes with the gateway.
    static PhraseBook bundled() {
        var book = new PhraseBook();
        book.read("clear.txt", true);
        book.read("vague.txt", false);
        return book;
    }

    private void read(String name, boolean clear) {
        var meaning = new Meaning(FailureKind.FINAL, clear);
        for (var line : ProgramFiles.lines("/failures/" + name)) {
            if (line.startsWith("[")) {
                var kind = line.substring(1, line.length() - 1);
                meaning = new Meaning(FailureKind.valueOf(kind), clear);
                ranks++;
            } else {
                add(new Row(ranks, Phrase.of(line), meaning));
            }
        }
    }

    private void add(Row row) {
        row.phrase().beginnings().stream()
                .map(PhraseBook::key)
                .distinct()
                .forEach(key -> rows.computeIfAbsent(key, _ -> new ArrayList<>()).add(row));
    }

    private static long key(Phrase.Stem stem) {
        if (stem.open() && stem.letters().length() < LETTERS) {
            throw new IllegalArgumentException("too short to begin with: " + stem.letters());
        }
        return key(stem.letters());
    }

    /// The first letters, as a number: few phrases share them, and no text is copied to look them up.
    private static long key(String letters) {
        long key = 0;
        int length = Math.min(letters.length(), LETTERS);
        for (int i = 0; i < length; i++) {
            key = key << 16 | letters.charAt(i);
        }
        return key;
    }

    Optional<Meaning> meaning(Words words) {
        int best = Integer.MAX_VALUE;
        Optional<Meaning> meaning = Optional.empty();
        for (int i = 0; i < words.size(); i++) {
            for (var row : rows.getOrDefault(key(words.at(i)), List.of())) {
                // Rows stand in the order of their ranks.
                if (row.rank() >= best) {
                    break;
                }
                if (row.phrase().beginsAt(words, i)) {
                    best = row.rank();
                    meaning = Optional.of(row.meaning());
                }
            }
        }
        return meaning;
    }
}
