package io.mediagate.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Holds answers that tests received against `/openapi.json`: the path, the status, the headers, the
/// content type and the body must all be described. Stricter than the document is for clients: a member
/// that it does not name is a fault, too. For any number of threads; schemas are compiled once.
///
/// ```java
/// var described = DescribedAnswers.of(client.get("/openapi.json").body());
/// described.check("POST", "/api/v1/generation/google/veo-3.1", 202, headers, body);
/// ```
public final class DescribedAnswers {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String ROOT = "https://mediagate.test/openapi.json";

    /// What can be answered before anything of a request is known.
    private static final Set<Integer> BEFORE_ANY_ROUTE = Set.of(414, 431, 501, 505);

    /// One address of the document, also one of `x-also-at`.
    private record Place(String template, Pattern pattern, int literals, String pointer) {}

    /// A text that was checked against the schema at this pointer; thousands of streams say the same.
    private record Said(String pointer, String text) {}

    private final ObjectNode document;
    private final SchemaRegistry registry;
    private final List<Place> places;
    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();
    private final Set<Said> checked = ConcurrentHashMap.newKeySet();

    private DescribedAnswers(ObjectNode document) {
        this.document = document;
        this.places = places(document);
        var strict = document.deepCopy();
        close(strict.path("components").path("schemas"), referencedInAllOf(strict));
        this.registry =
                SchemaRegistry.withDefaultDialect(
                        SpecificationVersion.DRAFT_2020_12,
                        builder ->
                                builder.schemaRegistryConfig(
                                                SchemaRegistryConfig.builder()
                                                        .formatAssertionsEnabled(true)
                                                        .build())
                                        .schemas(Map.of(ROOT, strict.toString())));
    }

    /// From the document's text, as `/openapi.json` answers it.
    public static DescribedAnswers of(String openApi) {
        return new DescribedAnswers((ObjectNode) JSON.readTree(openApi));
    }

    /// Fails, saying what is not as described.
    ///
    /// @param path as it was requested; a query does not matter
    /// @param headers of the answer, as `HttpHeaders.map()` gives them
    /// @param body the whole body; empty for none
    public void check(
            String method,
            String path,
            int status,
            Map<String, List<String>> headers,
            String body) {
        var what = "%s %s answered %d".formatted(method, path, status);
        var lower = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, values) -> lower.put(name, String.join(", ", values)));
        if (method.equals("OPTIONS") && status == 204) {
            assertThat(lower).as(what).containsKey("Allow");
            return;
        }
        var response = response(method, path(path), status);
        if (response.isEmpty()) {
            fail("%s, which is not described", what);
        }
        checkHeaders(what, response.get(), lower);
        if (status != 304 && status != 204 && !method.equals("HEAD")) {
            checkBody(what, response.get(), lower.getOrDefault("Content-Type", ""), body);
        }
    }

    /// Fails unless this is an event as endpoints are sent.
    public void checkEvent(String body) {
        validate("an event", "/components/schemas/Event", body);
    }

    private static String path(String address) {
        var path = address.replaceFirst("^[a-z]+://[^/]*", "").replaceFirst("[?#].*", "");
        return path.isEmpty() ? "/" : path;
    }

    /// The pointer of what the document says about such an answer.
    private Optional<String> response(String method, String path, int status) {
        if (BEFORE_ANY_ROUTE.contains(status)) {
            return Optional.of("/components/responses/BadRequest");
        }
        var verb = (method.equals("HEAD") ? "GET" : method).toLowerCase(Locale.ROOT);
        var matching = places.stream().filter(it -> it.pattern().matcher(path).matches()).toList();
        if (matching.isEmpty()) {
            return status == 404 ? Optional.of("/components/responses/NotFound") : Optional.empty();
        }
        boolean known = !document.at(matching.getFirst().pointer()).path(verb).isMissingNode();
        if (!known && status == 405) {
            return Optional.of("/components/responses/MethodNotAllowed");
        }
        return matching.stream()
                .map(place -> place.pointer() + "/" + verb + "/responses/" + status)
                .filter(pointer -> !document.at(pointer).isMissingNode())
                .map(this::resolved)
                .findFirst();
    }

    private String resolved(String pointer) {
        var ref = document.at(pointer).path("$ref").asString("");
        return ref.isEmpty() ? pointer : ref.substring(1);
    }

    private void checkHeaders(String what, String response, Map<String, String> headers) {
        for (var entry : document.at(response).path("headers").properties()) {
            var at = resolved(response + "/headers/" + escaped(entry.getKey()));
            var value = headers.get(entry.getKey());
            if (value != null) {
                validate(
                        what + ", header " + entry.getKey(),
                        at + "/schema",
                        JSON.valueToTree(value));
            } else if (document.at(at).path("required").asBoolean(false)) {
                fail("%s without the header %s", what, entry.getKey());
            }
        }
    }

    private void checkBody(String what, String response, String contentType, String body) {
        var content = document.at(response).path("content");
        if (content.isMissingNode()) {
            assertThat(body).as(what + " with a body that is not described").isEmpty();
            return;
        }
        var bare = contentType.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
        var range = bare.replaceFirst("/.*", "/*");
        var type = content.has(bare) ? bare : range;
        if (!content.has(type)) {
            fail("%s as '%s'; described are %s", what, contentType, content.propertyNames());
        }
        var schema = response + "/content/" + escaped(type) + "/schema";
        if (type.equals("text/event-stream")) {
            checkFrames(what, schema, body);
        } else if (type.endsWith("json")) {
            validate(what, schema, body);
        }
    }

    private void checkFrames(String what, String schema, String body) {
        var frame = document.at(resolved(schema)).path("x-frame-schema").asString();
        assertThat(frame).as(what + ": the stream's x-frame-schema").startsWith("#/");
        for (var line : body.lines().toList()) {
            if (line.startsWith("data:")) {
                validate(what + ", frame", frame.substring(1), line.substring(5));
            } else {
                assertThat(line).as(what).matches("|:.*|id: ?\\d+|retry: ?\\d+");
            }
        }
    }

    private static JsonNode parsed(String what, String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            return fail("%s with what is not JSON: %s", what, text);
        }
    }

    private void validate(String what, String pointer, String text) {
        var said = new Said(pointer, text);
        if (!checked.contains(said)) {
            validate(what, pointer, parsed(what, text));
            checked.add(said);
        }
    }

    private void validate(String what, String pointer, JsonNode value) {
        var errors = schema(pointer).validate(value);
        assertThat(errors).as("%s: %s", what, value).isEmpty();
    }

    /// The schema at this pointer, compiled.
    Schema schema(String pointer) {
        return schemas.computeIfAbsent(
                pointer, at -> registry.getSchema(SchemaLocation.of(ROOT + "#" + uri(at))));
    }

    private static String uri(String pointer) {
        return pointer.replace("%", "%25").replace("{", "%7B").replace("}", "%7D");
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    private static List<Place> places(ObjectNode document) {
        var places = new ArrayList<Place>();
        for (var path : document.path("paths").properties()) {
            var pointer = "/paths/" + escaped(path.getKey());
            places.add(place(path.getKey(), pointer));
            path.getValue()
                    .path("x-also-at")
                    .forEach(also -> places.add(place(also.asString(), pointer)));
        }
        places.sort(Comparator.comparingInt(Place::literals).reversed());
        return List.copyOf(places);
    }

    // The last two parameters of a model's path stand for any number of segments; an id is one.
    private static Place place(String template, String pointer) {
        var regex =
                ("\\Q" + template + "\\E")
                        .replace("{provider}/{model}", "\\E.+\\Q")
                        .replace("{id}", "\\E[^/]+\\Q")
                        .replaceAll("\\{\\w+}", "\\\\E[^/]+\\\\Q");
        int literals =
                template.replaceAll("\\{provider}/\\{model}", "")
                        .replaceAll("\\{\\w+}", "~")
                        .length();
        return new Place(template, Pattern.compile(regex), literals, pointer);
    }

    private static Set<String> referencedInAllOf(JsonNode node) {
        var names = new java.util.HashSet<String>();
        collect(node, names);
        return names;
    }

    private static void collect(JsonNode node, Set<String> names) {
        node.path("allOf").forEach(part -> names.add(part.path("$ref").asString("")));
        node.forEach(child -> collect(child, names));
    }

    /// Closes every schema that names its members, but for those that others extend.
    private static void close(JsonNode schemas, Set<String> extended) {
        for (var entry : schemas.properties()) {
            if (entry.getKey().endsWith("Input")) {
                continue;
            }
            boolean open = extended.contains("#/components/schemas/" + entry.getKey());
            if (!open
                    && entry.getValue() instanceof ObjectNode schema
                    && schema.has("properties")) {
                schema.put("unevaluatedProperties", false);
            }
        }
    }
}
