package io.mediagate.catalog;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// The least that a form of an input must have, made up from its schema: what start-up tries prices
/// on, and what documentation can show.
final class Example {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Example() {}

    static ObjectNode of(ObjectNode schema) {
        ObjectNode example = NODES.objectNode();
        require(example, schema, schema);
        var choice = schema.path("anyOf").path(0);
        require(example, schema, choice);
        schema.path("properties")
                .forEachEntry((name, property) -> {
                    if (property.has("const")) {
                        example.set(name, property.get("const"));
                    }
                });
        return example;
    }

    private static void require(ObjectNode example, JsonNode schema, JsonNode rule) {
        for (var name : rule.path("required")) {
            var field = name.asString("");
            example.set(field, value(field, schema.path("properties").path(field)));
        }
    }

    private static JsonNode value(String name, JsonNode schema) {
        if (schema.has("default")) {
            return schema.path("default");
        }
        if (schema.has("const")) {
            return schema.path("const");
        }
        if (schema.has("enum")) {
            return schema.path("enum").path(0);
        }
        var type =
                schema.path("type").isArray() ? schema.path("type").path(0) : schema.path("type");
        return switch (type.asString("string")) {
            case "integer", "number" ->
                    schema.has("minimum") ? schema.path("minimum") : NODES.numberNode(1);
            case "boolean" -> NODES.booleanNode(true);
            case "array" -> array(name, schema);
            case "object" -> of((ObjectNode) schema);
            default -> string(name, schema);
        };
    }

    private static ArrayNode array(String name, JsonNode schema) {
        ArrayNode array = NODES.arrayNode();
        for (int i = 0; i < Math.max(1, schema.path("minItems").asInt(1)); i++) {
            array.add(value(name, schema.path("items")));
        }
        return array;
    }

    private static StringNode string(String name, JsonNode schema) {
        if (schema.path("format").asString("").equals("uri") || name.contains("_url")) {
            return NODES.stringNode("https://example.com/" + kindOfFile(name));
        }
        var text = "A lighthouse at dusk.";
        int least = schema.path("minLength").asInt(0);
        return NODES.stringNode(text.length() >= least ? text : "A".repeat(least));
    }

    private static String kindOfFile(String name) {
        if (name.contains("audio")) {
            return "speech.mp3";
        }
        return name.contains("video") ? "clip.mp4" : "picture.png";
    }
}
