package io.mediagate.provider.http;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A request to a vendor, before its key is added.
///
/// @param path after the base URL, with a leading slash and with its query; or a whole address that the
///     vendor gave, which is refused unless it is one of its own hosts
/// @param headers beside those of the key
@SuppressWarnings(
        "ArrayRecordComponent") // Compared nowhere; a copy of megabytes would serve nobody.
public record Call(String method, String path, Map<String, String> headers, byte[] body) {
    public Call {
        headers = Map.copyOf(headers);
    }

    public static Call get(String path) {
        return new Call("GET", path, Map.of(), new byte[0]);
    }

    /// Posts JSON.
    public static Call post(String path, JsonNode body) {
        return new Call(
                "POST",
                path,
                Map.of("Content-Type", "application/json"),
                JsonMapper.shared().writeValueAsString(body).getBytes(StandardCharsets.UTF_8));
    }

    /// Posts a form with files.
    public static Call post(String path, Multipart form) {
        return new Call("POST", path, Map.of("Content-Type", form.contentType()), form.body());
    }

    /// Without a body: `PUT`, `DELETE` and the like.
    public static Call bare(String method, String path) {
        return new Call(method, path, Map.of(), new byte[0]);
    }

    public Call header(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Call(method, path, more, body);
    }

    /// What a vendor named, as a part of a path or a query.
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    URI within(URI base) {
        return URI.create(path.startsWith("/") ? base + path : path);
    }

    @Override
    public String toString() {
        return method + " " + path.replaceAll("\\?.*", "");
    }
}
