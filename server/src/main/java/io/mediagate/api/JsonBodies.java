package io.mediagate.api;

import io.helidon.http.HeaderNames;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Reads bodies of JSON: strict UTF-8, no name twice, nothing after the end, nothing nested deeply.
final class JsonBodies {

    private static final int DEEPEST = 64;

    static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(DEEPEST)
                                                    .maxNumberLength(100)
                                                    .maxNameLength(1_000)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                    .build();

    private JsonBodies() {}

    /// The request's body, an object.
    static ObjectNode object(Exchange exchange) {
        requireJson(exchange);
        var text = utf8(exchange, exchange.body().read(exchange));
        if (parse(exchange, text) instanceof ObjectNode object) {
            return object;
        }
        throw exchange.bodyProblem(
                ErrorCode.INVALID_REQUEST, "The body must be a JSON object, {\u2026}.");
    }

    private static void requireJson(Exchange exchange) {
        var coding = exchange.header(HeaderNames.CONTENT_ENCODING).orElse("identity");
        if (!coding.equalsIgnoreCase("identity")) {
            throw exchange.bodyProblem(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    "Send the body without Content-Encoding; compressed bodies are not accepted.");
        }
        var type = exchange.header(HeaderNames.CONTENT_TYPE).orElse("");
        int end = type.indexOf(';');
        var bare = (end < 0 ? type : type.substring(0, end)).trim().toLowerCase(Locale.ROOT);
        if (bare.equals("application/json")) {
            return;
        }
        throw exchange.bodyProblem(
                ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                "The body must be JSON, sent as Content-Type: application/json.");
    }

    private static String utf8(Exchange exchange, byte[] bytes) {
        var text = new String(bytes, StandardCharsets.UTF_8);
        // The replacement character may have been sent; only then is it worth looking twice.
        if (text.indexOf('\uFFFD') >= 0) {
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            } catch (CharacterCodingException e) {
                throw exchange.bodyProblem(
                        ErrorCode.INVALID_REQUEST, "The body is not valid UTF-8.");
            }
        }
        return text;
    }

    private static JsonNode parse(Exchange exchange, String text) {
        try {
            var tree = MAPPER.readTree(text);
            if (hasEndlessNumber(tree)) {
                throw exchange.bodyProblem(
                        ErrorCode.INVALID_REQUEST, "The body has a number that is out of range.");
            }
            return tree;
        } catch (StreamConstraintsException e) {
            throw exchange.bodyProblem(
                    ErrorCode.INVALID_REQUEST,
                    "The body is nested deeper than %d levels or has a name or number that is far too long."
                            .formatted(DEEPEST));
        } catch (JacksonException e) {
            throw malformed(exchange, e);
        }
    }

    private static Problem malformed(Exchange exchange, JacksonException e) {
        if (String.valueOf(e.getOriginalMessage()).startsWith("Duplicate")) {
            return exchange.bodyProblem(
                    ErrorCode.INVALID_REQUEST, "The body has a member name twice in one object.");
        }
        var at = e.getLocation();
        return exchange.bodyProblem(
                ErrorCode.INVALID_REQUEST,
                at == null || at.getLineNr() < 1
                        ? "The body is not valid JSON."
                        : "The body is not valid JSON: see line %d, column %d."
                                .formatted(at.getLineNr(), at.getColumnNr()));
    }

    // A number such as 1e999 is read as infinite, which is not JSON any more.
    private static boolean hasEndlessNumber(JsonNode node) {
        if (node.isNumber()) {
            return node.isFloatingPointNumber() && !Double.isFinite(node.doubleValue());
        }
        for (var child : node) {
            if (hasEndlessNumber(child)) {
                return true;
            }
        }
        return false;
    }
}
