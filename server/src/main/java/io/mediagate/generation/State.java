package io.mediagate.generation;

import java.util.Locale;

/// Where a generation is in its life: `QUEUED → RUNNING → SUCCEEDED | FAILED | CANCELED`. What ended
/// never changes again.
public enum State {
    QUEUED,
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELED;

    /// Whether nothing can change any more.
    public boolean ended() {
        return this != QUEUED && this != RUNNING;
    }

    /// The spelling in the database.
    public String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Reads the spelling of the database.
    public static State ofColumn(String column) {
        return valueOf(column.toUpperCase(Locale.ROOT));
    }
}
