package io.mediagate.error;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Runs of words that are nobody's business but the operator's: money, accounts, identifiers.
final class Phrases {
    private final Map<String, List<Phrase>> byFirstWord = new HashMap<>();

    /// A run of words found at some place.
    ///
    /// @param opensClause whether a clause of its own begins with it ("Request id: ...")
    record Phrase(List<String> words, boolean opensClause) {}

    Phrases(List<String> lines) {
        for (var line : lines) {
            boolean opens = line.startsWith("^");
            var words = List.of((opens ? line.substring(1) : line).split(" +"));
            byFirstWord
                    .computeIfAbsent(words.getFirst(), _ -> new ArrayList<>())
                    .add(new Phrase(words, opens));
        }
        byFirstWord
                .values()
                .forEach(list -> list.sort((a, b) -> b.words().size() - a.words().size()));
    }

    /// The phrases that begin at `words[at]`, longest first.
    List<Phrase> at(List<Word> words, int at) {
        var candidates = byFirstWord.get(words.get(at).lower());
        if (candidates == null) {
            return List.of();
        }
        var found = new ArrayList<Phrase>();
        for (var phrase : candidates) {
            if (matches(phrase, words, at)) {
                found.add(phrase);
            }
        }
        return found;
    }

    /// Whether a part of an identifier such as `only_paid_plan` is such a word.
    boolean inIdentifier(String identifier) {
        int from = 0;
        for (int i = 0; i <= identifier.length(); i++) {
            if (i == identifier.length() || "_-./".indexOf(identifier.charAt(i)) >= 0) {
                var phrases = byFirstWord.get(identifier.substring(from, i));
                if (phrases != null && phrases.getLast().words().size() == 1) {
                    return true;
                }
                from = i + 1;
            }
        }
        return false;
    }

    private static boolean matches(Phrase phrase, List<Word> words, int at) {
        if (at + phrase.words().size() > words.size()) {
            return false;
        }
        for (int i = 1; i < phrase.words().size(); i++) {
            if (!phrase.words().get(i).equals(words.get(at + i).lower())) {
                return false;
            }
        }
        return true;
    }
}
