package io.mediagate.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs the table of `docs/05-redaction.md`: the page cannot say what the code does not do.
class RedactionDocTest {
    private static final Path PAGE = Path.of("..", "docs", "05-redaction.md");
    private static final Redaction REDACTION = Redaction.bundled();

    record Row(String before, String after) {}

    static Stream<Row> rows() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .dropWhile(line -> !line.startsWith("| before | after |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(RedactionDocTest::row);
    }

    private static Row row(String line) {
        List<String> cells =
                Arrays.stream(line.substring(2, line.length() - 2).split(" \\| ", -1)).toList();
        return new Row(cells.getFirst(), cells.getLast());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void doesWhatTheTableSays(Row row) {
        var message = REDACTION.message(ErrorCode.INVALID_INPUT, new Untrusted(row.before()));

        assertThat(message).isEqualTo(row.after());
    }

    @Test
    void findsTheTable() throws IOException {
        assertThat(rows()).hasSizeGreaterThan(20);
    }
}
