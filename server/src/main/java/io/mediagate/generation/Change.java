package io.mediagate.generation;

import io.mediagate.event.EventType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// A change that a generation may go through once it has been accepted. Each is guarded: it happens
/// only if its generation still stands where the change expects it.
sealed interface Change {
    String workspaceId();

    String generationId();

    /// What the journal calls it.
    EventType type();

    /// A new percentage; only the owner's.
    record Progressed(Lease lease, int percent) implements ByOwner {
        @Override
        public EventType type() {
            return EventType.PROGRESSED;
        }
    }

    /// The result is in the store; only the owner's.
    record Succeeded(Lease lease, int attempt, Result result) implements ByOwner {
        @Override
        public EventType type() {
            return EventType.COMPLETED;
        }
    }

    /// It ended without a result; only the owner's.
    ///
    /// @param attempt the last attempt and how that ended; empty when none was open
    /// @param notes what the timeline tells besides
    record Failed(
            Lease lease, Optional<AttemptChange.Ended> attempt, Failure failure, List<Note> notes)
            implements ByOwner {
        @Override
        public EventType type() {
            return EventType.FAILED;
        }
    }

    /// Its caller gave it up; anybody's, queued or running.
    record Canceled(String workspaceId, String generationId) implements Change {
        @Override
        public EventType type() {
            return EventType.CANCELED;
        }
    }

    /// A change that only the holder of the lease may make.
    sealed interface ByOwner extends Change permits Progressed, Succeeded, Failed {
        Lease lease();

        @Override
        default String workspaceId() {
            return lease().workspaceId();
        }

        @Override
        default String generationId() {
            return lease().id();
        }
    }

    /// The state after it.
    default State state() {
        return switch (this) {
            case Progressed _ -> State.RUNNING;
            case Succeeded _ -> State.SUCCEEDED;
            case Failed _ -> State.FAILED;
            case Canceled _ -> State.CANCELED;
        };
    }

    /// The lease that must still be valid; -1 where none is needed.
    default long leaseNumber() {
        return this instanceof ByOwner owned ? owned.lease().number() : -1;
    }

    /// The new percentage, if it is about one.
    default OptionalInt progress() {
        return this instanceof Progressed p ? OptionalInt.of(p.percent()) : OptionalInt.empty();
    }

    /// What came of asking for a change.
    sealed interface Answer {
        /// It happened; this is how the generation stands now.
        record Made(Generation generation) implements Answer {}

        /// Somebody else was first, and theirs stands.
        record TooLate() implements Answer {}
    }
}
