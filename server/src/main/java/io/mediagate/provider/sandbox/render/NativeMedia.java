package io.mediagate.provider.sandbox.render;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Loader;

/// The native encoders. The first use unpacks them from their jar, which takes about a second and happens
/// once a machine; later processes load them in a tenth of that. So nothing here is touched before media
/// is made, or before somebody warms it up on a thread of its own.
final class NativeMedia {

    /// The operating system's ENOSPC, which the library passes on with a minus.
    private static final int NO_ROOM = -28;

    /// On a thread that nobody interrupts: unpacking does not survive an interrupt, and what fails to load
    /// once cannot be loaded again in this process. Those who make media are interrupted by any cancel.
    private static final CompletableFuture<Void> LOADED =
            CompletableFuture.runAsync(
                    NativeMedia::loadAll,
                    work -> Thread.ofPlatform().daemon().name("sandbox-library").start(work));

    private NativeMedia() {}

    /// Waits until the library is loaded; harmless to repeat. An interrupt does not end the waiting: it is
    /// kept for the caller's next look.
    ///
    /// @throws CompletionException when the library is not there for this machine
    static void load() {
        LOADED.join();
    }

    /// Says what failed when a call returned a negative number; passes any other number on.
    ///
    /// @throws UncheckedIOException when the disk is full
    static int check(int answer, String what) {
        if (answer >= 0) {
            return answer;
        }
        var text = new byte[128];
        avutil.av_strerror(answer, text, text.length);
        var reason = new String(text, StandardCharsets.UTF_8).replace("\0", "").trim();
        var message = "%s failed: %s (%d)".formatted(what, reason, answer);
        if (answer == NO_ROOM) {
            throw new UncheckedIOException(new IOException(message));
        }
        throw new IllegalStateException(message);
    }

    private static void loadAll() {
        try {
            Loader.load(avutil.class);
            Loader.load(avcodec.class);
            Loader.load(avformat.class);
        } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
            throw new IllegalStateException(
                    ("the sandbox's media library is not there for %s:"
                                    + " put the jar of org.bytedeco:ffmpeg with that classifier on the class path")
                            .formatted(Loader.getPlatform()),
                    e);
        }
        avutil.av_log_set_level(avutil.AV_LOG_ERROR);
    }
}
