package io.mediagate.provider.http;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a failure's body says, whatever its shape: machine words apart from sentences, both in plain
/// small letters, so that rules can be about meaning and not about spelling.
final class Clues {
    private static final int LOOK_AT = 16_384;
    private static final int MOST_WORDS = 2_000;
    private static final int MOST_LEAVES = 200;
    private static final int DEEPEST = 10;
    private static final int LONGEST_CODE = 80;

    /// What a person or another program wrote into the request, or what only names things: a prompt that
    /// says "invalid" is no failure's word.
    private static final Set<String> NOT_SAID =
            Set.of(
                    "input",
                    "inputs",
                    "prompt",
                    "ctx",
                    "logs",
                    "urls",
                    "url",
                    "docurl",
                    "model",
                    "version",
                    "id",
                    "requestid",
                    "request",
                    "traceid",
                    "taskid",
                    "createdat",
                    "usage",
                    "metrics",
                    "source",
                    "param",
                    "params",
                    "loc",
                    "path",
                    "object",
                    "seed",
                    "domain",
                    "supportedmethods",
                    "modelversion",
                    "credits",
                    "completedat",
                    "startedat",
                    "submittime",
                    "endtime");

    /// Members that hold a word for programs.
    private static final Set<String> CODES =
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
                    "category");

    /// `raiMediaFilteredReasons`: the name of a member can say more than what is in it.
    private static final Pattern TELLING =
            Pattern.compile("(?i)moderat|filtered|blocked|nsfw|safety|sensitive|violat|refus");

    private static final Pattern HUMP =
            Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");
    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}'%$]+");
    private static final Pattern TAG = Pattern.compile("<[^>]{0,200}>");
    private static final Pattern TRAILING_CODE =
            Pattern.compile("\\(?(?:code: )?\\b([A-Z]{0,3}\\d{3,6}|[A-Z]{2})\\)?\\s*$");

    private final Set<String> codes = new HashSet<>();
    private final StringBuilder codeWords = new StringBuilder(" ");
    private final StringBuilder sentences = new StringBuilder(" ");
    private int leaves;

    private Clues() {}

    static Clues in(String body) {
        var clues = new Clues();
        var text = body.length() > LOOK_AT ? body.substring(0, LOOK_AT) : body;
        if (!clues.readJson(body, 0)) {
            clues.readEvents(text);
        }
        return clues;
    }

    /// The machine words as they were written, in small letters.
    Set<String> codes() {
        return codes;
    }

    /// The machine words in words: `InputTextSensitive` is ` input text sensitive `.
    String codeWords() {
        return codeWords.toString();
    }

    /// Everything that was said to people, in words.
    String sentences() {
        return sentences.toString();
    }

    /// Whether anything was said at all.
    boolean areNone() {
        return leaves == 0 && sentences.length() <= 1;
    }

    private void readEvents(String text) {
        var events =
                text.lines()
                        .map(String::strip)
                        .filter(line -> line.startsWith("data:"))
                        .limit(20)
                        .toList();
        if (events.isEmpty()) {
            say(TAG.matcher(text).replaceAll(" "));
            return;
        }
        for (var event : events) {
            readJson(event.substring("data:".length()), 0);
        }
    }

    private boolean readJson(String text, int depth) {
        int object = text.indexOf('{');
        int list = text.indexOf('[');
        int from = object < 0 || (list >= 0 && list < object) ? list : object;
        int to = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']')) + 1;
        boolean most = from >= 0 && to > from && text.substring(0, from).strip().length() < 200;
        if (!most || text.startsWith("data:") || text.startsWith("event:")) {
            return false;
        }
        try {
            var tree = JsonMapper.shared().readTree(text.substring(from, to));
            say(text.substring(0, from));
            walk("", tree, depth + 1);
            return true;
        } catch (JacksonException _) {
            return false;
        }
    }

    private void walk(String member, JsonNode node, int depth) {
        if (depth > DEEPEST || leaves > MOST_LEAVES) {
            return;
        }
        if (node.isObject()) {
            node.properties().stream()
                    .filter(it -> !NOT_SAID.contains(plain(it.getKey())))
                    .forEach(it -> walk(it.getKey(), it.getValue(), depth + 1));
        } else if (node.isArray()) {
            node.forEach(element -> walk(member, element, depth + 1));
        } else if (!node.isNull()) {
            leaf(member, node, depth);
        }
    }

    private void leaf(String member, JsonNode value, int depth) {
        leaves++;
        var text = value.asString();
        boolean named = CODES.contains(plain(member));
        if (value.isNumber() || value.isBoolean()) {
            if (named) {
                codes.add(text);
            }
            return;
        }
        if (text.contains("{\"") || text.contains("{\n") || text.contains("{\\\"")) {
            if (readJson(text, depth + 1)) {
                return;
            }
        }
        boolean word = !text.isBlank() && text.length() <= LONGEST_CODE && text.indexOf(' ') < 0;
        if (word || (named && text.length() <= LONGEST_CODE)) {
            codes.add(text.toLowerCase(Locale.ROOT));
            codeWords.append(words(text)).append(' ');
        } else {
            say(text);
        }
        if (TELLING.matcher(member).find()) {
            codeWords.append(words(member)).append(' ');
        }
    }

    private void say(String text) {
        if (text.isBlank() || sentences.length() > MOST_WORDS) {
            return;
        }
        var said = text.length() > MOST_WORDS ? text.substring(0, MOST_WORDS) : text;
        sentences.append(words(said)).append(" . ");
        var code = TRAILING_CODE.matcher(said.strip());
        if (code.find()) {
            codes.add(code.group(1).toLowerCase(Locale.ROOT));
        }
    }

    private static String plain(String member) {
        return member.replaceAll("[_ -]", "").toLowerCase(Locale.ROOT);
    }

    private static String words(String text) {
        var split = HUMP.matcher(text).replaceAll(" ");
        return NO_WORD.matcher(split).replaceAll(" ").strip().toLowerCase(Locale.ROOT);
    }

    /// For tests' messages.
    List<String> all() {
        return List.of(codes.toString(), codeWords.toString(), sentences.toString());
    }
}
