package io.mediagate.catalog;

import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.mediagate.error.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Holds an input schema against what JSON Schema 2020-12 says of the keywords that a catalogue may
/// use. Stricter than the meta-schema, which takes `maxLenght` for somebody's own annotation, and a
/// hundred times cheaper: it is on the way to readiness.
final class SchemaCheck {
    private static final List<String> TYPES =
            List.of("string", "integer", "number", "boolean", "array", "object", "null");
    private static final Map<String, Set<String>> KEYWORDS =
            Map.of(
                    "text", Set.of("title", "description", "format", "pattern", "$comment"),
                    "true or false", Set.of("uniqueItems", "deprecated"),
                    "a number",
                            Set.of(
                                    "minimum",
                                    "maximum",
                                    "exclusiveMinimum",
                                    "exclusiveMaximum",
                                    "multipleOf"),
                    "a count",
                            Set.of(
                                    "minLength",
                                    "maxLength",
                                    "minItems",
                                    "maxItems",
                                    "minProperties",
                                    "maxProperties"),
                    "a list of values", Set.of("enum", "examples"),
                    "a list of names", Set.of("required"),
                    "a schema", Set.of("items", "not", "if", "then", "else"),
                    "a list of schemas", Set.of("oneOf", "anyOf", "allOf"),
                    "a schema by name", Set.of("properties"),
                    "anything", Set.of("const", "default", "type", "additionalProperties"));

    private final List<String> faults = new ArrayList<>();

    private SchemaCheck() {}

    /// What is wrong with the schema, each with its place; empty if nothing is.
    static List<String> faults(JsonNode schema) {
        var check = new SchemaCheck();
        check.schema(schema, "");
        if (schema.isObject() && !schema.path("type").asString("").equals("object")) {
            check.faults.add("input: type must be object");
        }
        check.workflows(schema);
        return check.faults;
    }

    /// What the meta-schema itself says. Slower; for entries that no test of ours has seen.
    static List<String> faultsByMetaSchema(JsonNode schema) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()))
                .validate(schema)
                .stream()
                .map(error -> "input" + error.getInstanceLocation() + " " + error.getMessage())
                .toList();
    }

    private void schema(JsonNode schema, String place) {
        if (schema.isBoolean() && !place.isEmpty()) {
            return;
        }
        if (!schema.isObject()) {
            faults.add("input" + place + " must be a schema");
            return;
        }
        for (var keyword : schema.properties()) {
            if (!keyword.getKey().startsWith("x-")) {
                keyword(keyword.getKey(), keyword.getValue(), place + "/" + keyword.getKey());
            }
        }
        type(schema.path("type"), place);
        required(schema, place);
        fallback(schema, place);
    }

    private void keyword(String keyword, JsonNode value, String place) {
        var shape =
                KEYWORDS.entrySet().stream()
                        .filter(known -> known.getValue().contains(keyword))
                        .map(Map.Entry::getKey)
                        .findFirst();
        if (shape.isEmpty()) {
            faults.add("input" + place + " is not a keyword" + meant(keyword));
            return;
        }
        boolean right =
                switch (shape.get()) {
                    case "text" ->
                            value.isString() && (!keyword.equals("pattern") || compiles(value));
                    case "true or false" -> value.isBoolean();
                    case "a number" -> value.isNumber();
                    case "a count" -> value.isIntegralNumber() && value.asInt(-1) >= 0;
                    case "a list of values" -> value.isArray() && !value.isEmpty();
                    case "a list of names" ->
                            value.isArray() && value.valueStream().allMatch(JsonNode::isString);
                    case "a list of schemas" -> value.isArray() && !value.isEmpty();
                    case "a schema by name" -> value.isObject();
                    default -> true;
                };
        if (!right) {
            faults.add("input" + place + " must be " + shape.get());
            return;
        }
        descend(shape.get(), keyword, value, place);
    }

    private void descend(String shape, String keyword, JsonNode value, String place) {
        switch (shape) {
            case "a schema" -> schema(value, place);
            case "a list of schemas" -> {
                for (int i = 0; i < value.size(); i++) {
                    schema(value.path(i), place + "/" + i);
                }
            }
            case "a schema by name" ->
                    value.forEachEntry((name, property) -> schema(property, place + "/" + name));
            default -> {
                if (keyword.equals("additionalProperties")) {
                    schema(value, place);
                }
            }
        }
    }

    private void type(JsonNode type, String place) {
        var names = type.isArray() ? type.valueStream() : Stream.of(type);
        boolean right =
                type.isMissingNode()
                        || (!type.isEmpty() && names.allMatch(SchemaCheck::isType))
                        || isType(type);
        if (!right) {
            faults.add("input" + place + "/type must be of " + String.join(", ", TYPES));
        }
    }

    private static boolean isType(JsonNode name) {
        return TYPES.contains(name.asString(""));
    }

    /// A default that its own schema refuses would refuse every input that leaves it out.
    private void fallback(JsonNode schema, String place) {
        var value = schema.path("default");
        if (value.isMissingNode()) {
            return;
        }
        var type = schema.path("type");
        var names = type.isArray() ? type.valueStream() : Stream.of(type);
        boolean right =
                (type.isMissingNode() || names.anyMatch(name -> isA(name.asString(""), value)))
                        && (!schema.has("enum")
                                || schema.path("enum").valueStream().anyMatch(value::equals))
                        && (!value.isNumber() || isWithin(schema, value.asDouble()))
                        && (!value.isString()
                                || value.stringValue().length()
                                        <= schema.path("maxLength").asInt(Integer.MAX_VALUE));
        if (!right) {
            faults.add("input" + place + "/default is refused by its own schema");
        }
    }

    private static boolean isWithin(JsonNode schema, double value) {
        return value >= schema.path("minimum").asDouble(value)
                && value <= schema.path("maximum").asDouble(value);
    }

    private static boolean isA(String type, JsonNode value) {
        return switch (type) {
            case "string" -> value.isString();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "array" -> value.isArray();
            case "object" -> value.isObject();
            default -> value.isNull();
        };
    }

    /// A name that is required and not described is a typing mistake, except inside a branch, whose
    /// members the schema around it may describe.
    private void required(JsonNode schema, String place) {
        if (!schema.has("properties") || place.contains("Of/")) {
            return;
        }
        for (var name : schema.path("required")) {
            if (!schema.path("properties").has(name.asString(""))) {
                faults.add(
                        "input%s/required names %s, which is not among the properties"
                                .formatted(place, name.asString("")));
            }
        }
    }

    private void workflows(JsonNode schema) {
        var branches = schema.path("oneOf");
        boolean described =
                branches.valueStream().anyMatch(branch -> branch.path("properties").isObject());
        if (faults.isEmpty() && described && Forms.of(schema).selector().isEmpty()) {
            faults.add("input/oneOf needs a member, such as feature, that is const in each branch");
        }
    }

    private static boolean compiles(JsonNode pattern) {
        try {
            return !Pattern.compile(pattern.stringValue()).pattern().isEmpty();
        } catch (PatternSyntaxException _) {
            return false;
        }
    }

    private static String meant(String keyword) {
        Optional<String> near =
                Nearest.plausible(
                        keyword, KEYWORDS.values().stream().flatMap(Set::stream).toList());
        return near.map(name -> "; did you mean " + name + "?").orElse(" that a catalogue may use");
    }
}
