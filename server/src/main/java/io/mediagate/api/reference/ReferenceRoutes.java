package io.mediagate.api.reference;

import io.helidon.http.HeaderNames;
import io.mediagate.api.Exchange;
import io.mediagate.api.Json;
import io.mediagate.api.Router;
import io.mediagate.api.Routes;
import io.mediagate.catalog.Catalog;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import java.util.List;
import java.util.Optional;

/// The addresses at which the API describes itself. None of them needs a key.
public final class ReferenceRoutes implements Routes {
    private static final List<String> BARE = List.of("");

    private final Reference reference;
    private final Viewer viewer = new Viewer();
    private final Optional<String> publicUrl;

    /// @param publicUrl how callers reach us; empty: as their own `Host` header says
    public ReferenceRoutes(Catalog catalog, Optional<String> publicUrl) {
        this.reference = new Reference(catalog, version());
        this.publicUrl = publicUrl.map(url -> url.replaceFirst("/+$", ""));
    }

    private static String version() {
        var version = ReferenceRoutes.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    @Override
    public void addTo(Router router) {
        router.on("GET", BARE, "/", this::start)
                .on("GET", BARE, "/openapi.json", this::openApi)
                .on("GET", BARE, "/llms.txt", this::llms)
                .on("GET", BARE, "/docs", viewer::answerPage)
                .on("GET", BARE, "/docs/{asset}", this::asset);
    }

    private void openApi(Exchange exchange) {
        // Pages of other origins may read it: there is nothing in it that is not public.
        exchange.set(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        reference.openApi(server(exchange)).answer(exchange);
    }

    private void llms(Exchange exchange) {
        reference.llms(server(exchange)).answer(exchange);
    }

    private void asset(Exchange exchange) {
        var name = exchange.parameter(0);
        viewer.asset(name)
                .orElseThrow(() -> Problem.of(ErrorCode.NOT_FOUND, "There is no such file."))
                .answer(exchange);
    }

    /// A browser goes on to the documentation; who asks for anything else reads where everything is.
    private void start(Exchange exchange) {
        exchange.set(HeaderNames.VARY, "Accept");
        if (exchange.header(HeaderNames.ACCEPT)
                .filter(it -> it.contains("text/html"))
                .isPresent()) {
            exchange.set(HeaderNames.LOCATION, "/docs");
            exchange.answerEmpty(302);
            return;
        }
        var server = server(exchange);
        var out = new StringBuilder("{\"name\":\"Mediagate\",\"version\":");
        Json.string(out, version());
        Json.string(out.append(",\"api\":"), server + "/api/v1");
        Json.string(out.append(",\"docs\":"), server + "/docs");
        Json.string(out.append(",\"openapi\":"), server + "/openapi.json");
        Json.string(out.append(",\"llms\":"), server + "/llms.txt");
        exchange.answerJson(200, out.append('}'));
    }

    private String server(Exchange exchange) {
        return publicUrl.orElseGet(exchange::origin);
    }
}
