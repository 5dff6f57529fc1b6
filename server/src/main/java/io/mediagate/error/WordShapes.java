package io.mediagate.error;

import static java.util.stream.Collectors.groupingBy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Tells words, numbers and field names, which may be read, from everything else: identifiers, keys,
/// hosts, codes, pieces of programs. Nothing passes because it is unknown, only because it is known.
final class WordShapes {
    private static final int MAX_LENGTH = 40;
    private static final int MAX_WORD = 20;
    private static final int MAX_CONSONANTS = 6;
    private static final int MAX_DIGITS = 6;
    private static final int MAX_INDEX_DIGITS = 5;
    private static final int MAX_TOP_LEVEL = 3;

    private final Set<String> capitals;
    private final Set<String> acronyms;
    private final Set<String> mixed;
    private final Set<String> slashes;
    private final Set<String> quantity;
    private final Numbers numbers;
    private final Set<String> hosts;
    private final Map<Character, List<String>> identifiers;
    private final Set<String> codes;

    WordShapes(
            Map<String, Set<String>> sections,
            Set<String> hosts,
            Set<String> identifiers,
            Set<String> codes) {
        this.capitals = sections.getOrDefault("capitals", Set.of());
        this.acronyms = sections.getOrDefault("acronyms", Set.of());
        this.mixed = sections.getOrDefault("mixed", Set.of());
        this.slashes = sections.getOrDefault("slashes", Set.of());
        this.quantity = sections.getOrDefault("quantity", Set.of());
        this.numbers = new Numbers(sections.getOrDefault("units", Set.of()));
        this.hosts = hosts;
        this.identifiers = identifiers.stream().collect(groupingBy(it -> it.charAt(0)));
        this.codes = codes;
    }

    /// Whether the word is one that a caller may read.
    ///
    /// @param opens whether a capital is natural here: at the start of a sentence, in quotes
    boolean readable(Word word, boolean opens) {
        var core = word.core();
        if (core.isEmpty()) {
            return word.after().isEmpty() || word.before().length() + word.after().length() <= 2;
        }
        if (isSmallWord(core)) {
            return isPronounceable(core);
        }
        if (core.length() > MAX_LENGTH || hasStrangeCharacter(core)) {
            return false;
        }
        var lower = word.lower();
        if (mixed.contains(lower) || slashes.contains(lower)) {
            return true;
        }
        if (isSymbol(core)) {
            return true;
        }
        if (looksLikeIdentifier(lower)) {
            return false;
        }
        if (!word.hasLetter()) {
            return numbers.isNumber(core);
        }
        if (Ascii.isDigit(core.charAt(0))) {
            return numbers.isQuantity(lower);
        }
        return isMime(core) || isFieldName(core) || isWord(core, opens);
    }

    /// The common case, decided without any look-up.
    private static boolean isSmallWord(String core) {
        if (core.length() > MAX_WORD) {
            return false;
        }
        for (int i = 0; i < core.length(); i++) {
            if (!Ascii.isLower(core.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /// Whether a bare number is an error code rather than a quantity.
    boolean isCode(List<Word> words, int at) {
        var core = words.get(at).core();
        if (!Ascii.isDigit(core.isEmpty() ? ' ' : core.charAt(0)) || words.get(at).hasLetter()) {
            return false;
        }
        boolean manyDigits = core.length() > MAX_DIGITS && core.chars().allMatch(Ascii::isDigit);
        if (!codes.contains(core) && !manyDigits) {
            return false;
        }
        if (at + 1 < words.size() && numbers.isUnit(words.get(at + 1).lower())) {
            return false;
        }
        return manyDigits || at == 0 || !quantity.contains(words.get(at - 1).lower());
    }

    /// Whether the last label of a dotted word makes it a host.
    boolean isHost(String core) {
        int dot = core.lastIndexOf('.');
        return dot > 0 && endsHost(core.substring(dot + 1).toLowerCase(Locale.ROOT));
    }

    boolean isUnit(String word) {
        return numbers.isUnit(word);
    }

    private static boolean hasStrangeCharacter(String core) {
        for (int i = 0; i < core.length(); i++) {
            var c = core.charAt(i);
            boolean usual = Ascii.isLetterOrDigit(c);
            if (!usual && "'-_.,/:[]()*%+|<>=&".indexOf(c) < 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSymbol(String core) {
        return switch (core) {
            case "-", "--", "|", "/", "+", "&", "*", "<=", ">=", "<", ">" -> true;
            default -> false;
        };
    }

    private boolean looksLikeIdentifier(String lower) {
        for (var beginning : identifiers.getOrDefault(lower.charAt(0), List.of())) {
            if (lower.length() > beginning.length() && lower.startsWith(beginning)) {
                return true;
            }
        }
        return false;
    }

    /// `image/png`: a media type, all of it small letters, digits, dots, hyphens and plus signs.
    private static boolean isMime(String core) {
        int slash = core.indexOf('/');
        if (slash < 0) {
            return false;
        }
        var rest = core.substring(slash + 1);
        return switch (core.substring(0, slash)) {
            case "image", "video", "audio", "text", "application", "multipart" ->
                    rest.chars().allMatch(c -> Ascii.isLower(c) || "-+*".indexOf(c) >= 0)
                            || rest.equals("mp4")
                            || rest.equals("mp3");
            default -> false;
        };
    }

    /// `image_url`, `content[1].image_url.url`, `mp3_44100_128`: small letters throughout.
    private boolean isFieldName(String core) {
        if (core.indexOf('_') < 0 && core.indexOf('[') < 0 && core.indexOf('.') < 0) {
            return false;
        }
        var labels = core.split("\\.", -1);
        for (int i = 1; i < labels.length; i++) {
            if (endsHost(labels[i])) {
                return false;
            }
        }
        for (var label : labels) {
            if (!isFieldLabel(label)) {
                return false;
            }
        }
        return true;
    }

    /// `com`, and also `com_failed`; but `video_url` is no host for the sake of its `video`.
    private boolean endsHost(String label) {
        int end = label.indexOf('_');
        var start = end < 0 ? label : label.substring(0, end);
        return hosts.contains(start) && (end < 0 || start.length() <= MAX_TOP_LEVEL);
    }

    private static boolean isFieldLabel(String label) {
        int bracket = label.indexOf('[');
        var name = bracket < 0 ? label : label.substring(0, bracket);
        if (bracket >= 0 && !isIndex(label.substring(bracket))) {
            return false;
        }
        if (name.isEmpty() || !Ascii.isLower(name.charAt(0))) {
            return false;
        }
        for (var part : name.split("_", -1)) {
            if (!isFieldPart(part)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isIndex(String brackets) {
        return brackets.length() >= 3
                && brackets.length() <= 4
                && brackets.endsWith("]")
                && brackets.chars().skip(1).limit(brackets.length() - 2L).allMatch(Ascii::isDigit);
    }

    /// Letters, then digits.
    private static boolean isFieldPart(String part) {
        int letters = 0;
        while (letters < part.length() && Ascii.isLower(part.charAt(letters))) {
            letters++;
        }
        boolean onlyDigitsFollow = part.chars().skip(letters).allMatch(Ascii::isDigit);
        return !part.isEmpty()
                && onlyDigitsFollow
                && part.length() - letters <= MAX_INDEX_DIGITS
                && letters <= MAX_WORD
                && (letters == 0 || isPronounceable(part.substring(0, letters)));
    }

    private boolean isWord(String core, boolean opens) {
        var word = core.endsWith("(s)") ? core.substring(0, core.length() - 3) : core;
        if (acronyms.contains(word)) {
            return true;
        }
        boolean first = true;
        for (var part : word.split("-", -1)) {
            if (!isWordPart(part, opens || (!first && Character.isUpperCase(word.charAt(0))))) {
                return false;
            }
            first = false;
        }
        return true;
    }

    private boolean isWordPart(String part, boolean opens) {
        var bare = part.replace("'", "");
        if (bare.isEmpty() || part.length() - bare.length() > 1 || bare.length() > MAX_WORD) {
            return false;
        }
        if (!bare.chars().allMatch(Ascii::isLetter)) {
            return false;
        }
        if (acronyms.contains(bare) || bare.length() == 1) {
            return true;
        }
        boolean restIsSmall = bare.chars().skip(1).allMatch(Ascii::isLower);
        if (!restIsSmall || !isPronounceable(bare.toLowerCase(Locale.ROOT))) {
            return false;
        }
        return Ascii.isLower(bare.charAt(0)) || opens || capitals.contains(bare);
    }

    /// Random letters are not: they lack vowels, or have long runs without one.
    private static boolean isPronounceable(String word) {
        int run = 0;
        int longest = 0;
        int vowels = 0;
        for (int i = 0; i < word.length(); i++) {
            boolean vowel = "aeiouy".indexOf(word.charAt(i)) >= 0;
            vowels += vowel ? 1 : 0;
            run = vowel ? 0 : run + 1;
            longest = Math.max(longest, run);
        }
        return word.length() <= 4 || (vowels * 6 >= word.length() && longest < MAX_CONSONANTS);
    }
}
