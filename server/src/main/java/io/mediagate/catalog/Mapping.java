package io.mediagate.catalog;

import dev.cel.common.values.NullValue;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// How a model's normalised input becomes what a provider takes. Members pass under their own names
/// unless it says otherwise; nulls, which say "not given", never pass.
public final class Mapping {
    /// Where a vendor would report past us, with its name on it. Models with an open schema would pass it.
    private static final Set<String> NEVER_SENT =
            Set.of(
                    "callback",
                    "callbackurl",
                    "webhook",
                    "webhooks",
                    "webhookurl",
                    "webhooksecret",
                    "webhookeventsfilter",
                    "notifyhook");

    static final Mapping AS_IT_IS =
            new Mapping(Optional.empty(), Map.of(), Set.of(), Map.of(), Map.of());

    private final Optional<Expression> when;
    private final Map<String, String> rename;
    private final Set<String> drop;
    private final Map<String, JsonNode> set;
    private final Map<String, Expression> compute;

    /// Paths of theirs nest by dots.
    ///
    /// @param when what inputs are served; all where it is empty
    /// @param rename theirs by ours
    /// @param drop ours that are not sent
    /// @param set constants by theirs
    /// @param compute expressions by theirs
    Mapping(
            Optional<Expression> when,
            Map<String, String> rename,
            Set<String> drop,
            Map<String, JsonNode> set,
            Map<String, Expression> compute) {
        this.when = when;
        this.rename = rename;
        this.drop = drop;
        this.set = set;
        this.compute = compute;
    }

    /// Empty where such an input is not served.
    Optional<ObjectNode> of(ObjectNode input) {
        if (when.isPresent() && !Boolean.TRUE.equals(when.get().of(input))) {
            return Optional.empty();
        }
        var mapped = JsonNodeFactory.instance.objectNode();
        input.properties().stream()
                .filter(member -> !member.getValue().isNull() && isSent(member.getKey()))
                .forEach(member ->
                        put(
                                mapped,
                                rename.getOrDefault(member.getKey(), member.getKey()),
                                member.getValue().deepCopy(),
                                rename.containsKey(member.getKey())));
        set.forEach((theirs, value) -> put(mapped, theirs, value.deepCopy(), true));
        compute.forEach((theirs, value) -> put(mapped, theirs, json(value.of(input)), true));
        return Optional.of(mapped);
    }

    private boolean isSent(String name) {
        return !drop.contains(name)
                && !NEVER_SENT.contains(name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", ""));
    }

    /// Only our own paths nest; a caller's member with a dot in it is one name.
    private static void put(ObjectNode into, String path, JsonNode value, boolean nests) {
        if (value.isNull()) {
            return;
        }
        int dot = nests ? path.indexOf('.') : -1;
        if (dot < 0) {
            into.set(path, value);
            return;
        }
        var name = path.substring(0, dot);
        var inner = into.get(name) instanceof ObjectNode object ? object : into.putObject(name);
        put(inner, path.substring(dot + 1), value, true);
    }

    private static JsonNode json(Object value) {
        return switch (value) {
            case NullValue _ -> JsonNodeFactory.instance.nullNode();
            case Optional<?> maybe ->
                    maybe.isPresent() ? json(maybe.get()) : JsonNodeFactory.instance.nullNode();
            case Collection<?> list -> {
                var array = JsonNodeFactory.instance.arrayNode();
                list.forEach(item -> array.add(json(item)));
                yield array;
            }
            case Map<?, ?> map -> {
                var object = JsonNodeFactory.instance.objectNode();
                map.forEach((name, item) -> put(object, String.valueOf(name), json(item), false));
                yield object;
            }
            default -> JsonMapper.shared().valueToTree(value);
        };
    }

    /// Compiles all expressions. Throws `IllegalArgumentException` that says what is wrong with one.
    void compile() {
        when.ifPresent(it -> tried("when", it));
        compute.forEach((theirs, it) -> tried("compute." + theirs, it));
    }

    private static void tried(String key, Expression expression) {
        try {
            expression.compiled();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + " does not compile: " + e.getMessage(), e);
        }
    }

    /// For tests' messages.
    @Override
    public String toString() {
        return "when %s, rename %s, drop %s, set %s, compute %s"
                .formatted(when, rename, drop, set, compute);
    }
}
