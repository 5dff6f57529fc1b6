package io.mediagate.webhook;

import io.mediagate.account.Scope;
import io.mediagate.error.Secret;
import io.mediagate.event.Event;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// One attempt that this node has claimed: what is to be sent where, and under which number its outcome
/// is written.
///
/// @param attempt the attempt's number
/// @param failures how many attempts have failed since the delivery was put in line
/// @param generationId empty for a test
/// @param secrets the current one, and while it still signs the one before
record Sending(
        Scope scope,
        String deliveryId,
        int attempt,
        int failures,
        String eventId,
        EventName name,
        Optional<String> generationId,
        OptionalLong sequence,
        Instant eventAt,
        String endpointId,
        URI url,
        List<Secret> secrets) {

    /// A test is tried once and says nothing about its endpoint.
    boolean isTest() {
        return generationId.isEmpty();
    }

    /// The event of the generation; empty for a test.
    Optional<Event> event() {
        return generationId.map(id ->
                new Event(
                        scope,
                        id,
                        sequence.orElseThrow(),
                        name.type().orElseThrow(),
                        OptionalInt.empty(),
                        eventAt));
    }
}
