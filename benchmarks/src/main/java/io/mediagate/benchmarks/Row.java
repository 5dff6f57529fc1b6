package io.mediagate.benchmarks;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// One line of the report.
///
/// @param values the columns; those that do not apply are absent
record Row(String name, Map<String, Object> values) {

    static final String[] COLUMNS = {
        "per_second", "p50_ms", "p99_ms", "jvm_cores", "database_cores", "jvm_mib", "target", "note"
    };

    static Row of(String name) {
        return new Row(name, new LinkedHashMap<>());
    }

    static Row of(String name, Load.Outcome outcome, Usage usage) {
        return of(name).with("per_second", Math.round(outcome.perSecond()))
                .with("p50_ms", millis(outcome.latency().getValueAtPercentile(50)))
                .with("p99_ms", millis(outcome.latency().getValueAtPercentile(99)))
                .with(usage)
                .with("note", outcome.statuses().toString());
    }

    Row with(String column, Object value) {
        values.put(column, value);
        return this;
    }

    Row with(Usage usage) {
        return with("jvm_cores", rounded(usage.jvmCores()))
                .with("database_cores", rounded(usage.databaseCores()))
                .with("jvm_mib", usage.jvmMebibytes());
    }

    static double millis(long micros) {
        return rounded(micros / 1000.0);
    }

    static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }

    /// The row for a terminal.
    String text() {
        var text = new StringBuilder("%-34s".formatted(name));
        for (var column : COLUMNS) {
            var value = String.valueOf(values.getOrDefault(column, ""));
            text.append(
                    column.equals("note")
                            ? "  " + value
                            : String.format(Locale.ROOT, " %14s", value));
        }
        return text.toString().stripTrailing();
    }

    /// The heading over such rows.
    static String heading() {
        var text = new StringBuilder("%-34s".formatted("scenario"));
        for (var column : COLUMNS) {
            text.append(
                    column.equals("note") ? "  note" : String.format(Locale.ROOT, " %14s", column));
        }
        return text.toString();
    }
}
