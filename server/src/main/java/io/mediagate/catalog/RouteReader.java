package io.mediagate.catalog;

import io.mediagate.error.Nearest;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Reads the routes of an entry; what is wrong is handed to `faults`.
final class RouteReader {
    private static final Set<String> KEYS =
            Set.of("provider", "model", "when", "rename", "drop", "set", "compute");

    private final Consumer<String> faults;

    /// The names that an input may have; empty where the schema is open.
    private final Set<String> names;

    /// Whom a route may name; empty where a test has seen to it, and to what is computed.
    private final Optional<Set<String>> providers;

    private RouteReader(
            Consumer<String> faults, Set<String> names, Optional<Set<String>> providers) {
        this.faults = faults;
        this.names = names;
        this.providers = providers;
    }

    /// For routes that ship with the program: a test compiles them.
    static RouteReader ofOurs(Consumer<String> faults, Set<String> names) {
        return new RouteReader(faults, names, Optional.empty());
    }

    /// For an operator's routes, which may name just these providers.
    static RouteReader ofOperators(
            Consumer<String> faults, Set<String> names, Set<String> providers) {
        return new RouteReader(faults, names, Optional.of(providers));
    }

    /// The names that inputs of this schema may have; none where it takes others too.
    static Set<String> names(JsonNode schema) {
        if (schema.path("additionalProperties").asBoolean(false) || schema.has("oneOf")) {
            return Set.of();
        }
        return new LinkedHashSet<>(schema.path("properties").propertyNames());
    }

    Stream<Route> read(JsonNode route) {
        if (!route.isObject()
                || text(route, "provider").isBlank()
                || text(route, "model").isBlank()) {
            faults.accept("routes must each have a provider and a model");
            return Stream.empty();
        }
        providers.ifPresent(known -> refuseUnknown(text(route, "provider"), known));
        if (route.size() == 2) {
            return Stream.of(new Route(text(route, "provider"), text(route, "model")));
        }
        route.propertyNames().stream().filter(key -> !KEYS.contains(key)).forEach(this::unknown);
        var mapping =
                new Mapping(
                        Optional.of(text(route, "when"))
                                .filter(when -> !when.isBlank())
                                .map(Expression::condition),
                        members(route, "rename", JsonNode::asString),
                        drop(route.path("drop")),
                        members(route, "set", value -> value),
                        members(route, "compute", value -> Expression.value(value.asString())));
        known(route.path("rename").propertyNames());
        known(drop(route.path("drop")));
        if (providers.isPresent()) {
            compile(mapping);
        }
        return Stream.of(new Route(text(route, "provider"), text(route, "model"), mapping));
    }

    private static String text(JsonNode route, String key) {
        return route.path(key).asString("");
    }

    /// One that nobody answers to would silently never be tried.
    private void refuseUnknown(String provider, Set<String> known) {
        if (!known.contains(provider)) {
            var near = Nearest.plausible(provider, List.copyOf(known));
            faults.accept(
                    "routes: there is no provider "
                            + provider
                            + near.map(it -> "; did you mean " + it + "?").orElse(""));
        }
    }

    private void unknown(String key) {
        var near = Nearest.plausible(key, KEYS).map(name -> "; did you mean " + name + "?");
        faults.accept("routes: " + key + " is not a key" + near.orElse(""));
    }

    private <T> Map<String, T> members(JsonNode route, String key, Function<JsonNode, T> value) {
        var members = new LinkedHashMap<String, T>();
        var written = route.path(key);
        if (!written.isObject() && !written.isMissingNode()) {
            faults.accept("routes: " + key + " must be a mapping");
        }
        written.properties().forEach(it -> members.put(it.getKey(), value.apply(it.getValue())));
        return members;
    }

    private Set<String> drop(JsonNode written) {
        if (!written.isArray() && !written.isMissingNode()) {
            faults.accept("routes: drop must be a list of names");
        }
        return new LinkedHashSet<>(written.valueStream().map(JsonNode::asString).toList());
    }

    /// A misspelt name would silently do nothing.
    private void known(Iterable<String> written) {
        for (var name : written) {
            if (!names.isEmpty() && !names.contains(name)) {
                var near = Nearest.plausible(name, List.copyOf(names));
                faults.accept(
                        "routes: the input has no "
                                + name
                                + near.map(it -> "; did you mean " + it + "?").orElse(""));
            }
        }
    }

    private void compile(Mapping mapping) {
        try {
            mapping.compile();
        } catch (IllegalArgumentException e) {
            faults.accept("routes: " + e.getMessage());
        }
    }
}
