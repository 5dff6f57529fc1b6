package io.mediagate.catalog;

import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import io.mediagate.error.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Says in words what a validator found, so that whoever reads it knows what would be right. A phrase
/// follows the pointer to the place: `/duration` `must be one of 4, 6, 8, not 7`.
final class Phrases {
    private static final int LISTED_VALUES = 20;

    private final ObjectNode schema;

    Phrases(ObjectNode schema) {
        this.schema = schema;
    }

    void explain(List<Error> errors, Faults faults) {
        for (var error : errors) {
            var place = pointer(error.getInstanceLocation());
            var alternatives = alternatives(error);
            if (!alternatives.isEmpty()) {
                faults.add(place, () -> oneOfThese(error));
                continue;
            }
            switch (error.getKeyword()) {
                case "required" -> faults.add(member(place, error), () -> "is required");
                case "additionalProperties" ->
                        faults.add(member(place, error), () -> unknown(error));
                case "enum", "const" -> faults.addRather(place, () -> phrase(error));
                default -> faults.add(place, () -> phrase(error));
            }
        }
    }

    private static String pointer(NodePath path) {
        String pointer = "";
        for (int i = 0; i < path.getNameCount(); i++) {
            pointer = Quote.pointer(pointer, String.valueOf(path.getElement(i)));
        }
        return pointer;
    }

    private static String member(String place, Error error) {
        return Quote.pointer(place, String.valueOf(error.getProperty()));
    }

    private String unknown(Error error) {
        Set<String> known = fields(error.getInstanceLocation());
        var asked = String.valueOf(error.getProperty());
        return Nearest.plausible(asked, known)
                .map(name -> "is not a field of this model; did you mean " + name + "?")
                .orElseGet(() ->
                        "is not a field of this model; its fields are " + String.join(", ", known));
    }

    /// The members that the schema knows at a place of the input.
    private Set<String> fields(NodePath path) {
        JsonNode here = schema;
        for (int i = 0; i < path.getNameCount(); i++) {
            var step = path.getElement(i);
            here =
                    step instanceof Integer
                            ? here.path("items")
                            : here.path("properties").path(String.valueOf(step));
        }
        return new LinkedHashSet<>(here.path("properties").propertyNames());
    }

    private static String phrase(Error error) {
        JsonNode rule = error.getSchemaNode();
        JsonNode value = error.getInstanceNode();
        return switch (error.getKeyword()) {
            case "type" -> "must be " + typeName(rule) + ", not " + valueOfType(value);
            case "enum" -> "must be one of " + values(rule) + ", not " + Quote.value(value);
            case "const" -> "must be " + Quote.value(rule) + ", not " + Quote.value(value);
            case "minimum" -> "must be at least " + rule.asString() + ", not " + Quote.value(value);
            case "maximum" -> "must be at most " + rule.asString() + ", not " + Quote.value(value);
            case "exclusiveMinimum" ->
                    "must be more than " + rule.asString() + ", not " + Quote.value(value);
            case "exclusiveMaximum" ->
                    "must be less than " + rule.asString() + ", not " + Quote.value(value);
            case "multipleOf" ->
                    "must be a multiple of " + rule.asString() + ", not " + Quote.value(value);
            case "minLength" ->
                    rule.asInt(0) == 1
                            ? "must not be empty"
                            : "must have at least %s, not %d"
                                    .formatted(counted(rule, "character"), length(value));
            case "maxLength" ->
                    "must have at most %s, not %d"
                            .formatted(counted(rule, "character"), length(value));
            case "minItems" ->
                    "must have at least %s, not %d".formatted(counted(rule, "item"), value.size());
            case "maxItems" ->
                    "must have at most %s, not %d".formatted(counted(rule, "item"), value.size());
            case "uniqueItems" -> "must not repeat an item";
            case "pattern" ->
                    rule.asString("").equals("\\S")
                            ? "must not be blank"
                            : "must match the pattern " + rule.asString("");
            case "format" -> format(rule.asString(""), value);
            default -> "does not meet the schema's rule \"" + error.getKeyword() + "\"";
        };
    }

    private static String format(String format, JsonNode value) {
        return format.equals("uri")
                ? "must be a URL such as https://example.com/file.png, not " + Quote.value(value)
                : "must be a valid %s, not %s".formatted(format, Quote.value(value));
    }

    private static String counted(JsonNode limit, String noun) {
        return limit.asInt(0) == 1 ? "1 " + noun : limit.asString() + " " + noun + "s";
    }

    private static int length(JsonNode value) {
        var text = value.asString("");
        return text.codePointCount(0, text.length());
    }

    private static String typeName(JsonNode type) {
        return type.isArray()
                ? type.valueStream().map(one -> typeName(one)).collect(Collectors.joining(" or "))
                : switch (type.asString("")) {
                    case "string" -> "a string";
                    case "integer" -> "an integer";
                    case "number" -> "a number";
                    case "boolean" -> "true or false";
                    case "array" -> "an array";
                    case "object" -> "an object";
                    default -> type.asString("");
                };
    }

    private static String valueOfType(JsonNode value) {
        return value.isString() ? "the string " + Quote.value(value) : Quote.value(value);
    }

    private static String values(JsonNode allowed) {
        var listed =
                allowed.valueStream()
                        .limit(LISTED_VALUES)
                        .map(Quote::value)
                        .collect(Collectors.joining(", "));
        int more = allowed.size() - LISTED_VALUES;
        return more > 0 ? listed + " and " + more + " more" : listed;
    }

    /// The keyword above the error that offers a choice, such as `anyOf`; empty if there is none.
    private static String alternatives(Error error) {
        var path = error.getEvaluationPath();
        for (int i = 0; i < path.getNameCount(); i++) {
            var step = String.valueOf(path.getElement(i));
            if (step.equals("anyOf") || step.equals("oneOf") || step.equals("not")) {
                return step;
            }
            if (step.equals("properties")) {
                i++;
            }
        }
        return "";
    }

    /// A choice between members is said as such; for any other, the errors of each branch would be a
    /// wall that hides what is meant.
    private String oneOfThese(Error error) {
        if (error.getInstanceLocation().getNameCount() > 0) {
            return "fits none of the forms that the model's input schema allows here";
        }
        List<String> names = new ArrayList<>();
        StreamSupport.stream(schema.path(alternatives(error)).spliterator(), false)
                .flatMap(branch -> branch.path("required").valueStream())
                .forEach(name -> names.add(name.asString("")));
        return names.isEmpty()
                ? "fits none of the forms that the model's input schema allows here"
                : "must have " + String.join(" or ", names);
    }
}
