package io.mediagate.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds the route of a path by walking its segments. Literal segments win over `{id:gen_}` (a segment
/// that starts so), that over `{name}`, and all of them over `{name...}` (one or more segments).
public final class Router {

    /// The prefixes under which the versioned API answers.
    public static final List<String> VERSIONED = List.of("/api/v1");

    /// The same and, as the published contract prints some paths, none.
    public static final List<String> VERSIONED_AND_BARE = List.of("/api/v1", "");

    /// A method and a template that are answered.
    public record Endpoint(String method, String template) {}

    /// A path's route and the values of its parameters, in their order.
    record Match(Route route, List<String> values) {}

    private static final class Node {
        private final Map<String, Node> literals = new HashMap<>();
        private final Map<String, Node> prefixes = new HashMap<>();
        private @Nullable Node any;
        private @Nullable Route tail;
        private @Nullable Route end;
    }

    private final Node root = new Node();
    private final List<Endpoint> endpoints = new ArrayList<>();

    /// Answers `method` on the template below each of the prefixes.
    public Router on(String method, List<String> prefixes, String template, Handler handler) {
        for (var prefix : prefixes) {
            insert(prefix + template, template).answer(method, handler);
            endpoints.add(new Endpoint(method, prefix + template));
        }
        return this;
    }

    /// Answers `POST` with what makes a generation: such a route sees to repetitions itself, since the
    /// generation and its idempotency key commit together.
    public Router creates(List<String> prefixes, String template, Handler handler) {
        for (var prefix : prefixes) {
            insert(prefix + template, template).creates();
        }
        return on("POST", prefixes, template, handler);
    }

    /// Everything that is answered, but for `HEAD` and `OPTIONS`, which follow from it.
    public List<Endpoint> endpoints() {
        return List.copyOf(endpoints);
    }

    private Route insert(String path, String template) {
        var node = root;
        for (var segment : segments(path)) {
            if (segment.endsWith("...}")) {
                if (node.tail == null) {
                    node.tail = new Route(template);
                }
                return node.tail;
            }
            node = child(node, segment);
        }
        if (node.end == null) {
            node.end = new Route(template);
        }
        return node.end;
    }

    private static Node child(Node node, String segment) {
        if (!segment.startsWith("{")) {
            return node.literals.computeIfAbsent(segment, _ -> new Node());
        }
        int colon = segment.indexOf(':');
        if (colon > 0) {
            var prefix = segment.substring(colon + 1, segment.length() - 1);
            return node.prefixes.computeIfAbsent(prefix, _ -> new Node());
        }
        if (node.any == null) {
            node.any = new Node();
        }
        return node.any;
    }

    /// The route of a raw path; empty when there is none.
    Optional<Match> find(String path) {
        if (path.isEmpty() || path.charAt(0) != '/') {
            return Optional.empty();
        }
        var values = new ArrayList<String>(2);
        var route = find(root, segments(path), 0, values);
        return route == null ? Optional.empty() : Optional.of(new Match(route, values));
    }

    private static @Nullable Route find(
            Node node, List<String> segments, int index, List<String> values) {
        if (index == segments.size()) {
            return node.end;
        }
        var segment = segments.get(index);
        var literal = node.literals.get(segment);
        var found = literal == null ? null : find(literal, segments, index + 1, values);
        if (found != null || segment.isEmpty()) {
            return found;
        }
        for (var prefix : node.prefixes.entrySet()) {
            if (segment.startsWith(prefix.getKey())) {
                found = take(prefix.getValue(), segments, index, values);
                if (found != null) {
                    return found;
                }
            }
        }
        found = node.any == null ? null : take(node.any, segments, index, values);
        if (found == null && node.tail != null) {
            values.add(String.join("/", segments.subList(index, segments.size())));
            return node.tail;
        }
        return found;
    }

    private static @Nullable Route take(
            Node node, List<String> segments, int index, List<String> values) {
        int mark = values.size();
        values.add(segments.get(index));
        var found = find(node, segments, index + 1, values);
        if (found == null) {
            while (values.size() > mark) {
                values.removeLast();
            }
        }
        return found;
    }

    private static List<String> segments(String path) {
        var segments = new ArrayList<String>(6);
        int from = 1;
        for (int slash = path.indexOf('/', 1); slash >= 0; slash = path.indexOf('/', from)) {
            segments.add(path.substring(from, slash));
            from = slash + 1;
        }
        segments.add(path.substring(from));
        return segments;
    }
}
