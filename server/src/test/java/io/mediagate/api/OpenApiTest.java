package io.mediagate.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.mediagate.catalog.Catalog;
import io.mediagate.error.ErrorCode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// The OpenAPI document against itself, the catalogue, the routes and the answers.
class OpenApiTest {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    @TempDir private static Path folder;
    private static Front front;
    private static String text;
    private static JsonNode document;

    @BeforeAll
    static void ask() {
        front = new Front(folder);
        text = front.get("/openapi.json").body();
        document = JsonBodies.MAPPER.readTree(text);
    }

    @AfterAll
    static void stop() {
        front.close();
    }

    @Test
    void resolvesEveryReference() {
        var refs = new TreeSet<String>();
        collectRefs(document, refs);

        assertThat(refs).hasSizeGreaterThan(100);
        assertThat(refs)
                .allSatisfy(ref ->
                        assertThat(document.at(ref.substring(1)).isMissingNode())
                                .as(ref)
                                .isFalse());
    }

    private static void collectRefs(JsonNode node, Set<String> refs) {
        if (node.path("$ref").isString()) {
            refs.add(node.get("$ref").stringValue());
        }
        if (node.path("x-frame-schema").isString()) {
            refs.add(node.get("x-frame-schema").stringValue());
        }
        node.forEach(child -> collectRefs(child, refs));
    }

    @Test
    void hasValidSchemas() {
        var meta =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(
                                com.networknt.schema.SchemaLocation.of(
                                        "https://json-schema.org/draft/2020-12/schema"));

        assertThat(document.at("/components/schemas").properties())
                .hasSizeGreaterThan(Catalog.bundled().models().size())
                .allSatisfy(
                        it -> assertThat(meta.validate(it.getValue())).as(it.getKey()).isEmpty());
    }

    @Test
    void givesExamplesThatAreValid() {
        var described = DescribedAnswers.of(text);

        for (var model : Catalog.bundled().models()) {
            var pointer =
                    "/paths/"
                            + ("/api/v1/generation/" + model.path()).replace("/", "~1")
                            + "/post/requestBody/content/application~1json";
            var body = document.at(pointer);
            assertThat(body.has("example")).as(model.path()).isTrue();
            assertThat(described.schema(pointer + "/schema").validate(body.get("example")))
                    .as(model.path())
                    .isEmpty();
        }
    }

    @Test
    void hasEveryModelAndItsStream() {
        for (var model : Catalog.bundled().models()) {
            for (var prefix : List.of("/api/v1/generation/", "/api/v1/generation/sse/")) {
                var operation = document.path("paths").path(prefix + model.path()).path("post");
                assertThat(operation.path("x-model").asString("")).isEqualTo(model.path());
                assertThat(operation.at("/x-price/expression").asString(""))
                        .isEqualTo(model.priceExpression());
                assertThat(operation.path("deprecated").asBoolean(false))
                        .isEqualTo(model.retiresAt().isPresent());
            }
        }
    }

    @Test
    void namesEveryOperationDifferently() {
        var names = new ArrayList<String>();
        operations().forEach(operation -> names.add(operation.path("operationId").asString("")));

        assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.matches("[a-z]\\w+"));
    }

    private static Stream<JsonNode> operations() {
        return document.path("paths")
                .valueStream()
                .flatMap(path -> path.properties().stream())
                .filter(entry -> METHODS.contains(entry.getKey()))
                .map(Map.Entry::getValue);
    }

    @Test
    void usesOnlyTagsThatItExplains() {
        var explained = document.path("tags").findValuesAsString("name");

        assertThat(operations().flatMap(operation -> operation.path("tags").valueStream()))
                .allSatisfy(tag -> assertThat(explained).contains(tag.asString()));
    }

    @Test
    void describesEveryRouteAndNoOther() {
        var models = Catalog.bundled().models().stream().map(model -> model.path()).toList();
        var described = new TreeSet<String>();
        for (var path : document.path("paths").properties()) {
            boolean ofModel =
                    models.stream().anyMatch(model -> path.getKey().endsWith("/" + model));
            var places = new ArrayList<>(List.of(path.getKey()));
            path.getValue().path("x-also-at").forEach(it -> places.add(it.asString()));
            for (var method : path.getValue().propertyNames()) {
                if (METHODS.contains(method) && !ofModel) {
                    places.forEach(place -> described.add(method + " " + canonical(place)));
                }
            }
        }
        var routed = new TreeSet<String>();
        for (var endpoint : front.api.endpoints()) {
            routed.add(
                    endpoint.method().toLowerCase(java.util.Locale.ROOT)
                            + " "
                            + canonical(endpoint.template()));
        }
        // The model of one segment is described with those of several.
        routed.remove("post /api/v1/generation/{}");
        routed.remove("post /generation/{}");

        assertThat(described).isEqualTo(routed);
    }

    private static String canonical(String template) {
        return template.replaceAll("\\{provider}/\\{model}|\\{\\w+\\.\\.\\.}", "**")
                .replaceAll("\\{[^}]*}", "{}");
    }

    @Test
    void hasEveryCode() {
        var codes = new TreeSet<String>();
        document.at("/components/schemas/ErrorCode/enum").forEach(it -> codes.add(it.asString()));

        for (var code : ErrorCode.values()) {
            for (var family : io.mediagate.error.Family.values()) {
                if (code.scope() != ErrorCode.Scope.GENERAL) {
                    assertThat(codes).contains(code.in(family));
                }
            }
            if (code.scope() != ErrorCode.Scope.GENERATION) {
                assertThat(codes).contains(code.name());
            }
        }
    }

    @Test
    void namesTheServerAsTheCallerDid() {
        assertThat(document.at("/servers/0/url").asString(""))
                .isEqualTo("http://127.0.0.1:" + front.api.port());
    }

    @Test
    void isNotSentTwiceToWhoHasIt() {
        var tag = front.get("/openapi.json").headers().firstValue("ETag").orElseThrow();

        var again = front.get("/openapi.json", "If-None-Match", tag);

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void describesTheAnswersOfEveryAddressOfItsOwn() {
        var described = DescribedAnswers.of(text);

        for (var path :
                List.of(
                        "/",
                        "/docs",
                        "/docs/viewer.js",
                        "/docs/start.js",
                        "/docs/style.css",
                        "/docs/icon.svg",
                        "/docs/nothing",
                        "/llms.txt",
                        "/openapi.json",
                        "/healthz",
                        "/readyz",
                        "/metrics",
                        "/api/v1/models",
                        "/api/v1/credits",
                        "/api/v1/models/" + Front.VIDEO,
                        "/api/v1/models/no/such",
                        "/api/v1/generation/gen_1",
                        "/api/v1/generations?limit=0",
                        "/nowhere")) {
            check(described, "GET", path, front.get(path));
        }
        check(described, "GET", "/", front.get("/", "Accept", "text/html"));
        check(described, "POST", "/docs", front.post("/docs", "{}"));
        for (var model : List.of(Front.IMAGE, Front.VIDEO, Front.SPEECH, "no/such")) {
            var path = "/api/v1/generation/" + model;
            var body = model.equals(Front.SPEECH) ? "{\"text\":\"a\"}" : "{\"prompt\":\"a\"}";
            check(described, "POST", path, front.post(path, body));
            check(described, "POST", path, front.post(path + "?dry_run=true", body));
            check(described, "POST", path, front.post(path, "{\"n\":"));
            check(
                    described,
                    "POST",
                    path,
                    front.post(path, "{}", "Accept", "application/problem+json"));
        }
    }

    private static void check(
            DescribedAnswers described, String method, String path, HttpResponse<String> answer) {
        described.check(method, path, answer.statusCode(), answer.headers().map(), answer.body());
    }

    @Test
    void passesTheLinter() throws IOException, InterruptedException {
        var linter = linter();
        if (linter.isEmpty()) {
            LoggerFactory.getLogger(OpenApiTest.class)
                    .warn("redocly is not on the PATH: /openapi.json has NOT been linted");
        }
        assumeTrue(linter.isPresent(), "redocly is not on the PATH");
        var file = Files.writeString(folder.resolve("openapi.json"), text);
        var output = folder.resolve("lint.txt");

        var process =
                new ProcessBuilder(linter.get().toString(), "lint", file.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        process.environment().putAll(Map.of("REDOCLY_TELEMETRY", "off", "CI", "true"));
        var running = process.start();

        assertThat(running.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(running.exitValue()).as(Files.readString(output)).isZero();
    }

    private static java.util.Optional<Path> linter() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .filter(place -> !place.isEmpty())
                .map(place -> Path.of(place, "redocly"))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
