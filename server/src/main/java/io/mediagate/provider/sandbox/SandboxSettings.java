package io.mediagate.provider.sandbox;

import java.nio.file.Path;
import java.util.Optional;

/// How the sandbox works here.
///
/// @param workFolder where results appear before the store takes them over; only the sandbox's own
/// @param renderThreads how many pictures and films are made at a time; speech has as many
///     threads of its own, which are idle most of the time
/// @param submissionLog where each submission is written down before it is answered: the vendor's own
///     testimony, for tests that crash the gateway and then ask what was really submitted
public record SandboxSettings(
        Path workFolder, int renderThreads, Pace pace, Optional<Path> submissionLog) {

    /// How much like a vendor it takes its time.
    public enum Pace {
        /// A picture takes about a second, a film about three.
        LIFELIKE,

        /// For benchmarks of the gateway: every answer at once, from one tiny file a family that is made
        /// at the first need. Results are real media but not what was asked for.
        INSTANT
    }

    public SandboxSettings {
        if (renderThreads < 1) {
            throw new IllegalArgumentException(
                    "the sandbox needs at least 1 render thread, not " + renderThreads);
        }
    }

    /// As a gateway runs it: half of the machine's cores may render.
    public static SandboxSettings in(Path workFolder) {
        var half = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        return new SandboxSettings(workFolder, half, Pace.LIFELIKE, Optional.empty());
    }
}
