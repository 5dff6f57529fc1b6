package io.mediagate.event;

import java.util.Locale;

/// What can happen to a generation.
public enum EventType {
    CREATED,
    STARTED,
    PROGRESSED,
    COMPLETED,
    FAILED,
    CANCELED;

    /// The spelling in the database.
    public String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Reads the spelling of the database.
    public static EventType ofColumn(String column) {
        return valueOf(column.toUpperCase(Locale.ROOT));
    }

    /// Whether nothing happens after it.
    public boolean last() {
        return this == COMPLETED || this == FAILED || this == CANCELED;
    }
}
