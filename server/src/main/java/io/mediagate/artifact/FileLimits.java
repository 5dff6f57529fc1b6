package io.mediagate.artifact;

import java.time.Duration;

/// What a file from outside may be.
///
/// @param bytes of the file
/// @param pixels of a picture or of one frame
/// @param mediaTime of a film or a sound
public record FileLimits(long bytes, long pixels, Duration mediaTime) {}
