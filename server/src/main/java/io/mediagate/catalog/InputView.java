package io.mediagate.catalog;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A JSON object as price expressions see it: whole numbers are `int`, other numbers `double`, and a
/// null counts as absent, so that `has(input.seed)` says what it seems to say. Converts only what the
/// expression asks for.
final class InputView extends AbstractMap<String, Object> {
    private final JsonNode object;

    InputView(JsonNode object) {
        this.object = object;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return get(key) != null;
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
        var value = key instanceof String name ? object.get(name) : null;
        return value == null || value.isNull() ? null : plain(value);
    }

    @Override
    public Set<Map.Entry<String, Object>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<String, Object>> iterator() {
                return object.propertyStream()
                        .filter(member -> !member.getValue().isNull())
                        .map(member -> Map.entry(member.getKey(), plain(member.getValue())))
                        .iterator();
            }

            @Override
            public int size() {
                return (int) object.valueStream().filter(value -> !value.isNull()).count();
            }
        };
    }

    private static Object plain(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> value.stringValue();
            case BOOLEAN -> value.booleanValue();
            case NUMBER ->
                    value.canConvertToLong() && value.isIntegralNumber()
                            ? (Object) value.longValue()
                            : (Object) value.doubleValue();
            case ARRAY -> value.valueStream().map(InputView::plain).toList();
            case OBJECT -> new InputView(value);
            case NULL, MISSING, BINARY, POJO -> value.asString();
        };
    }
}
