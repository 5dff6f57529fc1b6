package io.mediagate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Says a failure's body in other words, and drops the codes for programs: what a vendor's next release
/// might do to it. Plain text is reworded, JSON is walked.
final class Reworded {
    private static final Map<String, String> SYNONYMS = synonyms();
    private static final Pattern WORDS =
            Pattern.compile(
                    "\\b("
                            + SYNONYMS.keySet().stream()
                                    .map(Pattern::quote)
                                    .collect(Collectors.joining("|"))
                            + ")\\b",
                    Pattern.CASE_INSENSITIVE);

    private static final Set<String> CODES =
            Set.of(
                    "code",
                    "type",
                    "error_type",
                    "errorCode",
                    "error_code",
                    "err_code",
                    "status_code",
                    "failureCode",
                    "failure_code",
                    "name",
                    "title");

    private Reworded() {}

    /// Longer phrases first, so that they are not taken apart.
    private static Map<String, String> synonyms() {
        var words = new LinkedHashMap<String, String>();
        words.put("rate limit", "request rate");
        words.put("too many requests", "requests arrive too fast");
        words.put("not enough", "too few");
        words.put("insufficient", "not enough");
        words.put("exceeded", "gone beyond");
        words.put("exceeds", "is above");
        words.put("balance", "credit balance");
        words.put("invalid", "not valid");
        words.put("incorrect", "wrong");
        words.put("api key", "access key");
        words.put("unauthorized", "not authenticated");
        words.put("overloaded", "at capacity");
        words.put("unavailable", "not available");
        words.put("try again later", "retry in a while");
        words.put("content policy", "usage policy");
        words.put("safety system", "safety filter");
        words.put("flagged", "marked");
        words.put("rejected", "turned down");
        words.put("blocked", "stopped");
        words.put("sensitive", "inappropriate");
        words.put("must be", "has to be");
        words.put("required", "mandatory");
        words.put("maximum", "upper limit");
        words.put("not found", "cannot be found");
        words.put("does not exist", "is unknown");
        words.put("timed out", "took too long");
        words.put("timeout", "time limit");
        words.put("internal server error", "unexpected server problem");
        words.put("internal error", "unexpected problem");
        words.put("failed", "did not succeed");
        words.put("permission", "the right");
        words.put("request", "call");
        words.put("prompt", "description");
        return words;
    }

    static String body(String body) {
        try {
            var json = JsonMapper.shared().readTree(body);
            return json.isContainer() ? reword(json).toString() : words(body);
        } catch (JacksonException e) {
            return words(body);
        }
    }

    private static JsonNode reword(JsonNode json) {
        return switch (json) {
            case ObjectNode object -> {
                var other = JsonMapper.shared().createObjectNode();
                object.properties().stream()
                        .filter(member ->
                                member.getValue().isContainer() || !CODES.contains(member.getKey()))
                        .forEach(member -> other.set(member.getKey(), reword(member.getValue())));
                yield other;
            }
            case ArrayNode array -> {
                var other = JsonMapper.shared().createArrayNode();
                array.forEach(item -> other.add(reword(item)));
                yield other;
            }
            default ->
                    json.isString()
                            ? JsonMapper.shared()
                                    .getNodeFactory()
                                    .stringNode(words(json.stringValue()))
                            : json;
        };
    }

    /// A word for programs (`invalid_api_key`, `IN_PROGRESS`) is left as it is.
    private static String words(String text) {
        return text.indexOf(' ') < 0
                ? text
                : WORDS.matcher(text)
                        .replaceAll(match ->
                                Matcher.quoteReplacement(
                                        SYNONYMS.getOrDefault(
                                                match.group().toLowerCase(java.util.Locale.ROOT),
                                                match.group())));
    }
}
