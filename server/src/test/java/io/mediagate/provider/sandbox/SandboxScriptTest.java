package io.mediagate.provider.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.provider.sandbox.SandboxScript.Ending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class SandboxScriptTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sandbox:failed | FAILED | 0",
                "A cat. sandbox:timeout. | TIMEOUT | 0",
                "(Sandbox:Rate-Limited) | RATE_LIMITED | 0",
                "sandbox:provider_unavailable | PROVIDER_UNAVAILABLE | 0",
                "sandbox:unsupported-model | UNSUPPORTED_MODEL | 0",
                "sandbox:invalid-input, please | INVALID_INPUT | 0",
                "sandbox:content-rejected | CONTENT_REJECTED | 0",
                "sandbox:insufficient-credits | INSUFFICIENT_CREDITS | 0",
                "sandbox:slow=8s | SLOW | 8000",
                "sandbox:slow=250ms | SLOW | 250",
                "sandbox:slow=2m | SLOW | 120000",
                "sandbox:slow=1.5s and so on | SLOW | 1500",
                "sandbox:slow=3 | SLOW | 3000",
                "sandbox:slow=999999999m | SLOW | 3600000",
                "sandbox:slow | SLOW | 8000",
                "sandbox:stuck | STUCK | 0",
                "sandbox:lost | LOST | 0",
                "sandbox:flaky=2 | FLAKY | 2",
                "sandbox:late | LATE | 0",
                "sandbox:nonsense sandbox:late sandbox:lost | LATE | 0",
            })
    void readsWhatIsAskedFor(String text, Ending ending, long amount) {
        assertThat(SandboxScript.in(text)).isEqualTo(new SandboxScript(ending, amount));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a cat in a sandbox",
                "sandbox: a film about sand",
                "mysandbox:failed",
                "sandbox:failedly",
                "sandbox:slow=fast",
                "sandbox:none",
                "sandbox:"
            })
    void findsNothingInOrdinaryText(String text) {
        assertThat(SandboxScript.in(text).ending()).isEqualTo(Ending.NONE);
        assertThat(SandboxScript.without(text)).isEqualTo(text);
    }

    @Test
    void takesItsWordsOutOfTheText() {
        assertThat(SandboxScript.without("A cat sandbox:slow=8s in rain sandbox:lost"))
                .isEqualTo("A cat in rain");
    }

    @Test
    void listensToPromptAndTextOnly() {
        var input =
                JsonMapper.shared()
                        .createObjectNode()
                        .put("negative_prompt", "sandbox:failed")
                        .put("prompt", "a cat")
                        .put("text", "sandbox:late");

        assertThat(SandboxScript.of(input).ending()).isEqualTo(Ending.LATE);
        assertThat(SandboxScript.of(input.deepCopy().put("text", 5)).ending())
                .isEqualTo(Ending.NONE);
    }

    @Test
    void isToldInTheDocumentation() throws IOException {
        var page = Files.readString(Path.of("../docs/07-sandbox.md"));
        var told =
                Pattern.compile("^\\| `sandbox:([a-z-]+)", Pattern.MULTILINE)
                        .matcher(page)
                        .results()
                        .map(row -> row.group(1))
                        .toList();

        var endings =
                Stream.of(Ending.values())
                        .filter(ending -> ending != Ending.NONE)
                        .map(ending -> ending.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .toList();
        assertThat(told).containsExactlyInAnyOrderElementsOf(endings);
    }
}
