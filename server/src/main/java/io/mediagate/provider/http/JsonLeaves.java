package io.mediagate.provider.http;

import java.util.ArrayDeque;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/// Walks over the values of a JSON text with the names of the members that they are in. It reads as far as
/// the text makes sense, so that one which was cut off still tells what came before.
final class JsonLeaves {
    private static final int MOST_LEAVES = 300;
    private static final int DEEPEST = 12;
    private static final int LONGEST_PREFIX = 200;

    /// What the caller wrote, or what only names things: a prompt that says "invalid" is no failure's word.
    private static final Set<String> NOT_SAID =
            Set.of(
                    "input",
                    "inputs",
                    "prompt",
                    "negativeprompt",
                    "revisedprompt",
                    "ctx",
                    "logs",
                    "urls",
                    "url",
                    "docurl",
                    "helpurl",
                    "model",
                    "modelname",
                    "version",
                    "modelversion",
                    "id",
                    "requestid",
                    "request",
                    "traceid",
                    "taskid",
                    "createdat",
                    "updatedat",
                    "usage",
                    "metrics",
                    "source",
                    "param",
                    "params",
                    "parameters",
                    "loc",
                    "path",
                    "object",
                    "seed",
                    "domain",
                    "supportedmethods",
                    "safetyratings",
                    "credits",
                    "completedat",
                    "startedat",
                    "submittime",
                    "endtime",
                    "image",
                    "audio",
                    "b64json");

    /// What a value is.
    enum Kind {
        STRING,
        NUMBER,
        TRUE,
        FALSE
    }

    /// What becomes of a value.
    interface Leaf {
        void accept(String member, String text, Kind kind, int depth);
    }

    private final ArrayDeque<String> members = new ArrayDeque<>();
    private final Leaf leaf;
    private final Runnable emptyList;
    private int leaves;

    private JsonLeaves(Leaf leaf, Runnable emptyList) {
        this.leaf = leaf;
        this.emptyList = emptyList;
    }

    /// Where JSON begins that is most of the text; otherwise less than zero.
    static int start(String text) {
        int limit = Math.min(text.length(), LONGEST_PREFIX);
        for (int i = 0; i < limit; i++) {
            char c = text.charAt(i);
            if ((c == '{' || c == '[') && opens(text, i + 1)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean opens(String text, int at) {
        int i = at;
        while (i < text.length() && text.charAt(i) <= ' ') {
            i++;
        }
        return i < text.length() && "\"{[]}".indexOf(text.charAt(i)) >= 0;
    }

    /// Whether a text within JSON may be JSON itself.
    static boolean isLikely(String text) {
        return text.indexOf('{') >= 0 && text.indexOf('"') >= 0;
    }

    /// Whether it was JSON at least at its beginning.
    static boolean read(String json, int depth, Leaf leaf, Runnable emptyList) {
        if (depth > DEEPEST) {
            return false;
        }
        var leaves = new JsonLeaves(leaf, emptyList);
        try (var parser = JsonMapper.shared().createParser(json)) {
            leaves.walk(parser, depth);
            return true;
        } catch (JacksonException _) {
            return leaves.leaves > 0;
        }
    }

    private void walk(JsonParser parser, int depth) {
        var before = JsonToken.NOT_AVAILABLE;
        for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
            switch (token) {
                case START_OBJECT, START_ARRAY -> open(parser, depth);
                case END_OBJECT -> members.poll();
                case END_ARRAY -> {
                    members.poll();
                    if (before == JsonToken.START_ARRAY) {
                        emptyList.run();
                    }
                }
                case VALUE_STRING -> value(parser, Kind.STRING, depth);
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> value(parser, Kind.NUMBER, depth);
                case VALUE_TRUE -> value(parser, Kind.TRUE, depth);
                case VALUE_FALSE -> value(parser, Kind.FALSE, depth);
                default -> {
                    // Names are read with their values; null says nothing.
                }
            }
            if (leaves > MOST_LEAVES || (members.isEmpty() && isEnd(token))) {
                return;
            }
            before = token;
        }
    }

    private static boolean isEnd(JsonToken token) {
        return token == JsonToken.END_OBJECT || token == JsonToken.END_ARRAY;
    }

    private void open(JsonParser parser, int depth) {
        var member = member(parser);
        if (members.size() + depth > DEEPEST || isNotSaid(member)) {
            parser.skipChildren();
        } else {
            members.push(member);
        }
    }

    /// The name of the member that it is in; elements of a list go by the name of the list.
    private String member(JsonParser parser) {
        var name = parser.currentName();
        var around = members.peek();
        return name != null ? name : around == null ? "" : around;
    }

    private void value(JsonParser parser, Kind kind, int depth) {
        var member = member(parser);
        if (!isNotSaid(member)) {
            leaves++;
            leaf.accept(member, parser.getString(), kind, depth);
        }
    }

    private static boolean isNotSaid(String member) {
        return NOT_SAID.contains(plain(member));
    }

    /// The name without the difference between `errorCode`, `error_code` and `Error Code`.
    static String plain(String member) {
        var plain = new StringBuilder(member.length());
        for (int i = 0; i < member.length(); i++) {
            char c = member.charAt(i);
            if (c != '_' && c != ' ' && c != '-') {
                plain.append(Character.toLowerCase(c));
            }
        }
        return plain.toString();
    }
}
