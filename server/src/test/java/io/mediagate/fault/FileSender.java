package io.mediagate.fault;

import io.mediagate.artifact.SampleMedia;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Sends a large sound as a form, and can stop in the middle of it. Holds no more of it than a piece.
final class FileSender {

    private static final int HEAD = 44;
    private static final int BYTES_A_SECOND = 192_000;
    private static final int PIECE = 64 * 1024;
    private static final byte[] START =
            SampleMedia.ascii(
                    "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n\r\n");
    private static final byte[] END = SampleMedia.ascii("\r\n--XX--\r\n");

    private final byte[] head;
    private final byte[] noise = new byte[PIECE];
    private final long size;

    /// What came back.
    record Sent(int status, String head, JsonNode json) {}

    /// Something to do between two halves.
    interface Midway {
        void reached() throws Exception;
    }

    /// A sound of that length, of noise of its own.
    FileSender(long size, long seed) {
        this.size = size;
        int data = (int) (size - HEAD);
        var wav = ByteBuffer.allocate(HEAD).order(ByteOrder.LITTLE_ENDIAN);
        wav.put(SampleMedia.ascii("RIFF")).putInt(HEAD - 8 + data);
        wav.put(SampleMedia.ascii("WAVEfmt ")).putInt(16).putShort((short) 1).putShort((short) 2);
        wav.putInt(BYTES_A_SECOND / 4).putInt(BYTES_A_SECOND).putShort((short) 4);
        wav.putShort((short) 16).put(SampleMedia.ascii("data")).putInt(data);
        head = wav.array();
        new Random(seed).nextBytes(noise);
    }

    /// Its digest in hexadecimal.
    String digest() {
        var digest = sha256();
        digest.update(head);
        for (long half : new long[] {half(), size - HEAD - half()}) {
            for (long left = half; left > 0; left -= PIECE) {
                digest.update(noise, 0, (int) Math.min(left, PIECE));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Sends half of it, waits for whatever is to happen then, and goes on.
    Sent send(URI gateway, String key, Midway midway) throws Exception {
        try (var socket = new Socket(gateway.getHost(), gateway.getPort())) {
            var out = socket.getOutputStream();
            begin(out, gateway, key);
            midway.reached();
            noise(out, size - HEAD - half());
            out.write(END);
            out.flush();
            return answer(socket.getInputStream());
        }
    }

    /// Sends half of it and is gone, without a word.
    void sendHalf(URI gateway, String key, Midway midway) throws Exception {
        try (var socket = new Socket(gateway.getHost(), gateway.getPort())) {
            begin(socket.getOutputStream(), gateway, key);
            midway.reached();
            socket.setSoLinger(true, 0);
        }
    }

    private long half() {
        return size / 2;
    }

    private void begin(OutputStream out, URI gateway, String key) throws IOException {
        var head =
                """
                POST /api/v1/files HTTP/1.1\r
                Host: %s\r
                Connection: close\r
                Authorization: Bearer %s\r
                Content-Type: multipart/form-data; boundary=XX\r
                Content-Length: %d\r
                \r
                """
                        .formatted(gateway.getAuthority(), key, START.length + size + END.length);
        out.write(SampleMedia.ascii(head));
        out.write(START);
        out.write(this.head);
        noise(out, half());
        out.flush();
    }

    private void noise(OutputStream out, long bytes) throws IOException {
        for (long left = bytes; left > 0; left -= PIECE) {
            out.write(noise, 0, (int) Math.min(left, PIECE));
        }
    }

    private static Sent answer(InputStream from) throws IOException {
        var in = new BufferedInputStream(from);
        var whole = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        int end = whole.indexOf("\r\n\r\n");
        var body = whole.substring(end + 4);
        return new Sent(
                Integer.parseInt(whole.split(" ", 3)[1]),
                whole.substring(0, end),
                JsonMapper.shared().readTree(body));
    }

    /// Reads what lies behind a link; its digest in hexadecimal.
    static String digestBehind(String link) throws IOException {
        var digest = sha256();
        URLConnection connection = URI.create(link).toURL().openConnection();
        try (var in = new DigestInputStream(connection.getInputStream(), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
