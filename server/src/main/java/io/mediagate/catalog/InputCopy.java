package io.mediagate.catalog;

import java.math.BigDecimal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/// Copies an input, member by member in the caller's order, fills in what the schema has a default
/// for, and notes what no schema can say: text that a database cannot hold, numbers without a value,
/// depth and sizes beyond reason. What it notes is left out of the copy where it would do harm.
final class InputCopy {
    private static final int DEEPEST = 32;

    private final Faults faults;

    InputCopy(Faults faults) {
        this.faults = faults;
    }

    ObjectNode of(JsonNode input, Rule rule) {
        return object(input, rule, "", 0);
    }

    private JsonNode copy(JsonNode node, Rule rule, String pointer, int depth) {
        return switch (node.getNodeType()) {
            case OBJECT -> object(node, rule, pointer, depth);
            case ARRAY -> array(node, rule, pointer, depth);
            case STRING -> string(node, rule, pointer);
            case NUMBER -> number(node, rule, pointer);
            case BOOLEAN, NULL, MISSING, BINARY, POJO -> node;
        };
    }

    private ObjectNode object(JsonNode node, Rule rule, String pointer, int depth) {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        if (tooDeep(pointer, depth)) {
            return copy;
        }
        for (var member : node.properties()) {
            var name = member.getKey();
            var place = Quote.pointer(pointer, name);
            if (!isText(name)) {
                faults.add(place, () -> "has a name with a character that is not text");
            }
            var memberRule = rule.members().getOrDefault(name, Rule.FREE);
            copy.set(name, copy(member.getValue(), memberRule, place, depth + 1));
        }
        rule.members().forEach((name, member) -> fill(copy, name, member));
        return copy;
    }

    private static void fill(ObjectNode copy, String name, Rule rule) {
        if (rule.fallback().isPresent() && !copy.has(name)) {
            copy.set(name, rule.fallback().get().deepCopy());
        }
    }

    private ArrayNode array(JsonNode node, Rule rule, String pointer, int depth) {
        ArrayNode copy = JsonNodeFactory.instance.arrayNode();
        if (node.size() > rule.most()) {
            faults.add(
                    pointer,
                    () -> "must have at most %d items, not %d".formatted(rule.most(), node.size()));
            return copy;
        }
        if (tooDeep(pointer, depth)) {
            return copy;
        }
        var item = rule.item().orElse(Rule.FREE);
        for (int i = 0; i < node.size(); i++) {
            var place = Quote.pointer(pointer, Integer.toString(i));
            copy.add(copy(node.get(i), item, place, depth + 1));
        }
        return copy;
    }

    private boolean tooDeep(String pointer, int depth) {
        if (depth < DEEPEST) {
            return false;
        }
        faults.add(pointer, () -> "is nested too deeply; at most %d levels".formatted(DEEPEST));
        return true;
    }

    private JsonNode string(JsonNode node, Rule rule, String pointer) {
        var text = node.stringValue();
        if (!isText(text)) {
            faults.add(
                    pointer, () -> "contains a NUL or half of a surrogate pair; send plain text");
        } else if (text.length() > rule.longest()
                && text.codePointCount(0, text.length()) > rule.longest()) {
            faults.add(
                    pointer,
                    () ->
                            "must have at most %d characters, not %d"
                                    .formatted(
                                            rule.longest(), text.codePointCount(0, text.length())));
        }
        return node;
    }

    /// Neither PostgreSQL nor UTF-8 can hold a NUL or an unpaired surrogate.
    private static boolean isText(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isLowSurrogate(c)) {
                return false;
            }
            if (Character.isHighSurrogate(c)) {
                i++;
                if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
                    return false;
                }
            }
        }
        return true;
    }

    private JsonNode number(JsonNode node, Rule rule, String pointer) {
        boolean usable =
                node.isIntegralNumber()
                        ? node.canConvertToLong()
                        : Double.isFinite(node.asDouble(Double.NaN));
        if (!usable) {
            faults.add(pointer, () -> "is too large a number");
            return NullNode.getInstance();
        }
        return rule.whole() && !node.isIntegralNumber() ? withoutFraction(node) : node;
    }

    /// JSON Schema counts `8.0` among the integers; everyone behind us expects to see `8`.
    private static JsonNode withoutFraction(JsonNode node) {
        BigDecimal value = node.decimalValue().stripTrailingZeros();
        if (value.scale() > 0 || value.precision() - value.scale() > 18) {
            return node;
        }
        long whole = value.longValueExact();
        return whole == (int) whole ? IntNode.valueOf((int) whole) : LongNode.valueOf(whole);
    }
}
