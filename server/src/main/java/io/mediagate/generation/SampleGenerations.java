package io.mediagate.generation;

import com.github.f4b6a3.ulid.UlidCreator;
import io.mediagate.account.Scope;
import io.mediagate.artifact.Media;
import io.mediagate.artifact.StoredFile;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Family;
import io.mediagate.event.EventType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// Made-up generations that look like real ones, for whoever tries out what an event looks like. They are
/// stored nowhere, and the links in them lead nowhere.
public final class SampleGenerations {
    private static final String MODEL = "example/picture";
    private static final String INPUT =
            "{\"prompt\":\"a lighthouse in the fog\",\"aspect_ratio\":\"16:9\",\"n\":1}";
    private static final int SECONDS_QUEUED = 1;
    private static final int SECONDS_RUNNING = 4;

    private SampleGenerations() {}

    /// One that stands as after an event of this type.
    ///
    /// @param now when that event happened
    public static Generation after(EventType type, Scope scope, Instant now) {
        var state = state(type);
        var created = now.minusSeconds(SECONDS_QUEUED + SECONDS_RUNNING);
        return new Generation(
                scope,
                "gen_" + UlidCreator.getMonotonicUlid(),
                MODEL,
                Family.IMAGE,
                INPUT,
                state,
                type == EventType.CREATED ? 1 : type == EventType.STARTED ? 2 : 3,
                Usage.NONE,
                OptionalInt.empty(),
                created,
                state == State.QUEUED
                        ? Optional.empty()
                        : Optional.of(created.plusSeconds(SECONDS_QUEUED)),
                state.ended() ? Optional.of(now) : Optional.empty(),
                state == State.SUCCEEDED ? Optional.of(result()) : Optional.empty(),
                state == State.FAILED ? Optional.of(failure()) : Optional.empty());
    }

    private static State state(EventType type) {
        return switch (type) {
            case CREATED -> State.QUEUED;
            case STARTED, PROGRESSED -> State.RUNNING;
            case COMPLETED -> State.SUCCEEDED;
            case FAILED -> State.FAILED;
            case CANCELED -> State.CANCELED;
        };
    }

    private static Result result() {
        var media =
                new Media(
                        "image/png",
                        "png",
                        OptionalInt.of(1024),
                        OptionalInt.of(576),
                        OptionalDouble.empty());
        var id = "file_" + UlidCreator.getMonotonicUlid();
        return new Result("", List.of(new StoredFile(id, "lighthouse.png", 123_456, media)));
    }

    private static Failure failure() {
        return new Failure(ErrorCode.FAILED, ErrorCode.FAILED.message(), Optional.empty());
    }
}
