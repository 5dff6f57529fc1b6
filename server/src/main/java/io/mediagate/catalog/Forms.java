package io.mediagate.catalog;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A model's input schema taken apart into the forms an input can have. Most models have one form;
/// those with a `oneOf` have one for each workflow, selected by a member such as `feature`. Each form
/// is a schema of its own with the shared part merged in, so that an input is held against what it
/// meant to be and not against every branch.
///
/// A form is closed: it refuses unknown members, unless the schema or the branch says
/// `additionalProperties: true`.
///
/// @param selector the member that selects; empty when there is only one form
/// @param named the forms by the selector's value
/// @param implied the form of an input without a selector
/// @param fallback the form of an input whose selector is none of those; refuses it unless the schema
///     has a branch for "anything else"
record Forms(
        Optional<String> selector,
        Map<String, ObjectNode> named,
        ObjectNode implied,
        ObjectNode fallback) {
    private static final Set<String> ANNOTATIONS =
            Set.of("title", "description", "default", "examples", "deprecated", "$comment");

    static Forms of(JsonNode schema) {
        var selector = selector(schema);
        if (selector.isEmpty()) {
            var only = closed(schema);
            return new Forms(selector, Map.of(), only, only);
        }
        Map<String, ObjectNode> named = new LinkedHashMap<>();
        ObjectNode fallback = merged(schema, union(schema, selector.get()));
        ObjectNode implied = fallback;
        for (var branch : schema.path("oneOf")) {
            var value = branch.path("properties").path(selector.get()).path("const");
            var form = merged(schema, branch);
            if (value.isString()) {
                named.put(value.stringValue(), form);
            } else {
                fallback = form;
            }
            if (!requires(branch, selector.get())) {
                implied = form;
            }
        }
        return new Forms(selector, named, implied, fallback);
    }

    private static boolean requires(JsonNode schema, String name) {
        return schema.path("required").valueStream().anyMatch(one -> one.asString("").equals(name));
    }

    /// The member that is a constant in at least one branch and restricted in all of them.
    private static Optional<String> selector(JsonNode schema) {
        var branches = schema.path("oneOf");
        return branches.path(0).path("properties").propertyNames().stream()
                .filter(name ->
                        branches.valueStream()
                                .map(branch -> branch.path("properties").path(name))
                                .allMatch(rule -> rule.has("const") || rule.has("not")))
                .findFirst();
    }

    /// All branches' members together: for an input whose selector is wrong, so that the selector is
    /// reported and not every member that only some branch knows.
    private static ObjectNode union(JsonNode schema, String selector) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        ObjectNode properties = all.putObject("properties");
        ArrayNode values = properties.putObject(selector).putArray("enum");
        schema.path("oneOf").forEach(branch -> addConstant(branch, selector, values));
        for (var branch : schema.path("oneOf")) {
            for (var property : branch.path("properties").properties()) {
                if (!schema.path("properties").has(property.getKey())
                        && !properties.has(property.getKey())) {
                    properties.set(property.getKey(), property.getValue());
                }
            }
            if (branch.path("additionalProperties").asBoolean(false)) {
                all.put("additionalProperties", true);
            }
        }
        return all;
    }

    private static void addConstant(JsonNode branch, String selector, ArrayNode values) {
        branch.path("properties").path(selector).optional("const").ifPresent(values::add);
    }

    private static ObjectNode merged(JsonNode schema, JsonNode branch) {
        ObjectNode form = (ObjectNode) schema.deepCopy();
        form.remove("oneOf");
        ObjectNode properties = form.withObjectProperty("properties");
        for (var property : branch.path("properties").properties()) {
            properties.set(
                    property.getKey(),
                    both(properties.get(property.getKey()), property.getValue()));
        }
        ArrayNode required = form.withArrayProperty("required");
        branch.path("required").forEach(required::add);
        for (var other : branch.properties()) {
            if (!Set.of("properties", "required", "title").contains(other.getKey())) {
                form.set(other.getKey(), other.getValue());
            }
        }
        return closed(form);
    }

    /// A member that the shared part and the branch both describe: the branch narrows it.
    private static JsonNode both(@Nullable JsonNode shared, JsonNode own) {
        if (shared == null) {
            return own;
        }
        ObjectNode both = (ObjectNode) shared.deepCopy();
        both.setAll((ObjectNode) own);
        return both;
    }

    /// Closes what does not say that it is open, at every depth.
    private static ObjectNode closed(JsonNode schema) {
        ObjectNode copy = (ObjectNode) schema.deepCopy();
        if (copy.get("properties") instanceof ObjectNode properties) {
            for (var name : Set.copyOf(properties.propertyNames())) {
                if (properties.get(name) instanceof ObjectNode property) {
                    properties.set(name, closed(property));
                }
            }
            if (!copy.has("additionalProperties")) {
                copy.put("additionalProperties", false);
            }
        }
        if (copy.get("items") instanceof ObjectNode items) {
            copy.set("items", closed(items));
        }
        return copy;
    }

    /// The schema without what does not bear on validity, for the validator.
    static ObjectNode bare(ObjectNode schema) {
        ObjectNode copy = schema.deepCopy();
        strip(copy);
        return copy;
    }

    private static void strip(ObjectNode schema) {
        for (var keyword : Set.copyOf(schema.propertyNames())) {
            if (ANNOTATIONS.contains(keyword) || keyword.startsWith("x-")) {
                schema.remove(keyword);
            }
        }
        schema.path("properties").forEach(Forms::stripIfObject);
        stripIfObject(schema.path("items"));
    }

    private static void stripIfObject(JsonNode node) {
        if (node instanceof ObjectNode schema) {
            strip(schema);
        }
    }
}
