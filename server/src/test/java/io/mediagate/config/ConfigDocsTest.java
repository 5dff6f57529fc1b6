package io.mediagate.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ConfigDocsTest {
    private static final Path PAGE = Path.of("..", "docs", "02-configuration.md");
    private static final Pattern ROW =
            Pattern.compile(
                    "\\| `([a-z0-9_.]+\\.[a-z0-9_]+)` \\| `(\\w+)` \\|(?: `([^`]*)`)? \\| (.+) \\|");

    /// A row of the page.
    private record Row(String name, String environment, String standard) {}

    @Test
    void describesEveryKeyWithItsVariableAndDefaultInTheOrderOfTheCode() throws IOException {
        var rows =
                Files.readAllLines(PAGE).stream()
                        .map(ROW::matcher)
                        .filter(row -> row.matches())
                        .map(row -> new Row(row.group(1), row.group(2), text(row.group(3))))
                        .toList();

        List<Row> keys =
                Config.keys().stream()
                        .map(key -> new Row(key.name(), key.environmentName(), key.standard()))
                        .toList();
        assertThat(rows).containsExactlyElementsOf(keys);
    }

    private static String text(@org.jspecify.annotations.Nullable String group) {
        return group == null ? "" : group;
    }
}
