package io.mediagate.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.mediagate.catalog.Catalog;
import io.mediagate.catalog.Model;
import io.mediagate.catalog.Route;
import io.mediagate.error.Problem;
import io.mediagate.provider.Submission;
import io.mediagate.provider.SubmissionAnswer;
import io.mediagate.provider.openai.OpenaiProvider;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Every request that a bundled route can lead to is one that the vendor's published description allows.
class OpenaiDescriptionTest extends VendorBench {
    private static final JsonNode DESCRIPTION =
            YAMLMapper.builder()
                    .build()
                    .readTree(Path.of("src/test/resources/descriptions/openai.yaml").toFile());
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String PICTURE = "data:image/png;base64,iVBORw0KGgo=";
    private static final Pattern PART =
            Pattern.compile(
                    "name=\"([^\"]+)\"(?:; filename=\"[^\"]*\"\r\nContent-Type: (\\S+))?\r\n\r\n(.*?)\r\n--",
                    Pattern.DOTALL);

    OpenaiDescriptionTest() {
        super(OpenaiProvider.VENDOR);
    }

    record Asked(Model model, Route route, ObjectNode input) {
        @Override
        public String toString() {
            return model.path() + " " + input;
        }
    }

    static Stream<Asked> asked() {
        return Catalog.bundled().models().stream()
                .flatMap(model ->
                        model.routes().stream()
                                .filter(route -> route.provider().equals("openai"))
                                .flatMap(route ->
                                        inputs(model).stream()
                                                .map(input -> new Asked(model, route, input))));
    }

    /// The example, and each other value of each of its members.
    private static List<ObjectNode> inputs(Model model) {
        var example = model.example().orElseThrow();
        var inputs = new ArrayList<>(List.of(example));
        for (var property : model.inputSchema().path("properties").properties()) {
            for (var value : values(property.getValue())) {
                var input = example.deepCopy();
                input.set(property.getKey(), value);
                normalised(model, input).ifPresent(_ -> inputs.add(input));
            }
        }
        return inputs;
    }

    private static Optional<ObjectNode> normalised(Model model, JsonNode input) {
        try {
            return Optional.of(model.normalise(input));
        } catch (Problem _) {
            return Optional.empty();
        }
    }

    private static List<JsonNode> values(JsonNode schema) {
        var values = new ArrayList<JsonNode>();
        schema.path("enum").forEach(values::add);
        Stream.of("minimum", "maximum")
                .map(schema::path)
                .filter(JsonNode::isNumber)
                .forEach(values::add);
        if (schema.path("format").asString("").equals("uri")) {
            values.add(NODES.stringNode(PICTURE));
        }
        if (schema.path("items").path("format").asString("").equals("uri")) {
            values.add(NODES.arrayNode().add(PICTURE));
            values.add(NODES.arrayNode().add(PICTURE).add(PICTURE));
        }
        return values;
    }

    @ParameterizedTest
    @MethodSource("asked")
    void sendsWhatTheDescriptionAllows(Asked asked) throws Exception {
        for (var sent : sent(asked)) {
            var body = body(sent);
            assertThat(faults(sent.line(), body)).as("%s %s", sent.line(), body).isEmpty();
        }
    }

    @Test
    void asksForNoMoreAtOnceThanItMakes() throws Exception {
        var model = Catalog.bundled().require("openai/gpt-image-1.5");
        var input = NODES.objectNode().put("prompt", "a cat").put("n", 3).put("num_images", 8);

        var sent = sent(new Asked(model, model.routes().getFirst(), input));

        assertThat(sent).extracting(it -> body(it).path("n").intValue()).containsExactly(10, 10, 4);
    }

    @Test
    void asksOnlyForSizesThatTheModelMakes() {
        var model = Catalog.bundled().require("openai/gpt-image-2");
        for (var resolution : List.of("1K", "2K", "4K")) {
            for (var ratio : List.of("1:1", "16:9", "9:16", "4:3", "3:4", "3:2", "2:3")) {
                var input =
                        NODES.objectNode()
                                .put("prompt", "a cat")
                                .put("resolution", resolution)
                                .put("aspect_ratio", ratio);

                var mapped = model.routes().getFirst().map(model.normalise(input)).orElseThrow();

                assertIsMade(mapped.path("size").asString(), ratio);
            }
        }
    }

    /// What its documents say of sizes: edges by 16 and up to 3840, and so many pixels.
    private static void assertIsMade(String size, String ratio) {
        var edges = Arrays.stream(size.split("x", -1)).mapToInt(Integer::parseInt).toArray();
        var sides = Arrays.stream(ratio.split(":", -1)).mapToInt(Integer::parseInt).toArray();

        assertThat(Arrays.stream(edges)).as(size).allMatch(edge -> edge % 16 == 0 && edge <= 3840);
        assertThat(edges[0] * edges[1]).as(size).isBetween(655_360, 8_294_400);
        assertThat((double) edges[0] / edges[1])
                .as(size)
                .isCloseTo((double) sides[0] / sides[1], within(0.01));
    }

    private List<LoopbackVendor.Request> sent(Asked asked) throws Exception {
        server.on(
                "POST /images/.*", Reply.json(200, "{\"data\":[{\"b64_json\":\"iVBORw0KGgo=\"}]}"));
        server.on(
                "POST /audio/speech",
                Recording.reply(
                        JsonMapper.shared()
                                .readTree(
                                        "{\"headers\":{\"content-type\":\"audio/mpeg\"},\"body\":\"ID3\"}")));
        var mapped = asked.route().map(asked.model().normalise(asked.input())).orElseThrow();

        var answer =
                provider(recordings().findFirst().orElseThrow())
                        .submit(
                                new Submission(
                                        "gen_01TEST",
                                        1,
                                        asked.route().model(),
                                        asked.model().family(),
                                        mapped,
                                        Instant.now().plusSeconds(30)));

        assertThat(answer).isInstanceOf(SubmissionAnswer.Finished.class);
        return server.seen("POST .*");
    }

    private static JsonNode body(LoopbackVendor.Request sent) {
        var type = sent.headers().getOrDefault("content-type", "");
        return type.startsWith("multipart/")
                ? form(sent)
                : JsonMapper.shared().readTree(sent.body());
    }

    /// A form as the object that it stands for: of files their kinds, numbers where the description wants them.
    private static ObjectNode form(LoopbackVendor.Request sent) {
        var text = new String(sent.body(), StandardCharsets.ISO_8859_1);
        var form = NODES.objectNode();
        var part = PART.matcher(text);
        for (int at = 0; part.find(at); at = part.end() - 2) {
            var name = part.group(1).replace("[]", "");
            if (part.group(2) != null) {
                form.withArray(name).add(part.group(2));
            } else if (isNumber(sent.line(), name)) {
                form.put(name, Integer.parseInt(part.group(3)));
            } else {
                form.put(name, part.group(3));
            }
        }
        return form;
    }

    private static boolean isNumber(String line, String name) {
        return DESCRIPTION
                .path(line)
                .path("properties")
                .path(name)
                .path("type")
                .asString("")
                .equals("integer");
    }

    private static List<String> faults(String line, JsonNode body) {
        var schema = Objects.requireNonNull(DESCRIPTION.get(line), line);
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema)
                .validate(body)
                .stream()
                .map(Object::toString)
                .toList();
    }
}
