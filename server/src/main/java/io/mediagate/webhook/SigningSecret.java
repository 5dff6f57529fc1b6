package io.mediagate.webhook;

import io.mediagate.error.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Secrets and signatures as Standard Webhooks wants them
/// (github.com/standard-webhooks/standard-webhooks, spec, "Signature scheme" of version 1).
public final class SigningSecret {
    private static final String PREFIX = "whsec_";
    private static final int RANDOM_BYTES = 32;
    private static final String ALGORITHM = "HmacSHA256";

    private SigningSecret() {}

    /// `whsec_` and 32 random bytes in base64.
    public static Secret fresh(SecureRandom random) {
        var bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return new Secret(PREFIX + Base64.getEncoder().encodeToString(bytes));
    }

    /// The value of the header `webhook-signature`: one signature for each secret.
    ///
    /// @param id of the event
    /// @param timestamp of the attempt, in seconds
    public static String header(List<Secret> secrets, String id, long timestamp, String body) {
        var signed = id + "." + timestamp + "." + body;
        return secrets.stream()
                .map(secret -> "v1," + signature(secret, signed))
                .collect(Collectors.joining(" "));
    }

    private static String signature(Secret secret, String signed) {
        var key = Base64.getDecoder().decode(secret.value().substring(PREFIX.length()));
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            var bytes = mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
