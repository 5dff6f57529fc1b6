package io.mediagate.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.error.Family;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Holds for every model that ships: what the build checks cheaply is checked here in full.
class BundledModelsTest {
    static final List<Model> MODELS = Catalog.bundled(Shelf.TODAY).models();

    /// More of these must not come for the same price.
    private static final Set<String> COUNTS = Set.of("n", "num_images", "duration", "seconds");

    @ParameterizedTest
    @FieldSource("MODELS")
    void meetsTheMetaSchema(Model model) {
        assertThat(SchemaCheck.faultsByMetaSchema(model.inputSchema())).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("MODELS")
    void takesTheSmallestInputOfEachWorkflow(Model model) {
        for (var example : model.examples()) {
            var input = model.normalise(example);

            assertThat(model.normalise(input)).as("normalising again").isEqualTo(input);
            assertThat(model.price(input).amount()).isPositive();
        }
    }

    @ParameterizedTest
    @FieldSource("MODELS")
    void takesTheInputThatItsSchemaTakes(Model model) {
        var example = model.examples().getFirst();

        assertThat(new Form((ObjectNode) model.inputSchema()).validator().validate(example))
                .as("the schema as it is published")
                .isEmpty();
    }

    @ParameterizedTest
    @FieldSource("MODELS")
    void hasAPriceForWhateverTheSchemaAllows(Model model) {
        for (var example : model.examples()) {
            for (var property : properties(model)) {
                for (var value : values(property.getValue())) {
                    var given = example.deepCopy();
                    given.set(property.getKey(), value);
                    if (isTaken(model, given)) {
                        assertThat(model.price(model.normalise(given)).amount())
                                .as("%s", given)
                                .isBetween(1L, 2_000L);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @FieldSource("MODELS")
    void costsMoreForMore(Model model) {
        for (var example : model.examples()) {
            for (var property : properties(model)) {
                if (!COUNTS.contains(property.getKey())) {
                    continue;
                }
                var ascending =
                        values(property.getValue()).stream()
                                .map(value -> with(example, property.getKey(), value))
                                .filter(given -> isTaken(model, given))
                                .map(given -> model.price(model.normalise(given)).amount())
                                .toList();
                assertThat(ascending).as(property.getKey()).isSorted();
                if (ascending.size() > 1) {
                    assertThat(ascending.getLast())
                            .as(property.getKey())
                            .isGreaterThan(ascending.getFirst());
                }
            }
        }
    }

    /// An open schema lets any member through; one that makes more of the product must be described,
    /// or it would be free.
    @ParameterizedTest
    @FieldSource("MODELS")
    void describesWhatMultipliesTheCost(Model model) {
        if (model.inputSchema().path("additionalProperties").asBoolean(false)) {
            assertThat(model.inputSchema().path("properties").propertyNames()).contains("n");
            if (model.family() == Family.VIDEO) {
                assertThat(model.inputSchema().path("properties").propertyNames())
                        .contains("duration");
            }
        }
    }

    @ParameterizedTest
    @FieldSource("MODELS")
    void describesItsFieldsToCallers(Model model) {
        assertThat(model.title()).isNotBlank();
        assertThat(model.summary()).endsWith(".").doesNotContainIgnoringCase("prose");
        for (var property : properties(model)) {
            if (property.getValue().has("type")) {
                assertThat(property.getValue().path("description").asString(""))
                        .as(property.getKey())
                        .endsWith(".");
            }
        }
    }

    @Test
    void liesInTheFileOfItsProvider() {
        for (var file : CatalogFile.bundled()) {
            var provider = file.name().replace(".yaml", "");

            assertThat(file.yaml().lines().filter(line -> line.startsWith("- path: ")))
                    .allMatch(line -> Model.providerOf(line.substring(8)).equals(provider));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    google/veo-3.1            | {}                                                      | 20
                    google/veo-3.1            | {'generate_audio':false}                                | 12
                    google/veo-3.1            | {'duration':4,'resolution':'720p'}                      | 8
                    google/veo-3.1            | {'n':4}                                                 | 80
                    google/veo-3.1-fast       | {}                                                      | 14
                    openai/gpt-image-2        | {'quality':'low'}                                       | 1
                    openai/gpt-image-2        | {'n':2,'num_images':3,'quality':'low'}                  | 6
                    openai/gpt-image-2        | {'resolution':'4K'}                                     | 18
                    openai/gpt-image-1.5      | {'quality':'high','image_size':'1536x1024'}             | 9
                    black-forest-labs/kontext | {'resolution':'4K'}                                     | 5
                    black-forest-labs/flux-2-pro | {}                                                   | 3
                    xai/grok-imagine-image    | {'n':3,'image_url':null}                                | 6
                    kling-ai/v3/video         | {'duration':10,'quality':'pro'}                         | 30
                    ltx-2.3                   | {'duration':10,'resolution':'2160p'}                    | 80
                    lightricks/ltx-2.3/extend-video | {'duration':5.5}                                  | 12
                    pixverse/v6               | {'duration':7.2,'resolution':'1080p','generate_audio':true} | 26
                    minimax-tts/speech-02-hd  | {}                                                      | 1
                    z-image/z-image           | {'n':2}                                                 | 2
                    """)
    void hasThesePrices(String path, String chosen, long price) {
        var model =
                MODELS.stream().filter(one -> one.path().equals(path)).findFirst().orElseThrow();
        var given = model.examples().getFirst();
        given.setAll((ObjectNode) Shelf.json(chosen));

        assertThat(model.price(model.normalise(given)).amount()).isEqualTo(price);
    }

    @ParameterizedTest
    @CsvSource({
        "minimax-tts/speech-02-hd,             1,   1",
        "minimax-tts/speech-02-hd,           500,   1",
        "minimax-tts/speech-02-hd,           501,   2",
        "minimax-tts/speech-02-hd,         10000,  20",
        "minimax-tts/speech-2.8-turbo,      1000,   1",
        "minimax-tts/speech-2.8-hd,         1001,   3",
        "elevenlabs/eleven-v3,              5000,  20",
        "elevenlabs/eleven-multilingual-v2,  501,   4",
        "openai/gpt-4o-mini-tts,            4096,   5",
        "qwen/qwen3-tts,                    2000,   2"
    })
    void pricesSpeechByItsLength(String path, int characters, long price) {
        var model =
                MODELS.stream().filter(one -> one.path().equals(path)).findFirst().orElseThrow();
        var given = JsonNodeFactory.instance.objectNode().put("text", "ä".repeat(characters));

        assertThat(model.price(model.normalise(given)).amount()).isEqualTo(price);
    }

    private static List<java.util.Map.Entry<String, JsonNode>> properties(Model model) {
        return Stream.concat(
                        Stream.of(model.inputSchema()),
                        model.inputSchema().path("oneOf").valueStream())
                .flatMap(schema -> schema.path("properties").propertyStream())
                .toList();
    }

    /// The values worth trying: every one that is listed, or the ends and the middle of a range.
    private static List<JsonNode> values(JsonNode schema) {
        if (schema.has("enum")) {
            return schema.path("enum").valueStream().toList();
        }
        if (schema.has("minimum") && schema.has("maximum")) {
            double least = schema.path("minimum").asDouble();
            double most = schema.path("maximum").asDouble();
            return Stream.of(least, Math.floor((least + most) / 2), most)
                    .map(value -> (JsonNode) JsonNodeFactory.instance.numberNode(value))
                    .toList();
        }
        return schema.path("type").asString("").equals("boolean")
                ? List.of(
                        JsonNodeFactory.instance.booleanNode(true),
                        JsonNodeFactory.instance.booleanNode(false))
                : List.of();
    }

    private static ObjectNode with(ObjectNode example, String name, JsonNode value) {
        return example.deepCopy().set(name, value);
    }

    private static boolean isTaken(Model model, ObjectNode given) {
        try {
            model.normalise(given);
            return true;
        } catch (io.mediagate.error.Problem _) {
            return false;
        }
    }
}
