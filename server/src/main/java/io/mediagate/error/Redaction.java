package io.mediagate.error;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The only way from outside text to a message that a caller may read. What may pass is what is known to
/// be harmless: ordinary words, quantities, field names. Everything else takes its clause along, vendors
/// become "the provider", and what no longer reads as a sentence gives way to the table's own message.
/// `docs/05-redaction.md` shows what becomes of what.
public final class Redaction {
    /// More than two sentences need; it bounds the work whatever somebody sends.
    private static final int LOOK_AT = 1_024;

    /// In so much of the text JSON must begin to count as such.
    private static final int LOOK_FOR_JSON_IN = 8_192;

    /// Programs' pictures of themselves: nothing of these is for a caller.
    private static final List<String> NOT_PROSE =
            List.of(
                    "Traceback",
                    "goroutine ",
                    "panic: ",
                    "Caused by",
                    "\n\tat ",
                    "\n    at ",
                    "File \"");

    /// `400: …`, `Error code: 422 - …`, `- …`: their number for it, or a mark of their list.
    private static final Pattern BEFORE_THE_WORDS =
            Pattern.compile(
                    "^\\s*(?:[-*\u2022]\\s+)?"
                            + "(?:(?:(?i:error|http|status|code):?\\s+){0,3}[1-5]\\d\\d\\s?[:-]\\s+)?");

    private final Vocabulary vocabulary;

    private Redaction(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /// With the vocabulary that comes with the gateway.
    public static Redaction bundled() {
        return new Redaction(Vocabulary.bundled());
    }

    /// The sentence for this failure: what the provider said, freed of everything that names it or its
    /// accounts, where that helps the caller and still reads as a sentence; otherwise the table's own.
    public String message(ErrorCode code, Untrusted said) {
        return carries(code) ? readable(said).orElse(code.message()) : code.message();
    }

    /// Whether the words of the other side may help the caller of a failure of this kind.
    private static boolean carries(ErrorCode code) {
        return switch (code) {
            case FAILED, INVALID_INPUT, CONTENT_REJECTED -> true;
            case TIMEOUT,
                    RATE_LIMITED,
                    PROVIDER_UNAVAILABLE,
                    UNSUPPORTED_MODEL,
                    INSUFFICIENT_CREDITS,
                    UNAUTHORIZED,
                    FORBIDDEN,
                    NOT_FOUND,
                    METHOD_NOT_ALLOWED,
                    CONFLICT,
                    IDEMPOTENCY_IN_PROGRESS,
                    IDEMPOTENCY_KEY_REUSED,
                    INVALID_REQUEST,
                    PAYLOAD_TOO_LARGE,
                    UNSUPPORTED_MEDIA_TYPE,
                    INTERNAL_ERROR,
                    SERVICE_UNAVAILABLE ->
                    false;
        };
    }

    private Optional<String> readable(Untrusted said) {
        var text = said.text();
        if (SaidText.isStructured(text.substring(0, Math.min(text.length(), LOOK_FOR_JSON_IN)))) {
            return SaidText.of(said).map(Untrusted::text).flatMap(this::prose);
        }
        return prose(text);
    }

    private Optional<String> prose(String text) {
        var whole = wholeSentences(vocabulary.spelling().plain(text, LOOK_AT), text.length());
        var plain = BEFORE_THE_WORDS.matcher(whole).replaceFirst("");
        if (isMarkup(plain) || isProgram(plain)) {
            return Optional.empty();
        }
        return Sentences.of(vocabulary, plain).filter(this::namesNobody);
    }

    /// Text that was cut off loses the sentence that the cut went through: half a name is a name too.
    private static String wholeSentences(String plain, int length) {
        if (length <= LOOK_AT) {
            return plain;
        }
        int end = Math.max(plain.lastIndexOf(". "), plain.lastIndexOf('\n'));
        return plain.substring(0, end + 1);
    }

    private static boolean isProgram(String plain) {
        for (var sign : NOT_PROSE) {
            if (plain.contains(sign)) {
                return true;
            }
        }
        return false;
    }

    /// HTML, also escaped, and values as Python, JavaScript or Ruby print them.
    private static boolean isMarkup(String plain) {
        for (int i = 0; i + 1 < plain.length(); i++) {
            var next = plain.charAt(i + 1);
            boolean markup =
                    switch (plain.charAt(i)) {
                        case '<' -> Ascii.isLetter(next) || next == '/' || next == '!';
                        case '{', '[' -> "'\"{[(".indexOf(next) >= 0;
                        case '&' -> Ascii.isLetter(next) || next == '#';
                        case '=' -> next == '>';
                        default -> false;
                    };
            if (markup) {
                return true;
            }
        }
        return false;
    }

    /// Looks again at what came out: taking words away brings others together.
    private boolean namesNobody(String sentence) {
        return vocabulary.names().in(sentence).isEmpty();
    }
}
