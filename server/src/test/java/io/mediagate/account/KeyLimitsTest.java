package io.mediagate.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyLimitsTest {

    @ParameterizedTest
    @CsvSource({
        "google/veo-3.1,   google/veo-3.1,      true",
        "google/veo-3.1,   google/veo-3.1-fast, false",
        "google/*,         google/veo-3.1,      true",
        "google/*,         googlex/veo,         false",
        "kling-ai/v3/*,    kling-ai/v3/video,   true",
        "kling-ai/v3/*,    kling-ai/v2/video,   false",
    })
    void allowsAPathOrAllBelowOne(String allowed, String model, boolean expected) {
        var limits =
                new KeyLimits(
                        Optional.empty(), Optional.empty(), Optional.empty(), List.of(allowed));

        assertThat(limits.allows(model)).isEqualTo(expected);
        assertThat(KeyLimits.NONE.allows(model)).isTrue();
    }
}
