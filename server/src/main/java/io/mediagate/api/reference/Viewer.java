package io.mediagate.api.reference;

import io.helidon.http.HeaderNames;
import io.mediagate.api.Exchange;
import io.mediagate.resource.ProgramFiles;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The page on which people read the description and try it. Everything that it loads comes from here,
/// so that it works without the internet.
final class Viewer {
    // The viewer sets styles on its elements and shows its icons as data; no script is inline, and
    // nothing is sent anywhere but here.
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
                    + " img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self';"
                    + " connect-src 'self'; base-uri 'none'; form-action 'self';"
                    + " frame-ancestors 'none'";

    private static final String LIBRARY = "/META-INF/resources/webjars/scalar/";
    private static final String OWN = "/reference/docs/";

    /// The files of the page, and where in the program they are.
    private static final Map<String, String> PLACES =
            Map.of(
                    "viewer.js", LIBRARY + "scalar.js",
                    "start.js", OWN + "start.js",
                    "style.css", OWN + "style.css",
                    "icon.svg", OWN + "icon.svg");

    private final Map<String, Page> loaded = new ConcurrentHashMap<>();

    void answerPage(Exchange exchange) {
        exchange.set(HeaderNames.create("Content-Security-Policy"), POLICY);
        exchange.set(HeaderNames.create("Referrer-Policy"), "no-referrer");
        load("index.html", OWN + "index.html").answer(exchange);
    }

    Optional<Page> asset(String name) {
        return Optional.ofNullable(PLACES.get(name)).map(place -> load(name, place));
    }

    private Page load(String name, String place) {
        return loaded.computeIfAbsent(
                name, _ -> Page.of(contentType(name), ProgramFiles.bytes(place)));
    }

    private static String contentType(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "html" -> "text/html; charset=utf-8";
            case "js" -> "text/javascript; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "svg" -> "image/svg+xml";
            default -> throw new IllegalStateException("of which type is " + name + "?");
        };
    }
}
