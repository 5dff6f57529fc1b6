package io.mediagate.config;

import java.time.Duration;

/// What callers may send and name in the way of files.
///
/// @param bodyBytes of one request with files
/// @param fileBytes of one file, however it comes: in a form, as a `data:` link, behind a link
/// @param files in one request
/// @param pixels of one picture or one frame
/// @param mediaTime of one film or sound
/// @param bodyTime how long a caller may take to send a body with files
/// @param fetchTime how long fetching one link may take
public record UploadConfig(
        long bodyBytes,
        long fileBytes,
        int files,
        long pixels,
        Duration mediaTime,
        Duration bodyTime,
        Duration fetchTime) {
    private static final long MEGA = 1_000_000;

    static UploadConfig read(Settings settings) {
        var second = Duration.ofSeconds(1);
        var day = Duration.ofDays(1);
        return new UploadConfig(
                settings.size("limits.multipart_body", "100MiB", "1KiB", "64GiB"),
                settings.size("limits.file", "20MiB", "1KiB", "16GiB"),
                settings.whole("limits.files", 16, 1, 1000),
                settings.whole("limits.megapixels", 64, 1, 2000) * MEGA,
                settings.duration("limits.media_time", "10m", second, day),
                settings.duration("limits.upload_time", "10m", second, day),
                settings.duration("limits.fetch_time", "60s", second, day));
    }
}
