package io.mediagate.api;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What can be done with the paths of one template. Where there is `GET`, there is `HEAD`.
final class Route {
    private final String template;
    private final Map<String, Handler> handlers = new TreeMap<>();
    private String allow = "OPTIONS";
    private boolean creating;

    Route(String template) {
        this.template = template;
    }

    void answer(String method, Handler handler) {
        if (handlers.put(method, handler) != null) {
            throw new IllegalStateException(method + " " + template + " is there twice");
        }
        handlers.putIfAbsent("OPTIONS", exchange -> exchange.answerEmpty(204));
        if (method.equals("GET")) {
            handlers.put("HEAD", handler);
        }
        allow = String.join(", ", handlers.keySet());
    }

    /// From here on, its `POST` sees to repetitions itself.
    void creates() {
        creating = true;
    }

    boolean keepsAnswers(String method) {
        return method.equals("POST") && !creating;
    }

    @Nullable Handler handler(String method) {
        return handlers.get(method);
    }

    /// The value of the `Allow` header.
    String allow() {
        return allow;
    }

    String template() {
        return template;
    }
}
