package io.mediagate.webhook;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// One event on its way to one endpoint, with the latest of its attempts.
///
/// @param id `whd_…`
/// @param eventId `evt_…`, the same for every endpoint and on every attempt
/// @param generationId empty for a test
/// @param sequence the event's place in its generation's life; empty for a test
/// @param attemptCount how often it was tried, or is just being tried
/// @param nextAttemptAt exactly while it waits
/// @param attempts the latest ones, oldest first; one that a node did not live to record is missing
public record Delivery(
        String id,
        String endpointId,
        String eventId,
        EventName event,
        Optional<String> generationId,
        OptionalLong sequence,
        State state,
        int attemptCount,
        Instant createdAt,
        Optional<Instant> nextAttemptAt,
        Optional<Instant> endedAt,
        List<Attempt> attempts) {

    /// How many attempts are shown at most.
    static final int MOST_ATTEMPTS = 10;

    Delivery with(List<Attempt> others) {
        return new Delivery(
                id,
                endpointId,
                eventId,
                event,
                generationId,
                sequence,
                state,
                attemptCount,
                createdAt,
                nextAttemptAt,
                endedAt,
                others);
    }

    /// `WAITING → SENDING → DELIVERED | WAITING | FAILED`; delivering it again begins anew.
    public enum State {
        WAITING,
        SENDING,
        DELIVERED,
        FAILED;

        /// The spelling of the database and of callers.
        public String column() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State ofColumn(String column) {
            return valueOf(column.toUpperCase(Locale.ROOT));
        }
    }

    /// What was sent once and what came back, shortened.
    ///
    /// @param number from 1; a number that is missing is an attempt whose node did not live to record it
    /// @param status of the answer; empty when none came
    /// @param fault why no answer came, as `egress` calls it; empty when one did
    public record Attempt(
            int number,
            Instant at,
            long durationMillis,
            OptionalInt status,
            Optional<String> fault,
            Message request,
            Optional<Message> response) {}

    /// One side of an attempt.
    public record Message(Map<String, String> headers, String body) {
        public Message {
            headers = Map.copyOf(headers);
        }
    }
}
