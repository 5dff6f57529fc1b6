package io.mediagate.provider.http;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What a failure's body says, whatever its shape: the codes for programs as they were written, and all
/// that was said in words.
final class Clues {
    /// More than any failure needs; it bounds the work whatever somebody sends.
    private static final int LOOK_AT = 32_768;

    private static final int MOST_EVENTS = 20;
    private static final int LONGEST_CODE = 80;

    /// What went wrong stands in the first sentences.
    private static final int LONGEST_SENTENCE = 800;

    /// Members that hold a word for programs.
    private static final Set<String> NAMES_OF_CODES =
            Set.of(
                    "code",
                    "type",
                    "errortype",
                    "status",
                    "state",
                    "failurecode",
                    "errcode",
                    "statuscode",
                    "reason",
                    "taskstatus",
                    "errorcode",
                    "blockreason",
                    "finishreason",
                    "title",
                    "name",
                    "errorname",
                    "kind",
                    "category",
                    "failurereason",
                    "error");

    /// `raiMediaFilteredReasons`: the name of a member can say more than what is in it.
    private static final Pattern TELLING =
            Pattern.compile(
                    "moderat|filtered|blocked|flagged|nsfw|unsafe|safety|sensitive|violat|refus");

    private static final Pattern REASSURING = Pattern.compile("safe$|respect|complian|passed");

    /// What such a member holds when all is well.
    private static final Set<String> NOTHING_WRONG =
            Set.of("auto", "low", "none", "off", "ok", "passed", "approved", "false", "default");

    private static final Pattern STYLE = Pattern.compile("(?is)<(style|script)\\b.{0,8000}?</\\1>");
    private static final Pattern TAG = Pattern.compile("<[^>]{0,500}>");

    /// `… please retry (code: PA)`, `… is sensitive (1026)`, `error code: 1015`.
    private static final Pattern CODE_AT_END =
            Pattern.compile(
                    "(?:\\(|\\bcode: ?)(?:code: ?)?([A-Z]{0,3}[0-9]{3,6}|[A-Z]{2,4})\\)?\\s*$");

    private final Set<String> codes = new HashSet<>();
    private final Words words = new Words();
    private Shape shape = Shape.TEXT;
    private boolean emptyList;

    /// What the body is.
    enum Shape {
        JSON,
        EVENTS,
        MARKUP,
        TEXT,
        NOTHING
    }

    private Clues() {}

    static Clues in(String body) {
        var clues = new Clues();
        clues.read(body.length() > LOOK_AT ? body.substring(0, LOOK_AT) : body);
        return clues;
    }

    /// The codes as they were written, in small letters.
    Set<String> codes() {
        return codes;
    }

    /// Codes and sentences in words.
    Words words() {
        return words;
    }

    Shape shape() {
        return shape;
    }

    /// Whether it has a list with nothing in it, as an answer has that brought no results.
    boolean hasEmptyList() {
        return emptyList;
    }

    private void read(String text) {
        var start = text.stripLeading();
        if (start.isEmpty()) {
            shape = Shape.NOTHING;
        } else if (start.startsWith("<")) {
            shape = Shape.MARKUP;
            say(TAG.matcher(STYLE.matcher(start).replaceAll(" ")).replaceAll("\n"));
        } else if (isEvents(start)) {
            shape = Shape.EVENTS;
            start.lines()
                    .filter(line -> line.startsWith("data:"))
                    .limit(MOST_EVENTS)
                    .forEach(line -> readWithin(line.substring("data:".length()), 0));
        } else if (readWithin(start, 0)) {
            shape = Shape.JSON;
        } else {
            say(text);
        }
    }

    private static boolean isEvents(String start) {
        return start.startsWith("data:")
                || start.startsWith("event:")
                || start.startsWith("id:")
                || start.startsWith(":");
    }

    /// JSON that may stand behind some text.
    private boolean readWithin(String text, int depth) {
        int from = JsonLeaves.start(text);
        if (from < 0) {
            return false;
        }
        boolean read =
                JsonLeaves.read(text.substring(from), depth, this::leaf, () -> emptyList = true);
        if (read && from > 0) {
            say(text.substring(0, from));
        }
        return read;
    }

    private void leaf(String member, String text, JsonLeaves.Kind kind, int depth) {
        var name = JsonLeaves.plain(member);
        boolean named = NAMES_OF_CODES.contains(name);
        switch (kind) {
            case NUMBER -> {
                if (named) {
                    codes.add(text);
                }
                tell(member, name, !text.equals("0"));
            }
            case FALSE -> tell(member, name, false);
            case TRUE -> tell(member, name, true);
            case STRING -> string(member, name, named, text, depth);
        }
    }

    private void string(String member, String name, boolean named, String text, int depth) {
        if (text.isBlank() || (JsonLeaves.isLikely(text) && readWithin(text, depth + 1))) {
            return;
        }
        boolean word = text.indexOf(' ') < 0;
        if (text.length() <= LONGEST_CODE && (word || named)) {
            codes.add(text.toLowerCase(Locale.ROOT));
        }
        if (word && text.indexOf('/') >= 0) {
            // A path or an address names something; it says nothing about it.
            return;
        }
        say(text);
        if (!NOTHING_WRONG.contains(text.toLowerCase(Locale.ROOT))) {
            tell(member, name, true);
        }
    }

    /// `is_image_safe: false` says as much as a sentence.
    private void tell(String member, String name, boolean on) {
        if (on && TELLING.matcher(name).find()) {
            words.add(member);
        } else if (!on && REASSURING.matcher(name).find()) {
            words.add("unsafe");
        }
    }

    private void say(String text) {
        var said = text.length() > LONGEST_SENTENCE ? text.substring(0, LONGEST_SENTENCE) : text;
        words.add(said);
        var code = CODE_AT_END.matcher(said.substring(Math.max(0, said.length() - 40)));
        if (code.find()) {
            codes.add(code.group(1).toLowerCase(Locale.ROOT));
        }
    }

    /// For tests' messages.
    @Override
    public String toString() {
        return codes.stream().sorted().collect(Collectors.joining(",", "[", "] ")) + words;
    }
}
