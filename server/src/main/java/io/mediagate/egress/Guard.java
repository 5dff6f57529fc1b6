package io.mediagate.egress;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Which addresses may be spoken to: public ones by https, those in networks that the operator allows by
/// http as well, and the origins that the operator named himself. Whatever a caller or a vendor names
/// goes through here (a link to a picture, the target of a webhook, the address of a result, each
/// redirect), or a link could make the gateway read its own network.
///
/// A name is looked up once: the addresses that passed are the ones that are connected to. A name with
/// one bad address among good ones is refused.
public final class Guard {
    /// Looks names up.
    @FunctionalInterface
    interface Names {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    /// What may be done with an address.
    sealed interface Verdict {
        /// It may be connected to, at these addresses and no others.
        record Open(List<InetAddress> addresses) implements Verdict {}

        /// It may not.
        record Closed(LineFault fault) implements Verdict {}
    }

    private final List<Network> allowed;
    private final Set<String> named;
    private final Names names;

    /// With these rules.
    public Guard(EgressSettings settings) {
        this(settings, InetAddress::getAllByName);
    }

    Guard(EgressSettings settings, Names names) {
        this.allowed = settings.allowed();
        this.named = settings.named().stream().map(Guard::origin).collect(Collectors.toSet());
        this.names = names;
    }

    /// Why this address may not be spoken to; empty if it may. Looks the name up, so what is fine now may
    /// be refused later: each exchange asks again.
    public Optional<LineFault> refusal(URI uri) {
        return switch (judge(uri)) {
            case Verdict.Open _ -> Optional.empty();
            case Verdict.Closed(var fault) -> Optional.of(fault);
        };
    }

    Verdict judge(URI uri) {
        var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        var host = uri.getHost();
        boolean web = scheme.equals("https") || scheme.equals("http");
        if (!web || host == null || uri.getRawUserInfo() != null || !WrittenHost.isPlain(host)) {
            return new Verdict.Closed(LineFault.FORBIDDEN_ADDRESS);
        }
        try {
            var found = List.of(names.addresses(host));
            boolean fine =
                    named.contains(origin(uri))
                            || found.stream().allMatch(one -> isOpen(scheme, one));
            return fine ? new Verdict.Open(found) : new Verdict.Closed(LineFault.FORBIDDEN_ADDRESS);
        } catch (UnknownHostException _) {
            return new Verdict.Closed(LineFault.DNS);
        }
    }

    private boolean isOpen(String scheme, InetAddress address) {
        boolean inside = allowed.stream().anyMatch(network -> network.contains(address));
        return inside || (scheme.equals("https") && PublicInternet.has(address));
    }

    /// `scheme://host:port` in one spelling.
    static String origin(URI uri) {
        var scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        int standard = scheme.equals("https") ? 443 : 80;
        int port = uri.getPort() < 0 ? standard : uri.getPort();
        return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + ":" + port;
    }
}
