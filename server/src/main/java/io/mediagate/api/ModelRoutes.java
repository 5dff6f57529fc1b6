package io.mediagate.api;

import io.helidon.http.HeaderNames;
import io.mediagate.catalog.Catalog;
import io.mediagate.catalog.Model;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32C;

/// The catalogue as callers read it. It never changes while the program runs, so it is written once.
final class ModelRoutes implements Routes {

    @SuppressWarnings("ArrayRecordComponent") // Private, and compared nowhere.
    private record Text(byte[] json, String tag) {
        static Text of(StringBuilder json) {
            var bytes = json.toString().getBytes(StandardCharsets.UTF_8);
            var checksum = new CRC32C();
            checksum.update(bytes);
            return new Text(bytes, "\"%x-%x\"".formatted(bytes.length, checksum.getValue()));
        }
    }

    private final Text all;
    private final Map<String, Text> byPath = new HashMap<>();

    ModelRoutes(Catalog catalog) {
        var out = new StringBuilder(1 << 18).append("{\"data\":[");
        var separator = "";
        for (var model : catalog.models()) {
            var one = write(new StringBuilder(4096), model);
            out.append(separator).append(one);
            separator = ",";
            byPath.put(model.path(), Text.of(one));
        }
        all = Text.of(out.append("],\"has_more\":false,\"next_cursor\":null}"));
    }

    private static StringBuilder write(StringBuilder out, Model model) {
        Json.string(out.append("{\"path\":"), model.path());
        Json.string(out.append(",\"title\":"), model.title());
        Json.string(out.append(",\"summary\":"), model.summary());
        Json.string(out.append(",\"family\":"), model.family().name());
        var status = model.status().name().toLowerCase(Locale.ROOT);
        Json.string(out.append(",\"status\":"), status).append(",\"retires_at\":");
        Json.string(out, model.retiresAt().map(Object::toString).orElse(null));
        Json.string(out.append(",\"endpoint\":"), "/api/v1/generation/" + model.path());
        out.append(",\"deadline_seconds\":").append(model.deadline().toSeconds());
        Json.string(
                out.append(",\"price\":{\"unit\":\"credits\",\"expression\":"),
                model.priceExpression());
        out.append("},\"input_schema\":");
        return out.append(JsonBodies.MAPPER.writeValueAsString(model.inputSchema())).append('}');
    }

    @Override
    public void addTo(Router router) {
        router.on("GET", Router.VERSIONED, "/models", exchange -> answer(exchange, all))
                .on("GET", Router.VERSIONED, "/models/{path...}", this::read);
    }

    private void read(Exchange exchange) {
        exchange.caller();
        var text = byPath.get(exchange.parameter(0));
        if (text == null) {
            throw Problem.of(
                    ErrorCode.NOT_FOUND, "There is no such model. See GET /api/v1/models.");
        }
        answer(exchange, text);
    }

    private static void answer(Exchange exchange, Text text) {
        exchange.caller();
        exchange.set(HeaderNames.ETAG, text.tag());
        exchange.set(HeaderNames.CACHE_CONTROL, "private, no-cache");
        if (ETags.matches(exchange.headers(HeaderNames.IF_NONE_MATCH), text.tag())) {
            exchange.answerEmpty(304);
        } else {
            exchange.set(Headers.JSON);
            exchange.answer(200, text.json());
        }
    }
}
