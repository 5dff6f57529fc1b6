package io.mediagate.command;

import java.util.List;
import java.util.stream.IntStream;

/// Rows of text in columns.
final class Table {
    private Table() {}

    static List<String> lines(List<List<String>> rows) {
        var widths =
                IntStream.range(0, rows.getFirst().size())
                        .map(i ->
                                rows.stream().mapToInt(row -> row.get(i).length()).max().orElse(0))
                        .toArray();
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        var line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
        }
        return line.toString().stripTrailing();
    }
}
