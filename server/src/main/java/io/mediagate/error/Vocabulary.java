package io.mediagate.error;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.mediagate.resource.ProgramFiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What redaction knows of the world, read from `redaction/*.txt`: data, so that a new vendor needs a line
/// and no code. Lines that start with `#` are comments.
record Vocabulary(
        Names names,
        Spelling spelling,
        Phrases phrases,
        WordShapes shapes,
        Map<String, Set<String>> sections) {

    static Vocabulary bundled() {
        var sections = sections("words");
        var context = new NameContext(section(sections, "company"), section(sections, "modals"));
        var shapes = new WordShapes(sections, words("hosts"), words("identifiers"), words("codes"));
        return new Vocabulary(
                new Names(allNames(), context),
                new Spelling(lines("confusables")),
                new Phrases(lines("phrases")),
                shapes,
                sections);
    }

    /// Every name of the bundled vocabulary.
    static List<Name> allNames() {
        var names = new ArrayList<Name>();
        lines("vendors").forEach(line -> names.add(Name.of(line, Name.Kind.VENDOR)));
        lines("products").forEach(line -> names.add(Name.of(line, Name.Kind.PRODUCT)));
        lines("infrastructure").forEach(line -> names.add(Name.of(line, Name.Kind.INFRASTRUCTURE)));
        return names;
    }

    Set<String> section(String name) {
        return section(sections, name);
    }

    private static Set<String> section(Map<String, Set<String>> sections, String name) {
        var section = sections.get(name);
        if (section == null) {
            throw new IllegalStateException("redaction/words.txt lacks [" + name + "]");
        }
        return section;
    }

    private static Map<String, Set<String>> sections(String file) {
        var sections = new HashMap<String, Set<String>>();
        var current = new ArrayList<String>();
        var name = "";
        for (var line : lines(file)) {
            if (line.startsWith("[") && line.endsWith("]") && line.indexOf(' ') < 0) {
                sections.put(name, Set.copyOf(current));
                name = line.substring(1, line.length() - 1);
                current.clear();
            } else {
                current.addAll(List.of(line.split(" +")));
            }
        }
        sections.put(name, Set.copyOf(current));
        return Map.copyOf(sections);
    }

    private static Set<String> words(String file) {
        return lines(file).stream()
                .flatMap(line -> Arrays.stream(line.split(" +")))
                .collect(toUnmodifiableSet());
    }

    private static List<String> lines(String file) {
        return ProgramFiles.lines("/redaction/" + file + ".txt");
    }
}
