package io.mediagate.config;

import java.nio.file.Path;
import java.util.Optional;

/// How the built-in vendor behaves.
///
/// @param renderThreads how many media it makes at once
/// @param submissionLog a file that gets a line for each submission it takes, for tests that must know
///     that nothing was submitted twice
public record SandboxConfig(int renderThreads, Pace pace, Optional<Path> submissionLog) {

    /// How long it takes.
    public enum Pace {
        /// About as long as a fast vendor.
        LIFELIKE,
        /// Only as long as the work itself, for benchmarks.
        INSTANT
    }

    static SandboxConfig read(Settings settings) {
        int threads = settings.whole("sandbox.render_threads", 0, 0, 256);
        int half = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        return new SandboxConfig(
                threads == 0 ? half : threads,
                settings.choice("sandbox.pace", Pace.LIFELIKE),
                settings.text("sandbox.submission_log").map(Path::of));
    }
}
