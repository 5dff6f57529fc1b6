package io.mediagate.egress;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/// The client behind the door: it connects to checked addresses only, tells how far it came, and does
/// nothing of its own accord. No retries, no redirects, no cookies, no proxies of the environment.
final class Connections {
    private static final int MOST = 20_000;
    // A connection that the other side closed while it lay idle loses the next request on it, and a
    // lost submission is of unknown outcome. Most servers keep one for 5 s or longer; so we do not.
    private static final TimeValue LONGEST_IDLE = TimeValue.ofSeconds(4);
    private static final TimeValue TRUSTED_IDLE = TimeValue.ofMilliseconds(500);

    /// Whom we trust is the same for all clients, and takes 0.1 s to read.
    private static final class Tls {
        static final DefaultClientTlsStrategy STRATEGY = DefaultClientTlsStrategy.createDefault();
    }

    private Connections() {}

    /// Reads whom we trust, which otherwise the first client waits for.
    static TlsSocketStrategy tls() {
        return Tls.STRATEGY;
    }

    static CloseableHttpClient client(Duration connectTimeout) {
        var connect =
                ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(connectTimeout))
                        .setValidateAfterInactivity(TRUSTED_IDLE)
                        .build();
        var connections =
                PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(new CheckedAddresses())
                        .setTlsSocketStrategy(tls())
                        .setDefaultConnectionConfig(connect)
                        .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                        .setMaxConnPerRoute(MOST)
                        .setMaxConnTotal(MOST)
                        .build();
        // The whole exchange has a limit of its own, in GuardedEgress.
        var requests = RequestConfig.custom().setResponseTimeout(Timeout.DISABLED).build();
        return HttpClients.custom()
                .setConnectionManager(connections)
                .setDefaultRequestConfig(requests)
                .setRequestExecutor(new Telling())
                .setKeepAliveStrategy((_, _) -> LONGEST_IDLE)
                .setUserAgent("Mediagate")
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .disableConnectionState()
                .evictExpiredConnections()
                .build();
    }

    /// Whatever name is asked for, the answer is what the guard has seen and let pass.
    private static final class CheckedAddresses implements DnsResolver {
        @Override
        public List<InetSocketAddress> resolve(String host, int port) {
            return Line.CURRENT.get().checked().stream()
                    .map(address -> new InetSocketAddress(address, port))
                    .toList();
        }

        @Override
        public InetAddress[] resolve(String host) {
            return Line.CURRENT.get().checked().toArray(InetAddress[]::new);
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }

    /// Notes the moment from which on the other side may have received something.
    private static final class Telling extends HttpRequestExecutor {
        @Override
        public ClassicHttpResponse execute(
                ClassicHttpRequest request,
                HttpClientConnection connection,
                HttpResponseInformationCallback information,
                HttpContext context)
                throws IOException, HttpException {
            Line.CURRENT.get().reached(Line.Stage.SENDING);
            return super.execute(request, connection, information, context);
        }
    }
}
