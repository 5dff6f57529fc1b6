package io.mediagate.api.reference;

import io.mediagate.api.reference.ErrorAnswers.Door;
import io.mediagate.catalog.Catalog;
import io.mediagate.catalog.Model;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// Describes a path and an SSE twin for each model of the catalogue. Retired models stay in it, as
/// deprecated: who still calls one finds why it is refused.
final class ModelPaths {
    private static final String CREATE = "/api/v1/generation/";
    private static final String STREAM = "/api/v1/generation/sse/";

    private final ObjectNode paths;
    private final ObjectNode schemas;
    private final ErrorAnswers errors;
    private final Set<String> names = new HashSet<>();

    ModelPaths(ObjectNode document, ErrorAnswers errors) {
        this.paths = document.withObjectProperty("paths");
        this.schemas = document.withObjectProperty("components").withObjectProperty("schemas");
        this.errors = errors;
        schemas.propertyNames().forEach(names::add);
    }

    void addAll(Catalog catalog) {
        catalog.models().forEach(this::add);
    }

    private void add(Model model) {
        var name = name(model.path());
        schemas.set(name + "Input", inputSchema(model));
        var audience = Audience.of(model.family());

        var create = operation(CREATE + model.path(), model, name);
        create.put("operationId", "create" + name).put("summary", model.title());
        create.putArray("tags").add(audience.tag());
        create.withArrayProperty("parameters").addObject().put("$ref", parameter("Prefer"));
        create.withArrayProperty("parameters").addObject().put("$ref", parameter("DryRun"));
        create.withArrayProperty("parameters").addObject().put("$ref", parameter("IdempotencyKey"));
        var answers = create.putObject("responses");
        answers.putObject("200").put("$ref", response(audience.word() + "Ended"));
        answers.putObject("202").put("$ref", response(audience.word() + "Accepted"));
        errors.addTo(answers, audience, Door.KEYED, ErrorAnswers.OF_REPETITIONS);

        var stream = operation(STREAM + model.path(), model, name);
        stream.put("operationId", "stream" + name).put("summary", model.title() + ", streamed");
        stream.putArray("tags").add(audience.tag() + ", streamed");
        stream.withArrayProperty("parameters").addObject().put("$ref", parameter("DryRun"));
        stream.withArrayProperty("parameters").addObject().put("$ref", parameter("IdempotencyKey"));
        answers = stream.putObject("responses");
        answers.putObject("200").put("$ref", response(audience.word() + "Stream"));
        errors.addTo(answers, audience, Door.KEYED, ErrorAnswers.OF_REPETITIONS);
    }

    private ObjectNode operation(String path, Model model, String name) {
        var operation = paths.putObject(path).putObject("post");
        operation.put("description", description(model));
        if (model.retiresAt().isPresent() || model.status() == Model.Status.RETIRED) {
            operation.put("deprecated", true);
        }
        operation.put("x-model", model.path());
        operation.put("x-status", model.status().name().toLowerCase(Locale.ROOT));
        model.retiresAt().ifPresent(day -> operation.put("x-retires-at", day.toString()));
        operation.put("x-deadline-seconds", model.deadline().toSeconds());
        var price = operation.putObject("x-price").put("unit", "credits");
        price.put("expression", model.priceExpression());
        model.startingPrice().ifPresent(least -> price.put("example", least.amount()));
        var body = operation.putObject("requestBody").put("required", true);
        var contents = body.putObject("content");
        var content = contents.putObject("application/json");
        content.putObject("schema").put("$ref", OpenApi.ref(name + "Input"));
        model.example().ifPresent(example -> content.set("example", example));
        if (model.takesFiles()) {
            contents.putObject("multipart/form-data")
                    .putObject("schema")
                    .put("type", "object")
                    .put(
                            "description",
                            "The same members as parts; where a link to a file is taken, a file may be sent.");
        }
        return operation;
    }

    private static String description(Model model) {
        var text = new StringBuilder(model.summary()).append("\n\n");
        switch (model.status()) {
            case AVAILABLE -> {}
            case PREVIEW -> text.append("*Preview: its parameters may still change.*\n\n");
            case RETIRED -> text.append("**Retired: answers `UNSUPPORTED_MODEL`.**\n\n");
        }
        model.retiresAt().ifPresent(day -> text.append("Its end is ").append(day).append(".\n\n"));
        text.append("Price in credits: `").append(model.priceExpression().strip()).append('`');
        model.startingPrice()
                .ifPresent(least ->
                        text.append(", ").append(least.amount()).append(" for the example"));
        return text.append(". Times out after ")
                .append(model.deadline().toSeconds())
                .append(" s.")
                .toString();
    }

    /// The model's own schema. Closed, as the program reads it, where that can be said in place.
    private static ObjectNode inputSchema(Model model) {
        var schema = (ObjectNode) model.inputSchema().deepCopy();
        schema.put("title", model.title());
        if (!schema.has("additionalProperties") && !schema.has("oneOf")) {
            schema.put("additionalProperties", false);
        }
        return schema;
    }

    /// A name for code that is generated: `google/veo-3.1` is `GoogleVeo3_1`.
    private String name(String path) {
        var name = new StringBuilder();
        for (var word : path.split("[^A-Za-z0-9.]+", -1)) {
            if (!word.isEmpty()) {
                name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
            }
        }
        var plain = name.toString().replace('.', '_');
        var free = plain;
        for (int i = 2; !names.add(free + "Input"); i++) {
            free = plain + "_" + i;
        }
        return free;
    }

    private static String parameter(String name) {
        return "#/components/parameters/" + name;
    }

    private static String response(String name) {
        return "#/components/responses/" + name;
    }
}
