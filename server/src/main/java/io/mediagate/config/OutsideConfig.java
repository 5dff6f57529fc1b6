package io.mediagate.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What lies outside the gateway: which networks it may reach, and whose accounts it has.
///
/// @param allowNetworks that may be reached although they are not public, as `address/prefix`
/// @param connectTimeout until a connection stands
/// @param vendors by the provider's name, those with a key
/// @param compatible a server of the operator's own
public record OutsideConfig(
        List<String> allowNetworks,
        Duration connectTimeout,
        Map<String, VendorConfig> vendors,
        Optional<CompatibleConfig> compatible) {
    private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");
    private static final Pattern NETWORK =
            Pattern.compile("[0-9a-fA-F:.]*[.:][0-9a-fA-F:.]*(/\\d{1,3})?");

    static OutsideConfig read(Settings settings) {
        var networks = networks(settings);
        var connect =
                settings.duration(
                        "egress.connect_timeout",
                        "10s",
                        Duration.ofMillis(100),
                        Duration.ofMinutes(2));
        var vendors = new LinkedHashMap<String, VendorConfig>();
        for (var vendor : KnownVendor.all()) {
            VendorConfig.read(settings, vendor)
                    .ifPresent(config -> vendors.put(vendor.name(), config));
        }
        return new OutsideConfig(networks, connect, vendors, CompatibleConfig.read(settings));
    }

    private static List<String> networks(Settings settings) {
        var written = settings.text("egress.allow_networks").orElse("");
        var networks =
                COMMA.splitAsStream(written.strip()).filter(text -> !text.isEmpty()).toList();
        networks.stream()
                .filter(text -> !NETWORK.matcher(text).matches())
                .forEach(text ->
                        settings.fault(
                                "egress.allow_networks must be networks such as 10.1.0.0/16, not "
                                        + text));
        return networks;
    }
}
