package io.mediagate;

import io.mediagate.catalog.Catalog;
import io.mediagate.catalog.Route;
import io.mediagate.config.Config;
import io.mediagate.config.OutsideConfig;
import io.mediagate.error.Family;
import io.mediagate.provider.Provider;
import io.mediagate.provider.ark.ArkProvider;
import io.mediagate.provider.bfl.BflProvider;
import io.mediagate.provider.compatible.CompatibleProvider;
import io.mediagate.provider.dashscope.DashscopeProvider;
import io.mediagate.provider.elevenlabs.ElevenlabsProvider;
import io.mediagate.provider.fal.FalProvider;
import io.mediagate.provider.google.GoogleProvider;
import io.mediagate.provider.http.Failures;
import io.mediagate.provider.http.Vendor;
import io.mediagate.provider.http.VendorAccount;
import io.mediagate.provider.http.VendorTools;
import io.mediagate.provider.ideogram.IdeogramProvider;
import io.mediagate.provider.kling.KlingProvider;
import io.mediagate.provider.luma.LumaProvider;
import io.mediagate.provider.minimax.MinimaxProvider;
import io.mediagate.provider.openai.OpenaiProvider;
import io.mediagate.provider.pixverse.PixverseProvider;
import io.mediagate.provider.replicate.ReplicateProvider;
import io.mediagate.provider.runway.RunwayProvider;
import io.mediagate.provider.stability.StabilityProvider;
import io.mediagate.provider.vidu.ViduProvider;
import io.mediagate.provider.xai.XaiProvider;
import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// All vendors that have an adapter. The one place, beside their folders, that names them.
public final class Vendors {
    /// In the order of their names.
    public static final List<Vendor> ALL =
            List.of(
                    ArkProvider.VENDOR,
                    BflProvider.VENDOR,
                    DashscopeProvider.VENDOR,
                    ElevenlabsProvider.VENDOR,
                    FalProvider.VENDOR,
                    GoogleProvider.VENDOR,
                    IdeogramProvider.VENDOR,
                    KlingProvider.VENDOR,
                    LumaProvider.VENDOR,
                    MinimaxProvider.VENDOR,
                    OpenaiProvider.VENDOR,
                    PixverseProvider.VENDOR,
                    ReplicateProvider.VENDOR,
                    RunwayProvider.VENDOR,
                    StabilityProvider.VENDOR,
                    ViduProvider.VENDOR,
                    XaiProvider.VENDOR);

    /// A server of the operator's own, which is no vendor.
    private static final Vendor OWN = CompatibleProvider.VENDOR;

    private Vendors() {}

    /// How their failures read, by their names; needs no account.
    public static Map<String, Failures> failures() {
        return ALL.stream().collect(Collectors.toMap(Vendor::name, Vendor::failures));
    }

    /// Those that the operator has an account at, ready to serve, by their names.
    static Map<String, Provider> open(OutsideConfig outside, VendorTools tools) {
        var open = new LinkedHashMap<String, Provider>();
        for (var vendor : ALL) {
            var config = outside.vendors().get(vendor.name());
            if (config != null) {
                var account = new VendorAccount(config.baseUrl(), config.keys());
                open.put(vendor.name(), vendor.open(account, tools));
            }
        }
        outside.compatible()
                .ifPresent(own -> {
                    var key = own.key().orElse(CompatibleProvider.NO_KEY);
                    var account = new VendorAccount(own.baseUrl(), List.of(List.of(key)));
                    open.put(OWN.name(), OWN.open(account, tools));
                });
        return open;
    }

    /// What is on offer by this configuration: the built-in models, the operator's own, and routes to his
    /// own server. Throws `CatalogFault` when something is wrong with it.
    static Catalog catalog(Config config, InstantSource clock) {
        var providers = Stream.concat(ALL.stream(), Stream.of(OWN)).map(Vendor::name);
        var models =
                config.catalog()
                        .folder()
                        .map(folder ->
                                Catalog.with(folder, providers.collect(Collectors.toSet()), clock))
                        .orElseGet(() -> Catalog.bundled(clock));
        return routed(models, config.outside());
    }

    /// The catalogue with routes to the operator's own server, which are tried first, where he has one.
    static Catalog routed(Catalog catalog, OutsideConfig outside) {
        if (outside.compatible().isEmpty()) {
            return catalog;
        }
        var first = new LinkedHashMap<String, Route>();
        outside.compatible()
                .get()
                .models()
                .forEach((path, theirs) -> first.put(path, new Route(OWN.name(), theirs)));
        return catalog.routedFirst(first, Set.of(Family.IMAGE, Family.TTS));
    }

    /// The addresses that the operator named: they may be reached wherever they are.
    static List<URI> named(OutsideConfig outside) {
        return Stream.concat(
                        outside.vendors().values().stream().map(config -> config.baseUrl()),
                        outside.compatible().stream().map(config -> config.baseUrl()))
                .toList();
    }
}
