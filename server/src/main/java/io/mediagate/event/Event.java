package io.mediagate.event;

import java.time.Instant;
import java.util.OptionalInt;

/// One row of a generation's journal.
///
/// @param sequence 1, 2, 3 … within the generation, without a gap
/// @param progress exactly of `PROGRESSED`
public record Event(
        String workspaceId,
        String generationId,
        long sequence,
        EventType type,
        OptionalInt progress,
        Instant at) {}
