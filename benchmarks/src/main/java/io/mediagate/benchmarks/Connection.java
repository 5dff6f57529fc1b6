package io.mediagate.benchmarks;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// One kept-alive HTTP/1.1 connection that costs the load generator as little as possible: requests are
/// ready-made bytes, and of an answer only the status, the length and the body are looked at.
final class Connection implements AutoCloseable {

    private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final int BUFFER = 8192;
    private static final int LONGEST_LINE = 16_384;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] line = new byte[LONGEST_LINE];
    private int lineLength;

    /// An answer.
    record Answer(int status, String body) {}

    Connection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(60_000);
        in = new BufferedInputStream(socket.getInputStream(), BUFFER);
        out = socket.getOutputStream();
    }

    /// A request's bytes.
    static byte[] request(String method, String path, String key, String body) {
        var content = body.getBytes(StandardCharsets.UTF_8);
        var head =
                method
                        + " "
                        + path
                        + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
                        + key
                        + (content.length == 0
                                ? ""
                                : "\r\nContent-Type: application/json\r\nContent-Length: "
                                        + content.length)
                        + "\r\n\r\n";
        var first = head.getBytes(StandardCharsets.US_ASCII);
        var all = new byte[first.length + content.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(content, 0, all, first.length, content.length);
        return all;
    }

    /// Sends a request and reads its whole answer.
    Answer exchange(byte[] request) throws IOException {
        out.write(request);
        int status = status();
        int length = lengthOfBody();
        return new Answer(status, new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    /// Sends a request whose answer is a stream of lines, and reads up to the first of them.
    int open(byte[] request) throws IOException {
        out.write(request);
        int status = status();
        lengthOfBody();
        return status;
    }

    /// The next line of a stream, without its end.
    String nextLine() throws IOException {
        readLine();
        return new String(line, 0, lineLength, StandardCharsets.UTF_8);
    }

    private int status() throws IOException {
        readLine();
        return (line[9] - '0') * 100 + (line[10] - '0') * 10 + (line[11] - '0');
    }

    private int lengthOfBody() throws IOException {
        int length = 0;
        readLine();
        while (lineLength > 0) {
            if (startsWithLength()) {
                length = 0;
                for (int i = LENGTH.length; i < lineLength; i++) {
                    if (line[i] >= '0' && line[i] <= '9') {
                        length = length * 10 + line[i] - '0';
                    }
                }
            }
            readLine();
        }
        return length;
    }

    private boolean startsWithLength() {
        if (lineLength < LENGTH.length) {
            return false;
        }
        for (int i = 0; i < LENGTH.length; i++) {
            if ((line[i] | 0x20) != LENGTH[i] && line[i] != LENGTH[i]) {
                return false;
            }
        }
        return true;
    }

    private void readLine() throws IOException {
        lineLength = 0;
        while (true) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the gateway closed the connection");
            }
            if (next == '\n') {
                return;
            }
            if (next != '\r' && lineLength < LONGEST_LINE) {
                line[lineLength++] = (byte) next;
            }
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // It was on its way out.
        }
    }
}
