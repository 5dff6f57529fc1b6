package io.mediagate.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.config.KnownVendor;
import io.mediagate.error.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Holds for the routes of every model that ships and is not retired.
class BundledRoutesTest {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    static final List<Model> MODELS =
            Catalog.bundled(Shelf.TODAY).models().stream()
                    .filter(model -> model.status() != Model.Status.RETIRED)
                    .toList();

    private static final List<String> VENDORS =
            KnownVendor.all().stream().map(KnownVendor::name).toList();

    /// Nobody else among our vendors was found to have it.
    private static final List<String> OFFERED_BY_ONE =
            List.of("openai/gpt-4o-mini-tts", "veed/lipsync");

    @ParameterizedTest
    @FieldSource("MODELS")
    void leadToVendorsThatAreKnown(Model model) {
        assertThat(model.routes()).isNotEmpty();
        assertThat(model.routes()).extracting(Route::provider).isSubsetOf(VENDORS);
    }

    /// One that nobody serves would be accepted and could never be made; one that a vendor serves twice
    /// would be tried there twice.
    @ParameterizedTest
    @FieldSource("MODELS")
    void serveEveryInputAndEachVendorOnce(Model model) {
        for (var input : inputs(model)) {
            var serving =
                    model.routes().stream()
                            .filter(route -> route.map(input).isPresent())
                            .map(Route::provider)
                            .toList();

            assertThat(serving).as("%s", input).isNotEmpty().doesNotHaveDuplicates();
        }
    }

    /// A second vendor carries a model when the first is down.
    @Test
    void leadToTwoVendorsWhereTwoOfferTheModel() {
        var alone = MODELS.stream().filter(model -> vendors(model).size() < 2);

        assertThat(alone).extracting(Model::path).isSubsetOf(OFFERED_BY_ONE);
    }

    @Test
    void areCountedInTheDocs() throws IOException {
        long alone = MODELS.stream().filter(model -> vendors(model).size() < 2).count();

        assertThat(Files.readString(Path.of("../docs/03-catalogue.md")))
                .contains("| one | %d |".formatted(alone))
                .contains("| two or more | %d |".formatted(MODELS.size() - alone));
    }

    private static Set<String> vendors(Model model) {
        return Set.copyOf(model.routes().stream().map(Route::provider).toList());
    }

    /// For each workflow the least and the most that can be sent, and both with each single member
    /// changed to each value worth trying.
    private static List<ObjectNode> inputs(Model model) {
        var inputs = new ArrayList<ObjectNode>();
        for (var form : new InputSchema((ObjectNode) model.inputSchema()).forms()) {
            var least = Example.of(form.schema());
            var most = least.deepCopy();
            properties(form).forEach(it -> fill(most, it.getKey(), it.getValue()));
            for (var start : List.of(least, most)) {
                inputs.add(start);
                properties(form)
                        .forEach(it ->
                                values(it.getValue())
                                        .map(value -> with(start, it.getKey(), value))
                                        .forEach(inputs::add));
            }
        }
        return inputs.stream()
                .filter(input -> isTaken(model, input))
                .map(model::normalise)
                .distinct()
                .toList();
    }

    private static Stream<Map.Entry<String, JsonNode>> properties(Form form) {
        return form.schema().path("properties").propertyStream();
    }

    private static void fill(ObjectNode input, String name, JsonNode schema) {
        if (!input.has(name)) {
            values(schema).findFirst().ifPresent(value -> input.set(name, value));
        }
    }

    private static Stream<JsonNode> values(JsonNode schema) {
        if (schema.has("const")) {
            return Stream.of(schema.path("const"));
        }
        if (schema.has("enum")) {
            return schema.path("enum").valueStream();
        }
        var type = schema.path("type");
        return switch ((type.isArray() ? type.path(0) : type).asString("")) {
            case "boolean" -> Stream.of(NODES.booleanNode(true), NODES.booleanNode(false));
            case "array" -> Stream.of(1, 2, 3).map(count -> list(schema.path("items"), count));
            case "integer", "number" ->
                    Stream.of("minimum", "maximum", "default")
                            .filter(schema::has)
                            .map(schema::path);
            case "string" -> Stream.of(text(schema));
            default -> Stream.of();
        };
    }

    private static JsonNode list(JsonNode items, int count) {
        var list = NODES.arrayNode();
        for (int i = 0; i < count; i++) {
            list.add(
                    items.path("type").asString("").equals("object")
                            ? NODES.objectNode()
                            : text(items));
        }
        return list;
    }

    private static JsonNode text(JsonNode schema) {
        return NODES.stringNode(
                schema.has("pattern")
                        ? "en"
                        : "https://example.com/" + schema.path("format").asString("x"));
    }

    private static ObjectNode with(ObjectNode input, String name, JsonNode value) {
        return input.deepCopy().set(name, value);
    }

    private static boolean isTaken(Model model, ObjectNode given) {
        try {
            model.normalise(given);
            return true;
        } catch (Problem _) {
            return false;
        }
    }
}
