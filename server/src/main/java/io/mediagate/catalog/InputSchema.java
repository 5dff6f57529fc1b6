package io.mediagate.catalog;

import io.mediagate.error.ErrorCode;
import io.mediagate.error.Family;
import io.mediagate.error.Problem;
import io.mediagate.error.Problem.Detail;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a model takes, and how an input of a caller becomes the one that is priced, stored and sent.
final class InputSchema {
    private final JsonNode schema;
    private final Optional<String> selector;
    private final Map<String, Form> named = new LinkedHashMap<>();
    private final Form implied;
    private final Form fallback;
    private volatile @Nullable Map<String, Field> fields;

    /// The schema has passed `SchemaCheck`.
    InputSchema(JsonNode schema) {
        var forms = Forms.of(schema);
        this.schema = schema;
        this.selector = forms.selector();
        forms.named().forEach((value, form) -> named.put(value, new Form(form)));
        this.fallback = new Form(forms.fallback());
        this.implied =
                forms.named().entrySet().stream()
                        .filter(form -> form.getValue().equals(forms.implied()))
                        .findFirst()
                        .map(form -> named.getOrDefault(form.getKey(), fallback))
                        .orElse(fallback);
    }

    JsonNode schema() {
        return schema;
    }

    /// All forms that an input can have, the one without a selector first.
    Set<Form> forms() {
        Set<Form> all = new LinkedHashSet<>();
        all.add(implied);
        all.addAll(named.values());
        return all;
    }

    /// All members of all forms.
    Map<String, Field> fields() {
        var known = fields;
        if (known == null) {
            var found = new LinkedHashMap<String, Field>();
            for (var form : forms()) {
                form.schema()
                        .path("properties")
                        .forEachEntry(
                                (name, member) -> found.putIfAbsent(name, Field.of(name, member)));
            }
            known = found;
            fields = known;
        }
        return known;
    }

    /// The input with defaults filled in, or an `INVALID_INPUT` problem with every fault.
    ObjectNode normalise(JsonNode input, Family family) {
        if (!input.isObject()) {
            var phrase = "must be a JSON object, not " + Quote.value(input);
            throw Problem.of(family, ErrorCode.INVALID_INPUT, "The input " + phrase + ".")
                    .withDetails(List.of(new Detail("", phrase)));
        }
        var faults = new Faults();
        var form = form(input);
        var filled = form.fill(input, faults);
        faults.settle();
        form.validate(filled, faults);
        if (!faults.isEmpty()) {
            throw faults.toProblem(family);
        }
        return filled;
    }

    private Form form(JsonNode input) {
        if (selector.isEmpty() || !input.has(selector.get())) {
            return implied;
        }
        var given = input.path(selector.get());
        return given.isString() ? named.getOrDefault(given.stringValue(), fallback) : fallback;
    }
}
