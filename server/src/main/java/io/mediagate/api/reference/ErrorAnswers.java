package io.mediagate.api.reference;

import io.helidon.http.Status;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.ErrorCode.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Describes the error answers, from the one table of errors: which statuses an address can answer with,
/// and which codes each of them has there.
final class ErrorAnswers {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String HEADERS = "#/components/headers/";
    private static final String SCHEMAS = "#/components/schemas/";

    /// What can go wrong anywhere.
    private static final Set<Integer> ALWAYS = Set.of(400, 401, 429, 500, 503);

    private static final Set<Integer> PUBLIC = Set.of(400, 500, 503);

    /// What an `Idempotency-Key` can lead to.
    static final Set<Integer> OF_REPETITIONS =
            Set.of(
                    ErrorCode.IDEMPOTENCY_IN_PROGRESS.status(),
                    ErrorCode.IDEMPOTENCY_KEY_REUSED.status());

    /// Statuses that a body can have earned; the code stays `INVALID_INPUT`.
    private static final Set<Integer> OF_BODIES = Set.of(413, 415);

    /// What a limited key is told; it is told so with every other answer, too.
    private static final Map<String, String> OF_QUOTAS =
            new TreeMap<>(
                    Map.of(
                            "RateLimit-Policy", "RateLimitPolicy",
                            "RateLimit", "RateLimit",
                            "X-RateLimit-Limit", "XRateLimitLimit",
                            "X-RateLimit-Remaining", "XRateLimitRemaining",
                            "X-RateLimit-Reset", "XRateLimitReset"));

    private record Row(ErrorCode code, String publicCode) {}

    private final ObjectNode components;

    /// @param components where the answers are added when they are first needed
    ErrorAnswers(ObjectNode components) {
        this.components = components;
    }

    /// Whether an operation can be asked for without a key.
    enum Door {
        OPEN,
        KEYED
    }

    /// Adds to an operation's answers the errors that it can have.
    ///
    /// @param more statuses beside those that every operation and every creation has
    void addTo(ObjectNode responses, Audience audience, Door door, Set<Integer> more) {
        var statuses = new TreeSet<>(more);
        statuses.addAll(door == Door.OPEN ? PUBLIC : ALWAYS);
        if (!audience.families().isEmpty()) {
            statuses.addAll(OF_BODIES);
            statuses.add(ErrorCode.FORBIDDEN.status());
            Stream.of(ErrorCode.values())
                    .filter(code -> code.scope() != Scope.GENERAL)
                    .forEach(code -> statuses.add(code.status()));
        }
        for (int status : statuses) {
            responses
                    .putObject(Integer.toString(status))
                    .put("$ref", "#/components/responses/" + require(audience, status));
        }
    }

    /// The codes that callers may read, the families' before the general ones.
    static List<String> codes(Audience audience) {
        return Stream.concat(ofFamilies(audience), general()).map(Row::publicCode).toList();
    }

    /// The codes with which a generation of theirs may have failed.
    static List<String> generationCodes(Audience audience) {
        return ofFamilies(audience).map(Row::publicCode).toList();
    }

    private static Stream<Row> ofFamilies(Audience audience) {
        return audience.families().stream()
                .flatMap(family ->
                        Stream.of(ErrorCode.values())
                                .filter(code -> code.scope() != Scope.GENERAL)
                                .map(code -> new Row(code, code.in(family))));
    }

    private static Stream<Row> general() {
        return Stream.of(ErrorCode.values())
                .filter(code -> code.scope() != Scope.GENERATION)
                .map(code -> new Row(code, code.name()));
    }

    private static List<Row> rows(Audience audience, int status) {
        var rows = new ArrayList<Row>();
        ofFamilies(audience).filter(row -> answers(row.code(), status)).forEach(rows::add);
        general().filter(row -> row.code().status() == status).forEach(rows::add);
        return rows;
    }

    private static boolean answers(ErrorCode code, int status) {
        return code.status() == status
                || (code == ErrorCode.INVALID_INPUT && OF_BODIES.contains(status));
    }

    /// The name of the answer's component, which is made when it is not there.
    String require(Audience audience, int status) {
        var rows = rows(audience, status);
        boolean ofFamily =
                rows.stream().anyMatch(row -> !row.publicCode().equals(row.code().name()));
        var word = Status.create(status).reasonPhrase().replaceAll("[^A-Za-z]", "");
        var name = (ofFamily ? audience.word() : "") + word;
        var responses = components.withObjectProperty("responses");
        if (!responses.has(name)) {
            responses.set(name, response(rows, status, ofFamily));
        }
        return name;
    }

    private static ObjectNode response(List<Row> rows, int status, boolean ofFamily) {
        var response = NODES.objectNode().put("description", description(rows));
        var headers = response.putObject("headers");
        if (ofFamily) {
            headers.putObject("X-Generation-Id").put("$ref", HEADERS + "MaybeGenerationId");
            headers.putObject("Preference-Applied").put("$ref", HEADERS + "PreferenceApplied");
            headers.putObject("Idempotent-Replayed").put("$ref", HEADERS + "Replayed");
        }
        switch (status) {
            case 401 ->
                    headers.putObject("WWW-Authenticate").put("$ref", HEADERS + "WwwAuthenticate");
            case 405 -> headers.putObject("Allow").put("$ref", HEADERS + "Allow");
            case 429 -> {
                headers.putObject("Retry-After").put("$ref", HEADERS + "RetryAfter");
                OF_QUOTAS.forEach(
                        (name, ref) -> headers.putObject(name).put("$ref", HEADERS + ref));
            }
            case 503 -> headers.putObject("Retry-After").put("$ref", HEADERS + "RetryAfter");
            default -> {}
        }
        var content = response.putObject("content");
        var plain = content.putObject("application/json");
        plain.set("schema", schema("Error", rows));
        plain.set("examples", examples(rows));
        content.putObject("application/problem+json").set("schema", schema("Problem", rows));
        return response;
    }

    private static String description(List<Row> rows) {
        var sentences =
                rows.stream()
                        .map(row -> "`%s`: %s".formatted(row.publicCode(), row.code().message()))
                        .toList();
        return String.join("  \n", sentences);
    }

    private static ObjectNode schema(String shape, List<Row> rows) {
        var schema = NODES.objectNode();
        schema.putArray("allOf").addObject().put("$ref", SCHEMAS + shape);
        var properties = schema.putObject("properties");
        var codes = rows.stream().map(Row::publicCode).toList();
        for (var member : List.of("error", "code")) {
            strings(properties.putObject(member).putArray("enum"), codes);
        }
        return schema;
    }

    private static ObjectNode examples(List<Row> rows) {
        var examples = NODES.objectNode();
        for (var row : rows) {
            examples.putObject(row.publicCode())
                    .putObject("value")
                    .put("error", row.publicCode())
                    .put("code", row.publicCode())
                    .put("message", row.code().message());
        }
        return examples;
    }

    static void strings(ArrayNode array, List<String> values) {
        values.forEach(array::add);
    }
}
