package io.mediagate.endtoend;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// One connection, byte by byte: for what a well-behaved client would never send, and to see exactly
/// what comes back and when.
final class Wire implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 30_000;
    private static final int BUFFER = 512;
    private static final int WHOLE = Integer.MAX_VALUE;

    private final Socket socket;
    private final InputStream in;
    private String asked = "? ?";
    private int left;
    private boolean chunked;
    private boolean finished;

    Wire(RunningGateway gateway) {
        try {
            socket = new Socket(java.net.InetAddress.getLoopbackAddress(), gateway.port());
            socket.setSoTimeout(PATIENCE_MILLIS);
            in = new BufferedInputStream(socket.getInputStream(), BUFFER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Sends a request's line, headers (each `Name: value`) and body as they are, adding only `Host`.
    Wire ask(String requestLine, List<String> headers, String body) {
        asked = requestLine;
        var text = new StringBuilder(requestLine).append(" HTTP/1.1\r\nHost: 127.0.0.1:");
        text.append(socket.getPort()).append("\r\n");
        headers.forEach(header -> text.append(header).append("\r\n"));
        return send(text.append("\r\n").append(body).toString());
    }

    Wire send(String text) {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    Wire send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Sends what the other side may refuse to take in. False: it did.
    boolean trySend(byte[] bytes) {
        try {
            send(bytes);
            return true;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /// Reads an answer's head; its body is there to be read.
    Answer head() {
        var words = line().split(" ", 3);
        if (words.length < 2 || !words[0].equals("HTTP/1.1")) {
            throw new AssertionError("not an answer: " + Arrays.toString(words));
        }
        Map<String, List<String>> headers = new TreeMap<>();
        for (var line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            var name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            headers.computeIfAbsent(name, _ -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        var asking = asked.split(" ", -1);
        var answer = new Answer(asking[0], asking[1], Integer.parseInt(words[1]), headers, "");
        prepareBody(answer);
        return answer;
    }

    private void prepareBody(Answer answer) {
        chunked = answer.headers().containsKey("transfer-encoding");
        left = chunked ? 0 : answer.header("content-length").map(Integer::valueOf).orElse(WHOLE);
        boolean none = answer.status() == 204 || answer.status() == 304;
        finished = none || (left == 0 && !chunked) || answer.method().equals("HEAD");
    }

    /// Reads a whole answer.
    Answer answer() {
        var head = head();
        var body = new ByteArrayOutputStream();
        for (int b = read(); b >= 0; b = read()) {
            body.write(b);
        }
        return Answers.seen(
                new Answer(
                        head.method(),
                        head.path(),
                        head.status(),
                        head.headers(),
                        body.toString(StandardCharsets.UTF_8)));
    }

    /// The next byte of the body; -1 when it has ended as it should.
    int read() {
        if (finished) {
            return -1;
        }
        if (left == 0) {
            left = Integer.parseInt(line(), 16);
            if (left == 0) {
                line();
                finished = true;
                return -1;
            }
        }
        int b = raw();
        if (b < 0) {
            if (left != WHOLE) {
                throw new AssertionError("the body broke off");
            }
            finished = true;
            return -1;
        }
        if (left != WHOLE) {
            left--;
            endChunk();
        }
        return b;
    }

    private void endChunk() {
        if (left == 0 && chunked) {
            line();
        } else if (left == 0) {
            finished = true;
        }
    }

    /// Whether the other side has closed and nothing is left to read.
    boolean isClosed() {
        return raw() < 0;
    }

    private String line() {
        var line = new ByteArrayOutputStream(64);
        for (int b = raw(); b != '\n'; b = raw()) {
            if (b < 0) {
                throw new AssertionError("closed within a line: " + line);
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    private int raw() {
        try {
            return in.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Leaves without a word.
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
