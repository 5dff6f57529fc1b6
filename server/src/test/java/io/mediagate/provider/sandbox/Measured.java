package io.mediagate.provider.sandbox;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A second opinion on media files, from programs of the machine. A test that needs one is skipped, and
/// says so, where it is not installed.
public final class Measured {

    private Measured() {}

    /// What ffprobe says of the streams and the container, as `key=value` lines.
    public static List<String> byFfprobe(Path file) {
        return run(
                List.of(
                        "ffprobe",
                        "-v",
                        "error",
                        "-show_entries",
                        "stream=codec_type,codec_name,width,height,pix_fmt,r_frame_rate"
                                + ":format=duration,format_name:format_tags:stream_tags",
                        "-of",
                        "default=noprint_wrappers=1",
                        file.toString()));
    }

    /// The container's duration in seconds.
    public static double seconds(Path file) {
        return byFfprobe(file).stream()
                .filter(line -> line.startsWith("duration="))
                .mapToDouble(line -> Double.parseDouble(line.substring("duration=".length())))
                .findFirst()
                .orElseThrow();
    }

    /// Such as `PNG 1024 768`.
    public static String byIdentify(Path file) {
        return run(List.of("identify", "-format", "%m %w %h", file + "[0]")).getFirst();
    }

    /// The root mean square and the peak of the sound, from 0 to 1, after a full decoding; fails when the
    /// decoder complains.
    public static double loudness(Path file) {
        var samples =
                output(
                        List.of(
                                "ffmpeg",
                                "-v",
                                "error",
                                "-xerror",
                                "-i",
                                file.toString(),
                                "-f",
                                "s16le",
                                "-ac",
                                "1",
                                "-"));
        var sum = 0.0;
        for (int i = 0; i + 1 < samples.length; i += 2) {
            var sample = (short) (samples[i + 1] << 8 | (samples[i] & 255)) / 32768.0;
            sum += sample * sample;
        }
        return Math.sqrt(sum / Math.max(1, samples.length / 2));
    }

    private static List<String> run(List<String> command) {
        return new String(output(command), StandardCharsets.UTF_8).lines().toList();
    }

    private static byte[] output(List<String> command) {
        assumeTrue(
                isInstalled(command.getFirst()),
                () -> "SKIPPED: no " + command.getFirst() + " here to check the file with");
        try {
            var process =
                    new ProcessBuilder(new ArrayList<>(command))
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            var output = process.getInputStream().readAllBytes();
            if (process.waitFor() != 0) {
                throw new AssertionError(command + " ended with " + process.exitValue());
            }
            return output;
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static boolean isInstalled(String program) {
        return Stream.of(
                        System.getenv()
                                .getOrDefault("PATH", "")
                                .split(java.io.File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
