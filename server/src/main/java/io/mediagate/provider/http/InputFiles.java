package io.mediagate.provider.http;

import io.mediagate.egress.Egress.Fetch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;

/// Loads what callers name, for vendors that take bytes and no links.
final class InputFiles {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long MOST_BYTES = 100L * 1024 * 1024;

    private final VendorTools tools;

    InputFiles(VendorTools tools) {
        this.tools = tools;
    }

    /// Throws `Refusal` if it cannot be had; the words are ours, so they may say what is wrong.
    InputFile load(String link) throws InterruptedException {
        if (link.startsWith("data:")) {
            return inline(link);
        }
        var into = tools.scratchFolder().resolve("input-" + UUID.randomUUID());
        try {
            return switch (tools.egress()
                    .fetch(URI.create(link), Map.of(), into, MOST_BYTES, LIMIT)) {
                case Fetch.Fetched(var file) -> InputFile.of(read(file));
                case Fetch.Refused(var answer) ->
                        throw Refusal.of(
                                "A link in the input answers with " + answer.status() + ".");
                case Fetch.Broken(var fault) -> throw Refusal.of(words(fault));
            };
        } catch (IllegalArgumentException _) {
            throw Refusal.of("A link in the input is not a valid address.");
        }
    }

    private static String words(io.mediagate.egress.LineFault fault) {
        return switch (fault) {
            case FORBIDDEN_ADDRESS ->
                    "A link in the input must be https and lead to a public address.";
            case TOO_LARGE -> "A file linked in the input is too large.";
            case DNS, CONNECT, TLS, RESET, READ_TIMEOUT, TRUNCATED ->
                    "A link in the input could not be fetched.";
        };
    }

    private static InputFile inline(String link) {
        int comma = link.indexOf(',');
        if (comma < 0 || !link.substring(0, comma).endsWith(";base64")) {
            throw Refusal.of("A data link in the input must be base64.");
        }
        try {
            return InputFile.of(Base64.getMimeDecoder().decode(link.substring(comma + 1)));
        } catch (IllegalArgumentException _) {
            throw Refusal.of("A data link in the input must be base64.");
        }
    }

    private static byte[] read(java.nio.file.Path file) {
        try {
            var bytes = Files.readAllBytes(file);
            Files.delete(file);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
