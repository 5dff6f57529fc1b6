package io.mediagate.provider.sandbox.render;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// A text in the few letters that the voice can read. Latin letters lose their accents; Cyrillic, Greek
/// and Korean are written as they sound; letters of other alphabets are read by their names; for a
/// Chinese character, of which the sound is not known here, one syllable of a made-up tongue is said, so
/// that the speech is as long as the text deserves. What has no sound is left out. Never fails.
final class Spoken {

    /// A voice may be asked for this much at once; longer would keep an unwanted speech going.
    private static final int PIECE = 240;

    private static final Pattern SPACE = Pattern.compile("\\s+");

    private static final String CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюяёєії";
    private static final String[] CYRILLIC_SOUNDS =
            ("a b v g d ye zh z ee y k l m n o p r s t oo f kh ts ch sh shch _ y _ e yoo ya yo ye ee"
                            + " yee")
                    .split(" ");
    private static final String GREEK = "αβγδεζηθικλμνξοπρςστυφχψω";
    private static final String[] GREEK_SOUNDS =
            "a v g th e z ee th ee k l m n x o p r s s t ee f h ps o".split(" ");
    private static final String[] KOREAN_STARTS =
            "g kk n d tt r m b pp s ss _ j jj ch k t p h".split(" ");
    private static final String[] KOREAN_MIDDLES =
            "a ae ya yae uh eh yuh yeh o wa wae way yo oo wuh weh wee yoo oo wee ee".split(" ");
    private static final String[] KOREAN_ENDS =
            "_ k k k n n n t l k m l l l p l m p p t t ng t t k t p t".split(" ");
    private static final String CONSONANTS = "mnldbgkstwyh";
    private static final String[] VOWELS = "ah oh ee oo ay".split(" ");

    private Spoken() {}

    /// What to say, in pieces that end where a speaker would breathe.
    static List<String> pieces(String text) {
        var words = SPACE.splitAsStream(readable(text).strip()).toList();
        var pieces = new ArrayList<String>();
        var piece = new StringBuilder();
        for (var word : words) {
            piece.append(piece.isEmpty() ? "" : " ").append(word);
            var breath = word.endsWith(".") || word.endsWith("?") || word.endsWith("!");
            if (piece.length() > PIECE || (breath && piece.length() > PIECE / 4)) {
                pieces.add(piece.toString());
                piece.setLength(0);
            }
        }
        pieces.add(piece.toString());
        // A piece of nothing but punctuation has no sound, and the voice stumbles over it.
        pieces.removeIf(p -> p.chars().noneMatch(Character::isLetterOrDigit));
        return pieces;
    }

    private static String readable(String text) {
        var out = new StringBuilder(text.length() + 16);
        Normalizer.normalize(text, Normalizer.Form.NFKC).codePoints().forEach(c -> append(c, out));
        return brokenUp(out);
    }

    private static void append(int c, StringBuilder out) {
        if (c < 128) {
            out.append(ascii((char) c));
        } else if (Character.isIdeographic(c)) {
            out.append(' ').append(syllable(c)).append(' ');
        } else if (c >= 0xAC00 && c <= 0xD7A3) {
            appendKorean(c - 0xAC00, out);
        } else if (Character.isLetter(c)) {
            out.append(letter(Character.toLowerCase(c)));
        } else if (Character.isDigit(c)) {
            out.append(Character.digit(c, 10));
        } else if (Character.getType(c) == Character.OTHER_PUNCTUATION) {
            out.append(", ");
        } else if (Character.getType(c) != Character.NON_SPACING_MARK) {
            out.append(' ');
        }
    }

    private static char ascii(char c) {
        return Character.isLetterOrDigit(c) || ".,;:!?'".indexOf(c) >= 0 ? c : ' ';
    }

    private static String letter(int c) {
        var cyrillic = CYRILLIC.indexOf(c);
        if (cyrillic >= 0) {
            return sound(CYRILLIC_SOUNDS[cyrillic]);
        }
        var bare = Normalizer.normalize(Character.toString(c), Normalizer.Form.NFD).codePointAt(0);
        var greek = GREEK.indexOf(bare);
        if (greek >= 0) {
            return GREEK_SOUNDS[greek];
        }
        return switch (bare) {
            case 'ß' -> "ss";
            case 'æ' -> "ae";
            case 'ø', 'œ' -> "o";
            case 'ł' -> "w";
            case 'đ', 'ð' -> "d";
            case 'þ' -> "th";
            case 'ı' -> "i";
            default -> bare < 128 ? Character.toString(bare) : named(bare);
        };
    }

    /// The last word of the letter's name, which for most alphabets is how the letter sounds.
    private static String named(int c) {
        var name = Character.getName(c);
        if (name == null) {
            return "";
        }
        var last = name.substring(name.lastIndexOf(' ') + 1).toLowerCase(Locale.ROOT);
        return last.chars().allMatch(Character::isLetter) ? last : syllable(c);
    }

    /// Korean blocks are built of up to three sounds, by arithmetic on their code point.
    private static void appendKorean(int index, StringBuilder out) {
        out.append(sound(KOREAN_STARTS[index / 588]))
                .append(KOREAN_MIDDLES[index % 588 / 28])
                .append(sound(KOREAN_ENDS[index % 28]));
    }

    private static String sound(String entry) {
        return "_".equals(entry) ? "" : entry;
    }

    private static String syllable(int c) {
        var chosen = Chance.mix(c) >>> 1;
        return CONSONANTS.charAt((int) (chosen % CONSONANTS.length()))
                + VOWELS[(int) (chosen / 97 % VOWELS.length)];
    }

    /// Words as long as a line (a hash, a script without spaces) are said in parts.
    private static String brokenUp(StringBuilder text) {
        var run = 0;
        for (int i = 0; i < text.length(); i++) {
            run = text.charAt(i) == ' ' ? 0 : run + 1;
            if (run > 28) {
                text.insert(i, ' ');
                run = 0;
            }
        }
        return text.toString();
    }
}
