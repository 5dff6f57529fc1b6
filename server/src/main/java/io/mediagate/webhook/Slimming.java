package io.mediagate.webhook;

import io.mediagate.generation.Generation;
import io.mediagate.generation.Result;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// How a generation is made small enough for an event, the gentlest way first. Only what its caller sent
/// is ever cut: results are links, and a caller who wants the whole input reads the generation.
enum Slimming {
    /// Nothing, unless a file stands in the input itself.
    NONE(Integer.MAX_VALUE),
    LONG_TEXTS(1_000),
    ALL_TEXTS(100),
    /// All of the input.
    INPUT(0);

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int LONGEST_LINK_HEAD = 100;

    private final int longestText;

    Slimming(int longestText) {
        this.longestText = longestText;
    }

    Generation of(Generation generation) {
        boolean whole = this == NONE && !generation.input().contains("\"data:");
        return whole
                ? generation
                : with(
                        generation,
                        input(generation.input()),
                        generation.result().map(this::result));
    }

    private String input(String input) {
        return this == INPUT ? "{}" : cut(JSON.readTree(input)).toString();
    }

    private JsonNode cut(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> {
                object.propertyNames().forEach(name -> object.set(name, cut(object.get(name))));
                yield object;
            }
            case ArrayNode array -> {
                for (int i = 0; i < array.size(); i++) {
                    array.set(i, cut(array.get(i)));
                }
                yield array;
            }
            default ->
                    node.isString()
                            ? JsonNodeFactory.instance.stringNode(cut(node.stringValue()))
                            : node;
        };
    }

    private String cut(String text) {
        if (text.regionMatches(true, 0, "data:", 0, 5)) {
            int end = text.indexOf(',');
            return end < 0 || end > LONGEST_LINK_HEAD
                    ? "data:…"
                    : text.substring(0, end).toLowerCase(Locale.ROOT) + ",…";
        }
        if (text.length() <= longestText) {
            return text;
        }
        int end =
                Character.isHighSurrogate(text.charAt(longestText - 1))
                        ? longestText - 1
                        : longestText;
        return text.substring(0, end) + "…";
    }

    private Result result(Result result) {
        var prompt = this == INPUT ? "" : cut(result.actualPrompt());
        return new Result(prompt, result.files());
    }

    private static Generation with(Generation g, String input, Optional<Result> result) {
        return new Generation(
                g.scope(),
                g.id(),
                g.model(),
                g.family(),
                input,
                g.state(),
                g.sequence(),
                g.price(),
                g.progress(),
                g.createdAt(),
                g.startedAt(),
                g.finishedAt(),
                result,
                g.failure());
    }
}
