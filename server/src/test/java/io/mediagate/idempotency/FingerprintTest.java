package io.mediagate.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediagate.account.Scope;
import io.mediagate.error.Problem;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintTest {

    private static final Fingerprint NOTHING = Fingerprint.of(new byte[0]);
    private static final Scope SCOPE = new Scope("ws_1", true);

    @Test
    void isThatOfTheBytes() {
        assertThat(Fingerprint.of(bytes("{}"))).isEqualTo(Fingerprint.of(bytes("{}")));
        assertThat(Fingerprint.of(bytes("{}"))).isNotEqualTo(Fingerprint.of(bytes("{ }")));
    }

    @Test
    void tellsPartsApartByNameValueKindAndOrder() {
        var all =
                Stream.of(
                        Fingerprint.ofParts().field("a", "bc"),
                        Fingerprint.ofParts().field("ab", "c"),
                        Fingerprint.ofParts().field("a", "b").field("c", ""),
                        Fingerprint.ofParts().field("c", "").field("a", "b"),
                        Fingerprint.ofParts().file("a", bytes("bc")),
                        Fingerprint.ofParts());

        assertThat(all.map(Fingerprint.Parts::done)).doesNotHaveDuplicates();
    }

    @Test
    void isTheSameForTheSameParts() {
        var one = Fingerprint.ofParts().field("prompt", "a cat").file("image", bytes("x")).done();
        var other = Fingerprint.ofParts().field("prompt", "a cat").file("image", bytes("x")).done();

        assertThat(one).isEqualTo(other);
    }

    @Test
    void scopesAKeyToWorkspaceModeMethodAndPath() {
        var ids =
                Stream.of(
                                Repeatable.of(SCOPE, "POST", "/a", "k", NOTHING),
                                Repeatable.of(new Scope("ws_2", true), "POST", "/a", "k", NOTHING),
                                Repeatable.of(new Scope("ws_1", false), "POST", "/a", "k", NOTHING),
                                Repeatable.of(SCOPE, "PUT", "/a", "k", NOTHING),
                                Repeatable.of(SCOPE, "POST", "/b", "k", NOTHING),
                                Repeatable.of(SCOPE, "POST", "/a", "l", NOTHING))
                        .map(Repeatable::id);

        assertThat(ids).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "é", "a\tb", "a\nb", "\u007F"})
    void refusesKeysThatAreNotPrintable(String key) {
        assertThatThrownBy(() -> Repeatable.check(key)).isInstanceOf(Problem.class);
    }

    @Test
    void takesKeysOfUpTo255Characters() {
        assertThatCode(() -> Repeatable.check("~ ".repeat(127) + "x")).doesNotThrowAnyException();
        assertThatThrownBy(() -> Repeatable.check("x".repeat(256))).isInstanceOf(Problem.class);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
