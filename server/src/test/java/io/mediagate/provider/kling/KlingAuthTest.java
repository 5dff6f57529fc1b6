package io.mediagate.provider.kling;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.error.Secret;
import io.mediagate.provider.http.Key;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class KlingAuthTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

    /// The token as another implementation of HS256 makes it of the same claims.
    @Test
    void signsATokenForHalfAnHourWithTheSecretKey() {
        var key = new Key("id", List.of(new Secret("access"), new Secret("secret")));

        var token = KlingAuth.headers(key, NOW).getOrDefault("Authorization", "");

        var parts = token.split("[ .]", -1);
        assertThat(parts[0]).isEqualTo("Bearer");
        assertThat(decoded(parts[1])).isEqualTo("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");
        assertThat(decoded(parts[2]))
                .isEqualTo("{\"iss\":\"access\",\"exp\":1800001800,\"nbf\":1799999995}");
        assertThat(parts[3]).isEqualTo("LyXCt8EeSGK515wCFM_FfiXyp5VKfSPvmk1s71RDK8k");
    }

    @Test
    void showsAKeyOfOnePartAsItIs() {
        var key = new Key("id", List.of(new Secret("plain")));

        assertThat(KlingAuth.headers(key, NOW)).containsEntry("Authorization", "Bearer plain");
    }

    private static String decoded(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }
}
