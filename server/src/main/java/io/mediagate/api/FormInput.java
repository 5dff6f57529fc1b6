package io.mediagate.api;

import io.mediagate.api.Form.Part;
import io.mediagate.catalog.Field;
import io.mediagate.catalog.Model;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A form as the JSON that would have said the same, by the types of the model's schema. What cannot be
/// read as such a type stays a text: the schema then says what is wrong with it, as it does for JSON. A
/// file stands in it as itself, until it is looked at.
final class FormInput {
    private static final Set<String> PLAIN = Set.of("integer", "number", "boolean", "null");

    private final Model model;

    FormInput(Model model) {
        this.model = model;
    }

    ObjectNode of(List<? extends Part> parts) {
        Map<String, ArrayNode> values = new LinkedHashMap<>();
        Map<String, Boolean> lists = new LinkedHashMap<>();
        for (var part : parts) {
            var all = values.computeIfAbsent(part.name(), _ -> array());
            var field = model.field(part.name());
            value(part, field).forEach(all::add);
            lists.merge(part.name(), part.listed() || isArray(part), Boolean::logicalOr);
        }
        ObjectNode input = JsonNodeFactory.instance.objectNode();
        values.forEach((name, all) -> {
            boolean list = lists.getOrDefault(name, false) || all.size() != 1 || isList(name);
            input.set(name, list && !isNothing(name, all) ? all : all.get(0));
        });
        return input;
    }

    private static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    private boolean isList(String name) {
        return model.field(name)
                .filter(field -> field.isList() && !field.types().contains("string"))
                .isPresent();
    }

    /// A list that may be null and was sent as null.
    private boolean isNothing(String name, ArrayNode all) {
        return all.size() == 1
                && all.get(0).isNull()
                && model.field(name).filter(field -> field.types().contains("null")).isPresent();
    }

    private static boolean isArray(Part part) {
        return part instanceof Part.Text text
                && text.text().strip().startsWith("[")
                && json(text.text()).filter(JsonNode::isArray).isPresent();
    }

    /// What one part adds to its name: mostly one value, several where it is a list itself.
    private static Stream<JsonNode> value(Part part, Optional<Field> field) {
        return switch (part) {
            case Part.File(_, _, var received) ->
                    Stream.of(JsonNodeFactory.instance.pojoNode(received));
            case Part.Text text when text.json() ->
                    flat(json(text.text()).orElseGet(() -> string(text)));
            case Part.Text text -> {
                boolean list = field.filter(Field::isList).isPresent();
                if (list && isArray(text)) {
                    yield flat(json(text.text()).orElseThrow());
                }
                var types =
                        field.map(it -> list && !it.itemTypes().isEmpty() ? both(it) : it.types())
                                .orElse(Set.of());
                yield Stream.of(typed(text, types));
            }
        };
    }

    private static Set<String> both(Field field) {
        return field.types().contains("null")
                ? Stream.concat(field.itemTypes().stream(), Stream.of("null"))
                        .collect(Collectors.toSet())
                : field.itemTypes();
    }

    private static Stream<JsonNode> flat(JsonNode node) {
        return node.isArray() ? node.valueStream() : Stream.of(node);
    }

    private static JsonNode typed(Part.Text text, Set<String> types) {
        var said = text.text().strip();
        if (said.isEmpty() && types.contains("null")) {
            return JsonNodeFactory.instance.nullNode();
        }
        boolean structured =
                (said.startsWith("{") && types.contains("object"))
                        || (said.startsWith("[") && types.contains("array"));
        if (structured) {
            return json(said).orElseGet(() -> string(text));
        }
        if (types.contains("string") || types.stream().noneMatch(PLAIN::contains)) {
            boolean nothing = said.equals("null") && types.contains("null");
            return nothing ? JsonNodeFactory.instance.nullNode() : string(text);
        }
        return json(said)
                .filter(node -> node.isNumber() || node.isBoolean() || node.isNull())
                .orElseGet(() -> string(text));
    }

    private static JsonNode string(Part.Text text) {
        return JsonNodeFactory.instance.stringNode(text.text());
    }

    private static Optional<JsonNode> json(String text) {
        try {
            return Optional.of(JsonBodies.MAPPER.readTree(text));
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }
}
