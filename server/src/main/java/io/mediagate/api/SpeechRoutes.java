package io.mediagate.api;

import io.mediagate.api.Form.Part;
import io.mediagate.catalog.Catalog;
import io.mediagate.catalog.Model;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Family;
import io.mediagate.error.Problem;
import io.mediagate.generation.Draft;
import io.mediagate.generation.Generation;
import io.mediagate.generation.Generations;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Speech in one call: an ordinary generation underneath, whose end is the answer.
final class SpeechRoutes implements Routes {

    private static final List<String> PREFIXES = List.of("/api", "/api/v1", "");
    private static final List<String> NAMES = List.of("modelId", "provider", "model", "endpoint");
    // The deadline runs from the start; until then it may have queued, and its end must reach us.
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final Catalog catalog;
    private final Generations generations;
    private final Creation creation;
    private final GenerationAnswers answers;

    SpeechRoutes(
            Catalog catalog,
            Generations generations,
            Creation creation,
            GenerationAnswers answers) {
        this.catalog = catalog;
        this.generations = generations;
        this.creation = creation;
        this.answers = answers;
    }

    @Override
    public void addTo(Router router) {
        router.creates(PREFIXES, "/ai/tts/generate", this::speak);
    }

    private void speak(Exchange exchange) throws InterruptedException {
        Creation.caller(exchange, () -> Family.TTS);
        var accepted = creation.accept(exchange, () -> draft(exchange));
        if (accepted.isPresent()) {
            var model = catalog.require(accepted.get().model());
            var limit = model.deadline().plus(GRACE);
            answer(exchange, model, generations.awaitEnd(accepted.get(), limit));
        }
    }

    private Draft draft(Exchange exchange) {
        exchange.speaksFor(Family.TTS);
        return FormReader.isForm(exchange) ? ofForm(exchange) : ofJson(exchange);
    }

    private Draft ofJson(Exchange exchange) {
        var body = JsonBodies.object(exchange);
        requireKnownMembers(body);
        var model = model(body);
        if (body.get("input") instanceof ObjectNode input) {
            return creation.draft(exchange, model, input);
        }
        throw invalid("/input: must be an object with the model's parameters.");
    }

    /// In a form, `input` is left out or spelled as `input[text]` or `input.text`.
    private Draft ofForm(Exchange exchange) {
        var parts = creation.form(exchange).parts();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        for (var part : parts) {
            if (part instanceof Part.Text text && NAMES.contains(part.name())) {
                body.put(part.name(), text.text());
            }
        }
        var model = model(body);
        var rest =
                parts.stream()
                        .filter(part -> !NAMES.contains(part.name()))
                        .map(part -> part.named(parameter(part.name())))
                        .toList();
        return creation.draft(exchange, model, new FormInput(model).of(rest));
    }

    private static String parameter(String name) {
        return name.replaceFirst("^input(?:\\.([^.\\[\\]]+)|\\[([^\\[\\]]+)])$", "$1$2");
    }

    private static void requireKnownMembers(ObjectNode body) {
        for (var name : body.propertyNames()) {
            if (!NAMES.contains(name) && !name.equals("input")) {
                throw invalid(
                        "The body has an unknown member; it may have modelId, provider, model,"
                                + " endpoint and input.");
            }
        }
    }

    private Model model(ObjectNode body) {
        var path = path(body);
        var model = catalog.require(path, Family.TTS);
        if (model.family() != Family.TTS) {
            throw unsupported(
                    "The model "
                            + model.path()
                            + " does not make speech. Use POST /api/v1/generation/"
                            + model.path()
                            + ".");
        }
        return model;
    }

    private static String path(ObjectNode body) {
        var id = text(body, "modelId");
        if (id.isPresent()) {
            return id.get();
        }
        var provider = text(body, "provider");
        var model = text(body, "model");
        var endpoint = text(body, "endpoint");
        if (provider.isEmpty() && model.isEmpty()) {
            return endpoint.orElseThrow(
                    () -> invalid("Name the model, as modelId or as provider and model."));
        }
        if (provider.isEmpty() || model.isEmpty()) {
            throw unsupported("provider and model name a model only together.");
        }
        // Some clients repeat the provider in the model.
        return model.get().startsWith(provider.get() + "/")
                ? model.get()
                : provider.get() + "/" + model.get();
    }

    private static Optional<String> text(ObjectNode body, String name) {
        JsonNode value = body.get(name);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isString()) {
            throw invalid("/" + name + ": must be a string.");
        }
        return Optional.of(value.stringValue()).filter(text -> !text.isBlank());
    }

    private static Problem invalid(String message) {
        return Problem.of(Family.TTS, ErrorCode.INVALID_INPUT, message);
    }

    private static Problem unsupported(String message) {
        return Problem.of(Family.TTS, ErrorCode.UNSUPPORTED_MODEL, message);
    }

    private void answer(Exchange exchange, Model model, Generation generation) {
        switch (generation.state()) {
            case SUCCEEDED -> answerSpeech(exchange, model, generation);
            case FAILED -> throw GenerationRoutes.problem(generation);
            case CANCELED ->
                    throw Problem.of(Family.TTS, ErrorCode.FAILED, "The generation was canceled.");
            case QUEUED, RUNNING ->
                    throw Problem.of(Family.TTS, ErrorCode.TIMEOUT, ErrorCode.TIMEOUT.message());
        }
    }

    private void answerSpeech(Exchange exchange, Model model, Generation generation) {
        var file = generation.result().orElseThrow().files().getFirst();
        var url = answers.writer().link(generation, file, answers.base(exchange));
        var path = model.path();
        var name =
                path.startsWith(model.provider() + "/")
                        ? path.substring(model.provider().length() + 1)
                        : path;
        var out = new StringBuilder(768).append("{\"success\":true,\"data\":{\"provider\":");
        Json.string(out, model.provider()).append(",\"model\":");
        Json.string(out, name).append(",\"modelId\":");
        Json.string(out, path).append(",\"endpoint\":");
        Json.string(out, path).append(",\"audio_url\":");
        Json.string(out, url).append(",\"audio\":{\"url\":");
        Json.string(out, url).append(",\"content_type\":");
        Json.string(out, file.media().contentType()).append(",\"duration\":");
        Json.seconds(out, file.media().durationSeconds()).append("},\"output\":{\"audio_url\":");
        Json.string(out, url).append("},\"logs\":null,\"metrics\":null}}");
        exchange.answerJson(200, out);
    }
}
