package io.mediagate.egress;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Which addresses are the public internet: all but those of special purpose.
final class PublicInternet {
    /// The IANA registries of special-purpose addresses (iana.org/assignments/iana-ipv4-special-registry
    /// and -ipv6-special-registry), and one address that is public only by its number: the platform's
    /// service of a cloud, which answers every machine in it (168.63.129.16).
    private static final List<Network> SPECIAL =
            Stream.of(
                            "0.0.0.0/8",
                            "10.0.0.0/8",
                            "100.64.0.0/10",
                            "127.0.0.0/8",
                            "168.63.129.16",
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
                            "::ffff:0:0:0/96",
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

    /// What a network that speaks IPv6 only makes of public IPv4 addresses (RFC 6052).
    private static final Network TRANSLATED = Network.of("64:ff9b::/96");

    private PublicInternet() {}

    static boolean has(InetAddress address) {
        var real = TRANSLATED.contains(address) ? lastFour(address) : address;
        return !isTunnel(real) && SPECIAL.stream().noneMatch(network -> network.contains(real));
    }

    /// ISATAP (RFC 5214) hides an address of the inner network in the lower half of any other.
    private static boolean isTunnel(InetAddress address) {
        var bytes = address.getAddress();
        return address instanceof Inet6Address
                && (bytes[8] & ~2) == 0
                && bytes[9] == 0
                && bytes[10] == 0x5e
                && (bytes[11] & 255) == 0xfe;
    }

    private static InetAddress lastFour(InetAddress address) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(address.getAddress(), 12, 16));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
