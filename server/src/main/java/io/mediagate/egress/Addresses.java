package io.mediagate.egress;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Which addresses may be spoken to: public ones by https, those that the operator allows, and the hosts
/// that the operator named himself. Everything that a vendor or a caller names goes through here, or a
/// link could make the gateway read its own network.
final class Addresses {
    /// Ranges that are not the public internet, by the IANA registries of special-purpose addresses
    /// (iana.org/assignments/iana-ipv4-special-registry and -ipv6-special-registry).
    private static final List<Network> SPECIAL =
            Stream.of(
                            "0.0.0.0/8",
                            "10.0.0.0/8",
                            "100.64.0.0/10",
                            "127.0.0.0/8",
                            "169.254.0.0/16",
                            "172.16.0.0/12",
                            "192.0.0.0/24",
                            "192.0.2.0/24",
                            "192.88.99.0/24",
                            "192.168.0.0/16",
                            "198.18.0.0/15",
                            "198.51.100.0/24",
                            "203.0.113.0/24",
                            "224.0.0.0/4",
                            "240.0.0.0/4",
                            "::/96",
                            "64:ff9b::/96",
                            "64:ff9b:1::/48",
                            "100::/64",
                            "2001::/23",
                            "2001:db8::/32",
                            "2002::/16",
                            "3fff::/20",
                            "5f00::/16",
                            "fc00::/7",
                            "fe80::/10",
                            "fec0::/10",
                            "ff00::/8")
                    .map(Network::of)
                    .toList();

    private final List<Network> allowed;
    private final Set<String> named;

    /// With these rules.
    ///
    /// @param allowed networks that may be reached although they are not public
    /// @param named origins that the operator configured, as `scheme://host:port`
    Addresses(List<Network> allowed, Set<String> named) {
        this.allowed = List.copyOf(allowed);
        this.named = Set.copyOf(named);
    }

    /// Why this address may not be spoken to; empty if it may.
    Optional<LineFault> refusal(URI uri) {
        var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        var host = uri.getHost();
        boolean web = scheme.equals("https") || scheme.equals("http");
        if (!web || host == null || uri.getRawUserInfo() != null) {
            return Optional.of(LineFault.FORBIDDEN_ADDRESS);
        }
        if (named.contains(origin(uri))) {
            return Optional.empty();
        }
        try {
            var found = InetAddress.getAllByName(host);
            boolean inside = Arrays.stream(found).allMatch(this::isAllowed);
            boolean outside = Arrays.stream(found).allMatch(one -> isAllowed(one) || isPublic(one));
            boolean fine = scheme.equals("https") ? outside : inside;
            return fine ? Optional.empty() : Optional.of(LineFault.FORBIDDEN_ADDRESS);
        } catch (UnknownHostException _) {
            return Optional.of(LineFault.DNS);
        }
    }

    /// `scheme://host:port` in one spelling.
    static String origin(URI uri) {
        var scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        int standard = scheme.equals("https") ? 443 : 80;
        int port = uri.getPort() < 0 ? standard : uri.getPort();
        return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + ":" + port;
    }

    private boolean isAllowed(InetAddress address) {
        return allowed.stream().anyMatch(network -> network.contains(address));
    }

    private static boolean isPublic(InetAddress address) {
        return SPECIAL.stream().noneMatch(network -> network.contains(address));
    }
}
