package io.mediagate.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.error.ErrorCode;
import io.mediagate.error.Family;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The pages say what the code does, and their links lead somewhere.
class DocsTest {
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s#]+)(#[^)]*)?\\)");
    private static final Pattern FENCE = Pattern.compile("(?s)```.*?```");

    private static final Path ERRORS = Tree.root().resolve("docs/04-errors.md");

    @Test
    void listsTheGenerationCodesAsTheCodeHasThem() {
        var rows = rows("| sub-code | HTTP |");

        assertThat(rows).isEqualTo(expected(code -> code.scope() != ErrorCode.Scope.GENERAL));
    }

    @Test
    void listsTheGeneralCodesAsTheCodeHasThem() {
        var rows = rows("| code | HTTP |");

        assertThat(rows).isEqualTo(expected(code -> code.scope() != ErrorCode.Scope.GENERATION));
    }

    @Test
    void spellsOutEveryGenerationCode() {
        var page = Tree.read(ERRORS);
        for (var family : Family.values()) {
            for (var code : ErrorCode.values()) {
                if (code.scope() != ErrorCode.Scope.GENERAL) {
                    assertThat(page).contains("- `" + code.in(family) + "`");
                }
            }
        }
    }

    private static List<String> rows(String head) {
        return Tree.read(ERRORS)
                .lines()
                .dropWhile(line -> !line.startsWith(head))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .toList();
    }

    private static List<String> expected(Predicate<ErrorCode> filter) {
        return Arrays.stream(ErrorCode.values()).filter(filter).map(DocsTest::row).toList();
    }

    private static String row(ErrorCode code) {
        return "| `%s` | %d | %s | %s | `%s` | %s |"
                .formatted(
                        code.name(),
                        code.status(),
                        code.fault().name().toLowerCase(Locale.ROOT),
                        code.retryable() ? "yes" : "no",
                        code.nextAction().publicName(),
                        code.message());
    }

    @Test
    void linksLeadSomewhere() {
        var dead = new ArrayList<String>();
        for (var page : Tree.files(Tree.root(), ".md")) {
            var text = FENCE.matcher(Tree.read(page)).replaceAll("");
            var links = LINK.matcher(text);
            while (links.find()) {
                var target = links.group(1);
                if (!target.contains(":")
                        && !target.contains("{")
                        && !Files.exists(page.resolveSibling(target))) {
                    dead.add(Tree.name(page) + " links to " + target + ", which is not there");
                }
            }
        }

        assertThat(dead).isEmpty();
    }
}
