package io.mediagate.webhook;

import io.mediagate.event.EventType;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What callers can be told of. Progress is not among it: whoever wants to watch follows the stream.
public enum EventName {
    TASK_CREATED("task.created", EventType.CREATED),
    TASK_STARTED("task.started", EventType.STARTED),
    TASK_COMPLETED("task.completed", EventType.COMPLETED),
    TASK_FAILED("task.failed", EventType.FAILED),
    TASK_CANCELED("task.canceled", EventType.CANCELED),
    /// Sent on demand only.
    ENDPOINT_TEST("endpoint.test", null);

    /// What an endpoint can ask for.
    public static final Set<EventName> OF_TASKS =
            Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(ENDPOINT_TEST)));

    private static final String TEST_COLUMN = "test";

    private final String publicName;
    private final Optional<EventType> type;

    EventName(String publicName, @Nullable EventType type) {
        this.publicName = publicName;
        this.type = Optional.ofNullable(type);
    }

    /// The spelling that callers read.
    public String publicName() {
        return publicName;
    }

    /// The event of a generation that it is; empty for a mere test.
    public Optional<EventType> type() {
        return type;
    }

    /// The one that callers spell so.
    public static Optional<EventName> ofPublicName(String text) {
        return Arrays.stream(values()).filter(name -> name.publicName.equals(text)).findFirst();
    }

    /// The spelling of the database: the journal's own.
    String column() {
        return type.map(EventType::column).orElse(TEST_COLUMN);
    }

    static EventName ofColumn(String column) {
        return Arrays.stream(values())
                .filter(name -> name.column().equals(column))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no event is called " + column));
    }
}
