package io.mediagate.provider.http;

import io.mediagate.egress.LineFault;
import io.mediagate.error.Family;
import io.mediagate.error.Untrusted;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A recorded failure, one line of JSON: `id`, `vendor`, `family`, `phase`, `http_status`, `headers`,
/// `body`, `transport`. Other members are left alone.
///
/// @param id as given; empty if none was
/// @param vendor the provider's name; empty if none was given
public record Sample(String id, String vendor, Family family, VendorAnswer answer) {

    /// Reads a line. Throws `IllegalArgumentException` that says what is wrong with it.
    public static Sample of(String line) {
        try {
            return of(JsonMapper.shared().readTree(line));
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not JSON", e);
        }
    }

    private static Sample of(JsonNode json) {
        if (!json.isObject()) {
            throw new IllegalArgumentException("not a JSON object");
        }
        var status = json.path("http_status");
        var phase = constant(Phase.class, json.path("phase").asString("submit"), "phase");
        var answer =
                new VendorAnswer(
                        phase,
                        status.isIntegralNumber()
                                ? OptionalInt.of(status.intValue())
                                : OptionalInt.empty(),
                        headers(json.path("headers")),
                        new Untrusted(body(json.path("body"))),
                        fault(json.path("transport"), status.isIntegralNumber()));
        return new Sample(
                json.path("id").asString(""),
                json.path("vendor").asString(""),
                constant(Family.class, json.path("family").asString("VIDEO"), "family"),
                answer);
    }

    private static Map<String, String> headers(JsonNode json) {
        var headers = new HashMap<String, String>();
        json.properties()
                .forEach(header ->
                        headers.put(
                                header.getKey().toLowerCase(Locale.ROOT),
                                header.getValue().asString("")));
        return headers;
    }

    /// Some recorders keep JSON as JSON.
    private static String body(JsonNode json) {
        if (json.isNull() || json.isMissingNode()) {
            return "";
        }
        return json.isString() ? json.stringValue() : json.toString();
    }

    private static Optional<LineFault> fault(JsonNode transport, boolean answerBegan) {
        var name = transport.asString("").toLowerCase(Locale.ROOT);
        return switch (name) {
            case "" -> Optional.empty();
            case "dns", "name_resolution" -> Optional.of(LineFault.DNS);
            case "connect", "connect_timeout", "connect_refused", "refused" ->
                    Optional.of(LineFault.CONNECT);
            case "tls", "ssl", "certificate" -> Optional.of(LineFault.TLS);
            case "read_timeout", "timeout" -> Optional.of(LineFault.READ_TIMEOUT);
            case "truncated", "eof" -> Optional.of(LineFault.TRUNCATED);
            case "too_large" -> Optional.of(LineFault.TOO_LARGE);
            // Whatever else breaks a line.
            default -> Optional.of(answerBegan ? LineFault.TRUNCATED : LineFault.RESET);
        };
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String name, String member) {
        try {
            return Enum.valueOf(type, name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(member + " is not one that is known", e);
        }
    }
}
