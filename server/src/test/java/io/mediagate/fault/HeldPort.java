package io.mediagate.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Locale;

/// A free port of loopback that stays one program's over all its lives: nobody is given it while that
/// program does not listen yet, or not just now. The program must set `SO_REUSEADDR`, as Java's servers
/// and nginx do. Only Linux lets it listen beside whoever holds the port; elsewhere nobody does.
final class HeldPort implements AutoCloseable {
    private final Socket holder = new Socket();
    private final int port;

    HeldPort() {
        try {
            holder.setReuseAddress(true);
            holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            port = holder.getLocalPort();
            if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")) {
                holder.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        try {
            holder.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
