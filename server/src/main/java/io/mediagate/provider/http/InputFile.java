package io.mediagate.provider.http;

import java.util.Base64;

/// A file that a caller named, for vendors that want its bytes.
///
/// @param contentType by its first bytes, not by anybody's word; `application/octet-stream` if they are
///     of no known kind
@SuppressWarnings(
        "ArrayRecordComponent") // Compared nowhere; a copy of megabytes would serve nobody.
public record InputFile(byte[] bytes, String contentType) {
    /// As vendors want it inside JSON.
    public String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    String extension() {
        return switch (contentType) {
            case "image/jpeg" -> "jpg";
            case "audio/mpeg" -> "mp3";
            case "application/octet-stream" -> "bin";
            default -> contentType.substring(contentType.indexOf('/') + 1).replaceAll("\\W", "");
        };
    }

    static InputFile of(byte[] bytes) {
        return new InputFile(bytes, type(bytes));
    }

    private static String type(byte[] bytes) {
        if (starts(bytes, 0, 0x89, 'P', 'N', 'G')) {
            return "image/png";
        }
        if (starts(bytes, 0, 0xFF, 0xD8, 0xFF)) {
            return "image/jpeg";
        }
        if (starts(bytes, 0, 'R', 'I', 'F', 'F')) {
            return starts(bytes, 8, 'W', 'E', 'B', 'P') ? "image/webp" : "audio/wav";
        }
        if (starts(bytes, 4, 'f', 't', 'y', 'p')) {
            return "video/mp4";
        }
        if (starts(bytes, 0, 'G', 'I', 'F', '8')) {
            return "image/gif";
        }
        if (starts(bytes, 0, 'I', 'D', '3') || starts(bytes, 0, 0xFF, 0xFB)) {
            return "audio/mpeg";
        }
        return "application/octet-stream";
    }

    private static boolean starts(byte[] bytes, int at, int... expected) {
        if (bytes.length < at + expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if ((bytes[at + i] & 0xFF) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return "[%s, %d bytes]".formatted(contentType, bytes.length);
    }
}
