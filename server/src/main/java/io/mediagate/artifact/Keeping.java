package io.mediagate.artifact;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// How long files are kept, and how much of them.
///
/// @param uploads how long what callers sent is kept
/// @param results how long results are kept where their workspace says nothing; empty: until deleted
/// @param quotaBytes what a workspace's files may take where it says nothing; empty: no limit
public record Keeping(Duration uploads, Optional<Duration> results, OptionalLong quotaBytes) {}
