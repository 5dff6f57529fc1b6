package io.mediagate.catalog;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What normalising needs to know of one place in an input, read from its schema once.
///
/// @param whole whether `8.0` is to be written as `8`
/// @param longest characters of a string
/// @param most items of an array
/// @param fallback the default
/// @param members the rules of an object's members, in the schema's order
/// @param item the rule of an array's items
record Rule(
        boolean whole,
        int longest,
        int most,
        Optional<JsonNode> fallback,
        Map<String, Rule> members,
        Optional<Rule> item) {

    /// For a string of which the schema says nothing: four times what the longest prompt takes.
    private static final int LONGEST = 20_000;

    /// A link may carry its file inside it (`data:`); the request body's own limit bounds it.
    private static final int LONGEST_LINK = 1_400_000;

    private static final int MOST_ITEMS = 100;

    static final Rule FREE =
            new Rule(false, LONGEST, MOST_ITEMS, Optional.empty(), Map.of(), Optional.empty());

    static Rule of(JsonNode schema) {
        return of("", schema);
    }

    private static Rule of(String name, JsonNode schema) {
        Map<String, Rule> members = new LinkedHashMap<>();
        for (var property : schema.path("properties").properties()) {
            members.put(property.getKey(), of(property.getKey(), property.getValue()));
        }
        return new Rule(
                isWhole(schema),
                schema.path("maxLength").asInt(isLink(name, schema) ? LONGEST_LINK : LONGEST),
                schema.path("maxItems").asInt(MOST_ITEMS),
                schema.optional("default"),
                members,
                schema.optional("items").map(items -> of(name, items)));
    }

    private static boolean isLink(String name, JsonNode schema) {
        return schema.path("format").asString("").equals("uri")
                || name.endsWith("_url")
                || name.endsWith("_urls");
    }

    private static boolean isWhole(JsonNode schema) {
        var type = schema.path("type");
        if (type.isMissingNode()) {
            return schema.has("enum")
                    && schema.path("enum").valueStream().allMatch(JsonNode::isIntegralNumber);
        }
        return type.isArray()
                ? type.valueStream().anyMatch(one -> one.asString("").equals("integer"))
                        && type.valueStream().noneMatch(one -> one.asString("").equals("number"))
                : type.asString("").equals("integer");
    }
}
