package io.mediagate.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// What the bundled routes make of what callers send: `server/src/test/resources/routes/<provider>.yaml`.
class RoutedInputsTest {
    private static final Catalog CATALOG = Catalog.bundled(Shelf.TODAY);
    private static final YAMLMapper YAML = YAMLMapper.builder().build();

    record Case(String provider, JsonNode yaml) {
        @Override
        public String toString() {
            return provider + ": " + yaml.path("model").asString() + " " + yaml.path("input");
        }
    }

    static Stream<Case> cases() {
        try (var files = Files.list(Path.of("src/test/resources/routes"))) {
            return files.sorted().flatMap(RoutedInputsTest::cases).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Case> cases(Path file) {
        var provider = file.getFileName().toString().replace(".yaml", "");
        return YAML.readTree(file.toFile()).valueStream().map(it -> new Case(provider, it));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void becomeWhatTheProviderDocuments(Case given) {
        var model = CATALOG.require(given.yaml().path("model").asString());
        var input = model.normalise(given.yaml().path("input"));

        var serving =
                model.routes().stream()
                        .filter(route -> route.provider().equals(given.provider()))
                        .filter(route -> route.map(input).isPresent())
                        .toList();

        assertThat(serving).as("routes that serve it").hasSize(1);
        assertThat(serving.getFirst().model()).isEqualTo(given.yaml().path("asks").asString());
        assertThat(plain(serving.getFirst().map(input).orElseThrow()))
                .isEqualTo(plain((ObjectNode) given.yaml().path("for")));
    }

    static Stream<Model> models() {
        return CATALOG.models().stream();
    }

    /// An expression that fails on an input fails the generation of a caller.
    @ParameterizedTest
    @MethodSource("models")
    void compilesAndTakesTheSmallestInputOfEachWorkflow(Model model) {
        for (var route : model.routes()) {
            route.mapping().compile();
            for (var example : model.examples()) {
                assertThatCode(() -> route.map(model.normalise(example)))
                        .as("%s of %s for %s", route.model(), route.provider(), example)
                        .doesNotThrowAnyException();
            }
        }
    }

    /// Without the difference between an integer and a long.
    private static JsonNode plain(ObjectNode json) {
        return YAML.readTree(YAML.writeValueAsString(json));
    }
}
