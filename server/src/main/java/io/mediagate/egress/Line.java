package io.mediagate.egress;

import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import javax.net.ssl.SSLException;

/// The line of one exchange: to which addresses it may lead, and how far the exchange has come on it.
/// How far it came decides what the other side may have received, so that no exception needs to be
/// guessed from.
final class Line {
    /// In the order in which they are reached.
    enum Stage {
        CONNECTING,
        SENDING,
        ANSWERING
    }

    /// That of the exchange on this thread.
    static final ScopedValue<Line> CURRENT = ScopedValue.newInstance();

    private volatile List<InetAddress> checked = List.of();
    private volatile Stage stage = Stage.CONNECTING;

    /// The guard has let these pass.
    void admit(List<InetAddress> addresses) {
        checked = List.copyOf(addresses);
    }

    /// The only addresses that it may connect to.
    List<InetAddress> checked() {
        return checked;
    }

    void reached(Stage next) {
        stage = next;
    }

    /// What an exception at this point means.
    LineFault fault(IOException thrown) {
        return switch (stage) {
            case CONNECTING ->
                    switch (thrown) {
                        case UnknownHostException _ -> LineFault.DNS;
                        case SSLException _ -> LineFault.TLS;
                        default -> LineFault.CONNECT;
                    };
            case SENDING ->
                    thrown instanceof SocketTimeoutException
                            ? LineFault.READ_TIMEOUT
                            : LineFault.RESET;
            case ANSWERING ->
                    switch (thrown) {
                        case TooLarge _ -> LineFault.TOO_LARGE;
                        case NoRoom _ -> LineFault.NO_ROOM;
                        default -> LineFault.TRUNCATED;
                    };
        };
    }

    /// What it means that the time is over at this point.
    LineFault timeOut() {
        return switch (stage) {
            case CONNECTING -> LineFault.CONNECT;
            case SENDING -> LineFault.READ_TIMEOUT;
            case ANSWERING -> LineFault.TRUNCATED;
        };
    }

    /// The answer is larger than was asked for.
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1;
    }

    /// The answer cannot be kept.
    static final class NoRoom extends IOException {
        private static final long serialVersionUID = 1;

        NoRoom(IOException cause) {
            super(cause);
        }
    }
}
