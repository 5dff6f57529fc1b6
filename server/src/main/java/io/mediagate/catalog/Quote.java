package io.mediagate.catalog;

import tools.jackson.databind.JsonNode;

/// Repeats a little of what a caller sent, so that a message says which value was wrong without
/// becoming a way to print pages of anything into logs and answers.
final class Quote {
    private static final int LONGEST_VALUE = 40;
    private static final int LONGEST_NAME = 60;
    private static final int LONGEST_POINTER = 120;

    private Quote() {}

    /// A name as it stands, freed of what does not print.
    static String name(String text) {
        return clipped(text, LONGEST_NAME);
    }

    /// The pointer to a member of what `parent` points to. Stops growing where nobody would read on.
    static String pointer(String parent, String member) {
        if (parent.length() >= LONGEST_POINTER) {
            return parent;
        }
        return parent + "/" + name(member).replace("~", "~0").replace("/", "~1");
    }

    /// A value in a sentence: `7`, `the string "8"`, `an array`.
    static String value(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> "\"" + clipped(node.stringValue(), LONGEST_VALUE) + "\"";
            case NUMBER, BOOLEAN -> clipped(node.asString(), LONGEST_VALUE);
            case NULL, MISSING -> "null";
            case ARRAY -> "an array";
            case OBJECT -> "an object";
            case BINARY, POJO -> "something else";
        };
    }

    private static String clipped(String text, int longest) {
        var out = new StringBuilder();
        var codePoints = text.codePoints().limit(longest + 1L).toArray();
        for (int i = 0; i < Math.min(codePoints.length, longest); i++) {
            out.appendCodePoint(prints(codePoints[i]) ? codePoints[i] : '?');
        }
        return codePoints.length > longest ? out.append('…').toString() : out.toString();
    }

    private static boolean prints(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}
