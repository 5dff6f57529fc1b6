package io.mediagate.provider.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// A body of `multipart/form-data` (RFC 7578).
public final class Multipart {
    private final String boundary = "mediagate-" + UUID.randomUUID();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    public Multipart text(String name, String value) {
        write(
                "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n"
                        .formatted(boundary, name));
        write(value + "\r\n");
        return this;
    }

    /// A file; its name is ours, because a caller's own could break the header it stands in.
    public Multipart file(String name, InputFile file) {
        write(
                "--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\n"
                        .formatted(boundary, name, "input." + file.extension()));
        write("Content-Type: %s\r\n\r\n".formatted(file.contentType()));
        bytes.writeBytes(file.bytes());
        write("\r\n");
        return this;
    }

    String contentType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    byte[] body() {
        var closed = new ByteArrayOutputStream();
        closed.writeBytes(bytes.toByteArray());
        closed.writeBytes("--%s--\r\n".formatted(boundary).getBytes(StandardCharsets.US_ASCII));
        return closed.toByteArray();
    }

    private void write(String text) {
        bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
