package io.mediagate.api.reference;

import io.mediagate.api.GenerationJson;
import io.mediagate.api.reference.ErrorAnswers.Door;
import io.mediagate.catalog.Catalog;
import io.mediagate.catalog.Model;
import io.mediagate.error.ErrorCode.NextAction;
import io.mediagate.error.Family;
import io.mediagate.generation.State;
import io.mediagate.resource.ProgramFiles;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Makes the OpenAPI document: what is written by hand in `reference/openapi.yaml`, completed from the
/// catalogue and from the tables of errors, states and families.
final class OpenApi {
    private static final String SOURCE = "/reference/openapi.yaml";
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    private final ObjectNode document;
    private final ObjectNode components;
    private final ErrorAnswers errors;

    private OpenApi(ObjectNode document) {
        this.document = document;
        this.components = document.withObjectProperty("components");
        this.errors = new ErrorAnswers(components);
    }

    /// The whole document.
    ///
    /// @param server where the API answers, without a slash at the end
    static ObjectNode describe(Catalog catalog, String version, String server) {
        var api = new OpenApi(byHand());
        api.document.withObjectProperty("info").put("version", version);
        api.document.putArray("servers").addObject().put("url", server);
        api.addVocabulary();
        api.addFamilies();
        api.completePaths();
        new ModelPaths(api.document, api.errors).addAll(catalog);
        api.addEdgeErrors();
        api.nameRequests();
        return api.document;
    }

    private static ObjectNode byHand() {
        return (ObjectNode) new YAMLMapper().readTree(ProgramFiles.bytes(SOURCE));
    }

    private void addVocabulary() {
        words("Status", Stream.of(State.values()).map(GenerationJson::status));
        words("Family", Stream.of(Family.values()).map(Enum::name));
        words(
                "ModelStatus",
                Stream.of(Model.Status.values()).map(one -> one.name().toLowerCase(Locale.ROOT)));
        words("NextAction", Stream.of(NextAction.values()).map(NextAction::publicName));
        words("ErrorCode", ErrorAnswers.codes(Audience.EVERYBODY).stream());
        words("GenerationErrorCode", ErrorAnswers.generationCodes(Audience.EVERYBODY).stream());
    }

    private void words(String name, Stream<String> values) {
        var schema = schemas().putObject(name).put("type", "string");
        ErrorAnswers.strings(schema.putArray("enum"), values.toList());
    }

    private ObjectNode schemas() {
        return components.withObjectProperty("schemas");
    }

    /// What each family's own addresses answer: the general answers with narrower schemas.
    private void addFamilies() {
        for (var audience : Audience.OF_FAMILIES) {
            var word = audience.word();
            words(word + "ErrorCode", ErrorAnswers.generationCodes(audience).stream());
            narrowGeneration(audience);
            var stream = (ObjectNode) schemas().path("EventStream").deepCopy();
            schemas().set(word + "EventStream", stream);
            stream.put("x-frame-schema", ref(word + "Generation"));
            for (var answer : List.of("Accepted", "Ended", "Stream")) {
                var copy = components.path("responses").path("Generation" + answer).deepCopy();
                narrow(copy, audience);
                components.withObjectProperty("responses").set(word + answer, copy);
            }
        }
    }

    private void narrowGeneration(Audience audience) {
        var schema = schemas().putObject(audience.word() + "Generation");
        schema.putArray("allOf").addObject().put("$ref", ref("Generation"));
        var properties = schema.putObject("properties");
        var data = properties.putObject("data").putArray("oneOf");
        data.addObject().put("$ref", ref(audience.result()));
        data.addObject().put("type", "null");
        properties.putObject("code").put("$ref", ref(audience.word() + "ErrorCode"));
    }

    private static void narrow(JsonNode node, Audience audience) {
        for (var name : List.of("Generation", "EventStream")) {
            if (node instanceof ObjectNode object
                    && object.path("$ref").asString("").equals(ref(name))) {
                object.put("$ref", ref(audience.word() + name));
            }
        }
        node.forEach(child -> narrow(child, audience));
    }

    static String ref(String schema) {
        return "#/components/schemas/" + schema;
    }

    private void completePaths() {
        for (var path : document.path("paths").properties()) {
            for (var entry : path.getValue().properties()) {
                if (METHODS.contains(entry.getKey())) {
                    complete(path.getValue(), entry.getKey(), (ObjectNode) entry.getValue());
                }
            }
        }
    }

    private void complete(JsonNode path, String method, ObjectNode operation) {
        var asked = operation.required("x-errors");
        operation.remove("x-errors");
        var statuses = new TreeSet<Integer>();
        asked.path("statuses").forEach(status -> statuses.add(status.intValue()));
        if (method.equals("post")) {
            statuses.addAll(ErrorAnswers.OF_REPETITIONS);
            operation
                    .withArrayProperty("parameters")
                    .addObject()
                    .put("$ref", "#/components/parameters/IdempotencyKey");
        }
        var security = operation.path("security");
        errors.addTo(
                operation.withObjectProperty("responses"),
                Audience.named(asked.path("family").asString("")),
                security.isArray() && security.isEmpty() ? Door.OPEN : Door.KEYED,
                statuses);
        if (path.has("x-also-at")) {
            var places =
                    path.path("x-also-at")
                            .valueStream()
                            .map(place -> "`" + place.asString() + "`")
                            .toList();
            operation.put(
                    "description",
                    operation.path("description").asString("").stripTrailing()
                            + "\n\nAlso at "
                            + String.join(", ", places)
                            + ".");
        }
    }

    /// What is answered before an operation is known.
    private void addEdgeErrors() {
        errors.require(Audience.NOBODY, 404);
        errors.require(Audience.NOBODY, 405);
    }

    private void nameRequests() {
        for (var response : components.path("responses")) {
            nameRequest((ObjectNode) response);
        }
        for (var path : document.path("paths")) {
            for (var operation : path) {
                for (var response : operation.path("responses")) {
                    if (!response.has("$ref")) {
                        nameRequest((ObjectNode) response);
                    }
                }
            }
        }
    }

    private static void nameRequest(ObjectNode response) {
        response.withObjectProperty("headers")
                .putObject("X-Request-Id")
                .put("$ref", "#/components/headers/RequestId");
    }
}
