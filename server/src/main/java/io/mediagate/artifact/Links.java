package io.mediagate.artifact;

import io.mediagate.error.Secret;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signed links to files, which expire. All that is needed to serve a file stands in its link and is
/// signed with it, so that serving asks no database.
public final class Links {

    /// What a link says.
    ///
    /// @param expires epoch seconds, as they stand in the link
    public record Link(
            String workspaceId,
            String fileId,
            String name,
            String contentType,
            String expires,
            String signature) {}

    /// What came of checking a link.
    public sealed interface Verdict {
        /// It is ours and still holds.
        record Valid(Instant expiresAt) implements Verdict {}

        /// It is ours and has expired.
        record Expired() implements Verdict {}

        /// It is not ours.
        record Forged() implements Verdict {}
    }

    /// Where files are served, below the gateway's own address.
    public static final String PATH = "/api/v1/files/";

    /// Where our own files seem to be while nobody could reach us: links for ourselves, never sent.
    public static final String NOWHERE = "https://files.invalid" + PATH;

    private static final Pattern OWN =
            Pattern.compile(
                    "https?://[^/?#]+/api/v1/files/([A-Za-z0-9_]+)/([A-Za-z0-9_]+)/([^/?#]+)"
                            + "\\?type=([^&#]+)&expires=([0-9]{1,12})&signature=([^&#]+)");

    private static final String ALGORITHM = "HmacSHA256";

    private final Mac unused;
    private final InstantSource clock;
    private final long lifetimeSeconds;
    private final long stepSeconds;

    /// @param lifetime for which a link holds at least; at most a quarter longer
    public Links(Secret key, Duration lifetime, InstantSource clock) {
        if (lifetime.toSeconds() < 4) {
            throw new IllegalArgumentException(
                    "links must live for at least PT4S, not " + lifetime);
        }
        this.clock = clock;
        this.lifetimeSeconds = lifetime.toSeconds();
        this.stepSeconds = lifetimeSeconds / 4;
        try {
            unused = Mac.getInstance(ALGORITHM);
            unused.init(new SecretKeySpec(key.value().getBytes(StandardCharsets.UTF_8), ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A file's link: `{workspace}/{file_id}/{name}?type=…&expires=…&signature=…`. The expiry moves in
    /// steps, so that the same file has the same link, and an answer with it the same bytes, for a while.
    public String sign(String workspaceId, StoredFile file) {
        long step = clock.instant().getEpochSecond() / stepSeconds;
        var expires = Long.toString((step + 1) * stepSeconds + lifetimeSeconds);
        var type = file.media().contentType();
        var signature = signature(workspaceId, file.id(), file.name(), type, expires);
        return workspaceId
                + '/'
                + file.id()
                + '/'
                + file.name()
                + "?type="
                + URLEncoder.encode(type, StandardCharsets.UTF_8)
                + "&expires="
                + expires
                + "&signature="
                + signature;
    }

    /// The link of a file's preview, in the same form; empty where there can be none.
    public Optional<String> signPreview(String workspaceId, StoredFile file) {
        return Previews.of(file).map(preview -> sign(workspaceId, preview));
    }

    /// A link read from an address, whoever's it is; empty when it does not look like one of ours. Which
    /// host it names does not matter: what a link opens is decided by its signature.
    public static Optional<Link> read(String address) {
        var match = OWN.matcher(address);
        return match.matches()
                ? Optional.of(
                        new Link(
                                match.group(1),
                                match.group(2),
                                match.group(3),
                                URLDecoder.decode(match.group(4), StandardCharsets.UTF_8),
                                match.group(5),
                                match.group(6)))
                : Optional.empty();
    }

    /// Whether the link is ours and holds now.
    public Verdict check(Link link) {
        var expected =
                signature(
                        link.workspaceId(),
                        link.fileId(),
                        link.name(),
                        link.contentType(),
                        link.expires());
        if (!MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.US_ASCII),
                link.signature().getBytes(StandardCharsets.UTF_8))) {
            return new Verdict.Forged();
        }
        // Signed by us, so it is a number.
        var expiresAt = Instant.ofEpochSecond(Long.parseLong(link.expires()));
        return clock.instant().isBefore(expiresAt)
                ? new Verdict.Valid(expiresAt)
                : new Verdict.Expired();
    }

    private String signature(
            String workspaceId, String fileId, String name, String type, String expires) {
        // No part can contain the separator and still verify: we never sign one that does.
        var text = String.join("\n", workspaceId, fileId, name, type, expires);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(mac().doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }

    // A copy of one that has its key costs less than a new one, and no two threads share it.
    private Mac mac() {
        try {
            return (Mac) unused.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }
}
