package io.mediagate.provider.http;

import io.mediagate.egress.Exchange;
import io.mediagate.egress.HttpCall;
import io.mediagate.egress.LineFault;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// The line to a vendor: a request goes to the vendor's own hosts with our key, or nowhere.
///
/// @param base where its API is
record VendorLine(VendorProfile profile, URI base, VendorTools tools) {
    private static final long MOST_BYTES = 256L * 1024 * 1024;

    /// Sends a request by a key. An address that is not the vendor's own is not asked.
    Exchange send(Key key, Call call, Duration limit) throws InterruptedException {
        URI uri;
        try {
            uri = call.within(base);
        } catch (IllegalArgumentException _) {
            // An id or link of theirs that fits in no address.
            return new Exchange.NotSent(LineFault.FORBIDDEN_ADDRESS);
        }
        if (!isOwn(uri.toString())) {
            return new Exchange.NotSent(LineFault.FORBIDDEN_ADDRESS);
        }
        var headers = new HashMap<>(call.headers());
        headers.putAll(credentials(key));
        return tools.egress()
                .send(new HttpCall(call.method(), uri, headers, call.body(), limit, MOST_BYTES));
    }

    /// Whether an address is the vendor's own, so that our key may go there.
    boolean isOwn(String link) {
        try {
            var uri = URI.create(link);
            if (uri.getHost() == null || uri.getRawUserInfo() != null) {
                return false;
            }
            var host = uri.getHost().toLowerCase(Locale.ROOT);
            boolean same = host.equalsIgnoreCase(base.getHost()) && uri.getPort() == base.getPort();
            boolean theirs =
                    "https".equals(uri.getScheme())
                            && profile.ownHosts().stream()
                                    .anyMatch(own -> host.equals(own) || host.endsWith("." + own));
            return (same && base.getScheme().equals(uri.getScheme())) || theirs;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /// The headers that say who we are.
    Map<String, String> credentials(Key key) {
        return profile.credentials().apply(key, tools.clock().instant());
    }
}
