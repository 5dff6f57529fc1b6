package io.mediagate.generation;

import io.mediagate.account.Scope;
import io.mediagate.error.Family;
import io.mediagate.event.Event;
import io.mediagate.event.EventType;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/// One generation as it stood after its journal event number `sequence`. Immutable: every change makes
/// a new snapshot.
///
/// @param id `gen_…`
/// @param input the normalised input as JSON text, in the caller's order
/// @param sequence of the last event in it, from 1
/// @param price what was held for it when it was accepted
/// @param progress 0 to 100 when the provider really reports it
/// @param result exactly when it succeeded
/// @param failure exactly when it failed
public record Generation(
        Scope scope,
        String id,
        String model,
        Family family,
        String input,
        State state,
        long sequence,
        Usage price,
        OptionalInt progress,
        Instant createdAt,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt,
        Optional<Result> result,
        Optional<Failure> failure) {

    /// What it holds or has taken: nothing once it has failed or was canceled.
    public Usage usage() {
        return switch (state) {
            case FAILED, CANCELED -> Usage.NONE;
            case QUEUED, RUNNING, SUCCEEDED -> price;
        };
    }

    /// This one, which is queued, as it stands once work on it has begun.
    Generation begun(Instant at) {
        return new Generation(
                scope,
                id,
                model,
                family,
                input,
                State.RUNNING,
                sequence + 1,
                price,
                progress,
                createdAt,
                Optional.of(at),
                finishedAt,
                result,
                failure);
    }

    /// The journal's event of how it stands now.
    ///
    /// @param told exactly of `PROGRESSED`
    Event event(EventType type, OptionalInt told, Instant at) {
        return new Event(scope, id, sequence, type, told, at);
    }
}
