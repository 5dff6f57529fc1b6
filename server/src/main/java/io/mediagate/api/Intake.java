package io.mediagate.api;

import io.mediagate.artifact.Inspector;
import io.mediagate.artifact.Scratch;
import io.mediagate.artifact.Uploads;
import java.time.Duration;

/// How files come in.
///
/// @param scratch where they lie until they are stored
/// @param inspector looks at them
/// @param uploads keeps them
/// @param limits of the body that brings them
/// @param mostText bytes of all texts of a form
/// @param mostFiles of one request
public record Intake(
        Scratch scratch,
        Inspector inspector,
        Uploads uploads,
        BodyLimits limits,
        long mostText,
        int mostFiles) {

    /// What a body may be.
    public record BodyLimits(long bytes, Duration time) {}
}
