package io.mediagate.artifact;

import io.mediagate.provider.ResultFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// Measures media from their bytes: nobody's word is taken for what a file is. Reads only the headers and
/// does it in Java: these bytes come from outside, and a native demuxer that stumbles over them would
/// take the gateway with it. Any bytes whatever give an answer; what is not one of the known kinds, or
/// only begins like one, is empty.
public final class MediaProbe {

    /// What the file is.
    ///
    /// @throws UncheckedIOException when it cannot be read
    public Optional<Media> probe(Path file) {
        try (var channel = FileChannel.open(file)) {
            return probe(new Bytes.InFile(channel));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What the result is.
    ///
    /// @throws UncheckedIOException when it cannot be read
    public Optional<Media> probe(ResultFile result) {
        return switch (result) {
            case ResultFile.OnDisk(var path) -> probe(path);
            case ResultFile.Bytes(var bytes) -> probe(bytes);
        };
    }

    /// What these bytes are.
    public Optional<Media> probe(byte[] bytes) {
        return probe(new Bytes.InMemory(bytes));
    }

    static Optional<Media> probe(Bytes bytes) {
        if (bytes.number(0, 8) == 0x89504E470D0A1A0AL) {
            return Pictures.png(bytes);
        }
        if (bytes.number(0, 3) == 0xFFD8FF) {
            return Pictures.jpeg(bytes);
        }
        if (bytes.has(0, "GIF8")) {
            return Pictures.gif(bytes);
        }
        if (bytes.has(0, "RIFF")) {
            return bytes.has(8, "WEBP") ? Pictures.webp(bytes) : Sounds.wav(bytes);
        }
        if (bytes.has(4, "ftyp") || bytes.has(4, "moov")) {
            return Mp4.read(bytes);
        }
        if (bytes.number(0, 4) == 0x1A45DFA3L) {
            return Matroska.read(bytes);
        }
        if (bytes.has(0, "fLaC")) {
            return Sounds.flac(bytes);
        }
        if (bytes.has(0, "OggS")) {
            return Sounds.ogg(bytes);
        }
        return Frames.read(bytes);
    }

    static Optional<Media> picture(String kind, String extension, long width, long height) {
        if (width < 1 || height < 1 || width > 1 << 20 || height > 1 << 20) {
            return Optional.empty();
        }
        return Optional.of(
                new Media(
                        "image/" + kind,
                        extension,
                        OptionalInt.of((int) width),
                        OptionalInt.of((int) height),
                        OptionalDouble.empty()));
    }

    static Optional<Media> sound(String kind, String extension, double seconds) {
        return Double.isFinite(seconds) && seconds >= 0
                ? Optional.of(
                        new Media(
                                "audio/" + kind,
                                extension,
                                OptionalInt.empty(),
                                OptionalInt.empty(),
                                OptionalDouble.of(rounded(seconds))))
                : Optional.empty();
    }

    /// To the millisecond: what callers read must not end in the noise of binary fractions.
    static double rounded(double seconds) {
        return Math.round(seconds * 1000) / 1000.0;
    }
}
