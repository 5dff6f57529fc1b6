package io.mediagate.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.account.ApiKeys.Mode;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTextTest {
    private final SecureRandom random = new SecureRandom();

    @Test
    void spellsKeysAsTheContractSays() {
        assertThat(KeyText.make(Mode.LIVE, random).value()).matches("mg_live_[0-9A-Za-z]{38}");
        assertThat(KeyText.make(Mode.TEST, random).value()).matches("mg_test_[0-9A-Za-z]{38}");
    }

    @Test
    void keepsItsChecksumAcrossReleases() {
        var key = KeyText.make(Mode.TEST, new Random(1)).value();

        assertThat(key).isEqualTo("mg_test_D0lPk64Ie89xXRgE8i0LuYMjQzgXrofu3U3IX4");
    }

    @Test
    void knowsItsOwnKeys() {
        var seen = new HashSet<String>();
        for (int i = 0; i < 1_000; i++) {
            var key = KeyText.make(i % 2 == 0 ? Mode.LIVE : Mode.TEST, random).value();

            assertThat(KeyText.isWellFormed(key)).isTrue();
            assertThat(seen.add(key)).isTrue();
        }
    }

    @Test
    void noticesAnyCharacterThatWasMistyped() {
        var key = KeyText.make(Mode.LIVE, random).value();

        for (int i = 0; i < key.length(); i++) {
            var wrong = new StringBuilder(key);
            wrong.setCharAt(i, key.charAt(i) == 'x' ? 'y' : 'x');
            assertThat(KeyText.isWellFormed(wrong.toString())).as("at %d", i).isFalse();
        }
    }

    @Test
    void noticesThatTheModeWasChanged() {
        var key = KeyText.make(Mode.TEST, random).value();

        assertThat(KeyText.isWellFormed(key.replace("mg_test_", "mg_live_"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mg_live_",
                "mg_live_ä",
                "sk-123",
                "mg_live_00000000000000000000000000000000000000"
            })
    void refusesWhatIsNoKey(String text) {
        assertThat(KeyText.isWellFormed(text)).isFalse();
    }

    @Test
    void hintsAtOnlyFourOfTheRandomCharacters() {
        var key = KeyText.make(Mode.LIVE, random);

        assertThat(KeyText.hint(key)).hasSize(12).isEqualTo(key.value().substring(0, 12));
    }
}
