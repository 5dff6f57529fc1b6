package io.mediagate.generation;

import io.mediagate.catalog.Model;
import io.mediagate.catalog.Route;
import io.mediagate.provider.Provider;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Who can make what: the providers that are configured, and the routes of a model that lead to them.
public final class Routing {

    private final Map<String, Provider> providers;
    private final Provider sandbox;

    /// Knows these.
    ///
    /// @param live the vendors, by their names
    /// @param sandbox serves everything in test mode
    public Routing(Map<String, Provider> live, Provider sandbox) {
        this.providers = new HashMap<>(live);
        this.providers.put(sandbox.name(), sandbox);
        this.sandbox = sandbox;
    }

    /// The ways to have it made, in the order in which they are tried. Test mode never leaves the
    /// sandbox, and live mode never enters it.
    List<Route> routes(Model model, boolean livemode) {
        if (!livemode) {
            return List.of(new Route(sandbox.name(), model.path()));
        }
        return model.routes().stream()
                .filter(route -> providers.containsKey(route.provider()))
                .filter(route -> !route.provider().equals(sandbox.name()))
                .toList();
    }

    /// The provider of that name, which an earlier attempt went to.
    Provider provider(String name) {
        var provider = providers.get(name);
        if (provider == null) {
            throw new IllegalStateException(
                    "provider " + name + " was used before and is not configured any more");
        }
        return provider;
    }
}
