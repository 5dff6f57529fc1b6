package io.mediagate.provider.sandbox.render;

import com.sun.speech.freetts.en.us.cmu_us_kal.KevinVoiceDirectory;
import io.mediagate.provider.sandbox.render.Order.Speech;
import io.mediagate.provider.sandbox.render.Order.SpeechFormat;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// Says texts with a diphone voice, at 150 words a minute or about 14 letters a second. The voice is a
/// machine with state, so only one thread may use one `Voice`. What happens to other scripts than Latin
/// is told at `Spoken`.
final class Voice implements AutoCloseable {

    private static final int RATE = 16_000;
    private static final float WORDS_A_MINUTE = 150;
    private static final int PAUSE = RATE / 5;

    /// Held while a voice is loaded: the library fills lists that all voices share, and two that load at
    /// once find them half full.
    private static final ReentrantLock LOADING = new ReentrantLock();

    private final com.sun.speech.freetts.Voice speaker;
    private final Listener listener = new Listener();

    /// Loads the voice, which takes some tenths of a second.
    Voice() {
        LOADING.lock();
        try {
            speaker =
                    Arrays.stream(new KevinVoiceDirectory().getVoices())
                            .filter(voice -> voice.getName().equals("kevin16"))
                            .findFirst()
                            .orElseThrow();
            speaker.setAudioPlayer(listener);
            speaker.allocate();
        } finally {
            LOADING.unlock();
        }
    }

    /// Writes the speech. Its pieces are said and encoded one by one, so its length costs no memory.
    void make(Speech order, Path file) throws InterruptedException {
        var shape =
                new SoundTrack.Shape(
                        order.format().codec(), 1, RATE, bitsPerSecond(order.format()));
        try (var output = new MediaFile(file, order.format().container());
                var track = new SoundTrack(shape, output)) {
            output.begin(
                    order.format() == SpeechFormat.MP3
                            ? Map.of("write_xing", "0", "id3v2_version", "0")
                            : Map.of());
            speaker.setRate((float) (WORDS_A_MINUTE * order.speed()));
            var pieces = Spoken.pieces(order.text());
            for (var piece : pieces) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("the speech is no longer wanted");
                }
                track.put(new float[1][PAUSE / 2], PAUSE / 2);
                say(piece, track);
            }
            track.put(new float[1][PAUSE], PAUSE);
            track.end();
            output.finish();
        }
        NoMakersName.remove(file, order.format());
    }

    private static int bitsPerSecond(SpeechFormat format) {
        return format == SpeechFormat.OPUS ? 32_000 : 64_000;
    }

    private void say(String piece, SoundTrack track) {
        listener.clear();
        speaker.speak(piece);
        var bytes = listener.heard();
        var samples = new float[bytes.length / 2];
        for (int i = 0; i < samples.length; i++) {
            // Big-endian, signed.
            samples[i] = (short) (bytes[2 * i] << 8 | (bytes[2 * i + 1] & 255)) / 32768f;
        }
        track.put(new float[][] {samples}, samples.length);
    }

    @Override
    public void close() {
        speaker.deallocate();
    }
}
