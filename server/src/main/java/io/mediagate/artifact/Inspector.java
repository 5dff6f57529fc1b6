package io.mediagate.artifact;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;

/// Looks at files from outside before anybody uses them. It reads headers and structure in Java, decodes
/// nothing, and reads no byte more than a few times, so that no file can cost more than its own length.
public final class Inspector {

    /// What came of it.
    public sealed interface Verdict {
        /// It is what it says, within the limits.
        record Fine(Media media) implements Verdict {}

        /// It may not be used.
        ///
        /// @param why the end of a sentence that begins with the field's name
        record Refused(String why) implements Verdict {}
    }

    private final FileLimits limits;

    public Inspector(FileLimits limits) {
        this.limits = limits;
    }

    public FileLimits limits() {
        return limits;
    }

    /// What the file is. Its name and whatever was said of its type count for nothing.
    public Verdict inspect(Path file) {
        try (var channel = FileChannel.open(file)) {
            return inspect(new Bytes.InFile(channel));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Verdict inspect(Bytes bytes) {
        if (bytes.size() == 0) {
            return new Verdict.Refused("is an empty file");
        }
        if (bytes.size() > limits.bytes()) {
            return new Verdict.Refused(tooLarge());
        }
        if (Structure.hasScript(bytes)) {
            return new Verdict.Refused(
                    "is a document or a script (SVG, HTML, PDF), which cannot be used; send a picture,"
                            + " a film or a sound");
        }
        var media = MediaProbe.probe(bytes);
        if (media.isEmpty()) {
            return new Verdict.Refused(
                    "is no media that can be used; send a PNG, JPEG, WebP or GIF, an MP4, MOV or WebM,"
                            + " an MP3, WAV, M4A, FLAC, AAC or Ogg");
        }
        return switch (Structure.of(bytes, media.get())) {
            case CUT_OFF -> new Verdict.Refused("breaks off before its end");
            case SOMETHING_BEHIND ->
                    new Verdict.Refused("has something else behind its end, which cannot be used");
            case TOO_MUCH_INSIDE ->
                    new Verdict.Refused("would take too much memory when it is unpacked");
            case WHOLE -> withinLimits(media.get());
        };
    }

    /// The words for a file that is larger than allowed.
    public String tooLarge() {
        return "is too large; at most %d bytes are allowed".formatted(limits.bytes());
    }

    private Verdict withinLimits(Media media) {
        long width = media.width().orElse(0);
        long height = media.height().orElse(0);
        if (width * height > limits.pixels()) {
            return new Verdict.Refused(
                    "has %d x %d pixels; at most %d megapixels are allowed"
                            .formatted(width, height, limits.pixels() / 1_000_000));
        }
        var seconds = media.durationSeconds().orElse(0);
        if (seconds > limits.mediaTime().toMillis() / 1000.0) {
            return new Verdict.Refused(
                    "lasts %s; at most %s are allowed"
                            .formatted(
                                    time(seconds), time(limits.mediaTime().toMillis() / 1000.0)));
        }
        return new Verdict.Fine(media);
    }

    private static String time(double seconds) {
        var whole = Duration.ofSeconds((long) Math.min(seconds, 1e15));
        return whole.toHours() > 0
                ? whole.toHours() + " hours"
                : whole.toMinutes() > 0 ? whole.toMinutes() + " minutes" : whole.toSeconds() + " s";
    }
}
