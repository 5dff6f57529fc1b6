package io.mediagate.catalog;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// One member of a model's input as a form fills it in: of which types it may be, and whether a file can
/// stand there.
///
/// @param types JSON types that it may have; empty where the schema does not say
/// @param itemTypes the same of an array's items
/// @param holds what a file there must be; empty where none belongs there
public record Field(Set<String> types, Set<String> itemTypes, Optional<Holds> holds) {
    /// The kinds of media that a file can be.
    public enum Holds {
        IMAGE,
        VIDEO,
        AUDIO,
        /// Any of them.
        MEDIA
    }

    public Field {
        types = Set.copyOf(types);
        itemTypes = Set.copyOf(itemTypes);
    }

    /// Whether several values can be given.
    public boolean isList() {
        return types.contains("array");
    }

    static Field of(String name, JsonNode schema) {
        var items = schema.path("items");
        boolean link = isLink(name, schema) || isLink(name, items);
        return new Field(
                types(schema), types(items), link ? Optional.of(holds(name)) : Optional.empty());
    }

    /// What a member called so holds when it is a link to a file, wherever it stands; empty when by its
    /// name it is none.
    public static Optional<Holds> byName(String name) {
        return name.endsWith("_url") || name.endsWith("_urls")
                ? Optional.of(holds(name))
                : Optional.empty();
    }

    private static boolean isLink(String name, JsonNode schema) {
        return byName(name).isPresent() || schema.path("format").asString("").equals("uri");
    }

    private static Holds holds(String name) {
        if (name.contains("video")) {
            return Holds.VIDEO;
        }
        if (name.contains("audio")) {
            return Holds.AUDIO;
        }
        return name.contains("image") || name.contains("frame") || name.contains("mask")
                ? Holds.IMAGE
                : Holds.MEDIA;
    }

    private static Set<String> types(JsonNode schema) {
        var types = new LinkedHashSet<String>();
        var type = schema.path("type");
        if (type.isString()) {
            types.add(type.stringValue());
        }
        type.forEach(one -> types.add(one.asString("")));
        for (var choice : new String[] {"anyOf", "oneOf"}) {
            schema.path(choice).forEach(one -> types.addAll(types(one)));
        }
        if (types.isEmpty() && !schema.path("enum").isEmpty()) {
            schema.path("enum").forEach(one -> types.add(typeOf(one)));
        }
        return types;
    }

    private static String typeOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
            case BOOLEAN -> "boolean";
            case NULL -> "null";
            case ARRAY -> "array";
            case OBJECT -> "object";
            case STRING, MISSING, BINARY, POJO -> "string";
        };
    }
}
