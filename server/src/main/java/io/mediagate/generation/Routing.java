package io.mediagate.generation;

import io.mediagate.catalog.Model;
import io.mediagate.catalog.Route;
import io.mediagate.provider.Provider;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/// Who can make what: the providers that are configured, the routes of a model that lead to them, and
/// which of these are closed for now.
public final class Routing {

    private static final Logger LOG = LoggerFactory.getLogger(Routing.class);

    private final Map<String, Provider> providers;
    private final Provider sandbox;
    private final Breakers breakers;

    /// Knows these.
    ///
    /// @param live the vendors, by their names
    /// @param sandbox serves everything in test mode
    /// @param metrics shows the state of the breakers
    public Routing(
            Map<String, Provider> live,
            Provider sandbox,
            MeterRegistry metrics,
            InstantSource clock) {
        this.providers = new HashMap<>(live);
        this.providers.put(sandbox.name(), sandbox);
        this.sandbox = sandbox;
        live.values().forEach(provider -> showRest(metrics, provider));
        this.breakers = new Breakers(clock, (name, breaker) -> show(metrics, name, breaker));
    }

    private static void showRest(MeterRegistry metrics, Provider provider) {
        Gauge.builder(
                        "mediagate.provider.resting",
                        provider,
                        it -> it.restingUntil().isPresent() ? 1 : 0)
                .tag("provider", provider.name())
                .strongReference(true)
                .register(metrics);
    }

    private static void show(MeterRegistry metrics, Breakers.Name name, Breaker breaker) {
        var tags = List.of(Tag.of("provider", name.provider()), Tag.of("model", name.model()));
        metrics.gauge("mediagate.breaker.open", tags, breaker, Breaker::openness);
    }

    /// All that there are, the sandbox among them.
    Set<String> providerNames() {
        return providers.keySet();
    }

    /// The ways to have this input made, in the order in which they are tried. Test mode never leaves the
    /// sandbox, and live mode never enters it.
    List<Candidate> candidates(Model model, boolean livemode, ObjectNode input) {
        if (!livemode) {
            var route = new Route(sandbox.name(), model.path());
            return List.of(new Candidate(route, sandbox, input, Optional.empty()));
        }
        var candidates = new ArrayList<Candidate>();
        for (var route : model.routes()) {
            candidate(route, input).ifPresent(candidates::add);
        }
        return candidates;
    }

    private Optional<Candidate> candidate(Route route, ObjectNode input) {
        var provider = providers.get(route.provider());
        if (provider == null || route.provider().equals(sandbox.name())) {
            return Optional.empty();
        }
        try {
            return route.map(input)
                    .map(mapped ->
                            new Candidate(
                                    route,
                                    provider,
                                    mapped,
                                    Optional.of(breakers.of(route.provider(), route.model()))));
        } catch (IllegalStateException e) {
            // The catalogue's fault, and of this route alone: another one may do.
            LOG.error("route {} {} cannot be mapped", route.provider(), route.model(), e);
            return Optional.empty();
        }
    }

    /// When the first of these is back, while none of them takes anything.
    static Optional<Instant> allClosedUntil(List<Candidate> candidates) {
        var closed = candidates.stream().map(Candidate::closedUntil).toList();
        return closed.stream().allMatch(Optional::isPresent)
                ? closed.stream().flatMap(Optional::stream).min(Instant::compareTo)
                : Optional.empty();
    }

    /// The provider of that name, which an earlier attempt went to; a stand-in where the operator has taken
    /// it away since.
    Provider provider(String name) {
        var provider = providers.get(name);
        if (provider == null) {
            LOG.error("provider {} has something to deliver and is not configured any more", name);
            return new AbsentProvider(name);
        }
        return provider;
    }
}
