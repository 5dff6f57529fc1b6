package io.mediagate.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.error.Secret;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class SigningSecretTest {
    private static final Secret OLD = new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    private static final Secret NEW = new Secret("whsec_" + "A".repeat(43) + "=");

    /// The example of the svix documentation, "Verifying webhooks manually".
    @Test
    void signsAsTheSpecificationsExampleDoes() {
        var header =
                SigningSecret.header(
                        List.of(OLD),
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        1_614_265_330,
                        "{\"test\": 2432232314}");

        assertThat(header).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void signsWithEverySecretThatIsAlive() {
        var header = SigningSecret.header(List.of(NEW, OLD), "evt_1", 1, "{}");

        assertThat(header)
                .isEqualTo(
                        SigningSecret.header(List.of(NEW), "evt_1", 1, "{}")
                                + " "
                                + SigningSecret.header(List.of(OLD), "evt_1", 1, "{}"));
    }

    @Test
    void makesSecretsOfThirtyTwoBytes() {
        var secret = SigningSecret.fresh(new SecureRandom()).value();

        assertThat(secret).startsWith("whsec_");
        assertThat(Base64.getDecoder().decode(secret.substring("whsec_".length()))).hasSize(32);
        assertThat(SigningSecret.fresh(new SecureRandom()).value()).isNotEqualTo(secret);
    }
}
