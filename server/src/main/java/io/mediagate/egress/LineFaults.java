package io.mediagate.egress;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/// What an exception of the HTTP client means.
final class LineFaults {
    private static final int DEEP_ENOUGH = 8;

    private LineFaults() {}

    /// The fault, where the exception happened before the answer began.
    static LineFault beforeTheAnswer(Throwable thrown) {
        return Stream.iterate(thrown, t -> t != null, Throwable::getCause)
                .limit(DEEP_ENOUGH)
                .flatMap(t -> known(t).stream())
                .findFirst()
                .orElse(LineFault.RESET);
    }

    /// The order matters: a connection's time-out is a time-out, too, and what wraps the name's failure
    /// is a failure to connect.
    private static Optional<LineFault> known(Throwable thrown) {
        return switch (thrown) {
            case HttpConnectTimeoutException _ -> Optional.of(LineFault.CONNECT);
            case HttpTimeoutException _ -> Optional.of(LineFault.READ_TIMEOUT);
            case UnresolvedAddressException _ -> Optional.of(LineFault.DNS);
            case UnknownHostException _ -> Optional.of(LineFault.DNS);
            case SSLHandshakeException _ -> Optional.of(LineFault.TLS);
            case SSLPeerUnverifiedException _ -> Optional.of(LineFault.TLS);
            case CertificateException _ -> Optional.of(LineFault.TLS);
            case NoRouteToHostException _ -> Optional.of(LineFault.CONNECT);
            case ConnectException e ->
                    Optional.of(
                            hasCause(e, UnresolvedAddressException.class)
                                    ? LineFault.DNS
                                    : LineFault.CONNECT);
            default -> Optional.empty();
        };
    }

    private static boolean hasCause(Throwable thrown, Class<? extends Throwable> type) {
        return Stream.iterate(thrown, t -> t != null, Throwable::getCause)
                .limit(DEEP_ENOUGH)
                .anyMatch(type::isInstance);
    }
}
