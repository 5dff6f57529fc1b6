package io.mediagate.artifact;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/// What a media file is, measured from its bytes.
///
/// @param contentType such as `image/webp`, `video/mp4`, `audio/mpeg`
/// @param extension the file name's, without the dot
/// @param width pixels, for pictures and video
/// @param height pixels, for pictures and video
/// @param durationSeconds for video and audio
public record Media(
        String contentType,
        String extension,
        OptionalInt width,
        OptionalInt height,
        OptionalDouble durationSeconds) {}
