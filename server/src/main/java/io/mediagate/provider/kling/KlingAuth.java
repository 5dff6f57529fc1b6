package io.mediagate.provider.kling;

import io.mediagate.provider.http.Key;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.json.JsonMapper;

/// An access key and a secret key become a token for half an hour (JWT of RFC 7519, signed with HS256);
/// a key of one part, as newer accounts have it, is shown as it is.
final class KlingAuth {
    private static final Duration GOOD_FOR = Duration.ofMinutes(30);

    /// Their clock may be behind ours.
    private static final Duration SINCE = Duration.ofSeconds(5);

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private KlingAuth() {}

    static Map<String, String> headers(Key key, Instant now) {
        return Map.of(
                "Authorization",
                "Bearer " + (key.parts().size() > 1 ? token(key, now) : key.value()));
    }

    private static String token(Key key, Instant now) {
        var claims =
                JsonMapper.shared()
                        .createObjectNode()
                        .put("iss", key.value())
                        .put("exp", now.plus(GOOD_FOR).getEpochSecond())
                        .put("nbf", now.minus(SINCE).getEpochSecond());
        var head =
                encoded("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + encoded(claims.toString());
        return head + "." + signature(head, key.parts().get(1).value());
    }

    private static String encoded(String json) {
        return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String signature(String text, String secret) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return BASE64.encodeToString(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
