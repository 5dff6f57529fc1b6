package io.mediagate.admin;

import io.mediagate.error.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What proves that somebody may read the data folder, and so is the operator: a random word in a file
/// that only its owner can read.
public final class AdminToken {
    private static final String FILE_NAME = "admin.token";
    private static final int RANDOM_BYTES = 32;
    private static final String SCHEME = "Bearer ";

    private final Secret text;

    private AdminToken(Secret text) {
        this.text = text;
    }

    /// The folder's token, made on the first time. The caller holds the folder's lock.
    public static AdminToken make(Path dataFolder) {
        var present = read(dataFolder);
        if (present.isPresent()) {
            return present.get();
        }
        var random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        var text = HexFormat.of().formatHex(random);
        var file = dataFolder.resolve(FILE_NAME);
        try {
            Files.deleteIfExists(file);
            var ownerOnly =
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------"));
            Files.createFile(file, ownerOnly);
            Files.writeString(file, text + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("the token cannot be written to " + file, e);
        }
        return new AdminToken(new Secret(text));
    }

    /// The folder's token, if it has one.
    public static Optional<AdminToken> read(Path dataFolder) {
        var file = dataFolder.resolve(FILE_NAME);
        try {
            var text = Files.exists(file) ? Files.readString(file).strip() : "";
            // A crash while it was made leaves an empty file.
            return text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new AdminToken(new Secret(text)));
        } catch (IOException e) {
            throw new UncheckedIOException("the token in %s cannot be read".formatted(file), e);
        }
    }

    /// Whether the `Authorization` header carries it; takes the same time for any wrong one.
    public boolean isIn(@Nullable String authorization) {
        var expected = header().getBytes(StandardCharsets.UTF_8);
        return authorization != null
                && MessageDigest.isEqual(expected, authorization.getBytes(StandardCharsets.UTF_8));
    }

    /// The value of an `Authorization` header that carries it.
    public String header() {
        return SCHEME + text.value();
    }
}
