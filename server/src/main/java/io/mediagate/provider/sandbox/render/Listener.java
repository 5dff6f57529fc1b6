package io.mediagate.provider.sandbox.render;

import com.sun.speech.freetts.audio.AudioPlayer;
import java.io.ByteArrayOutputStream;
import javax.sound.sampled.AudioFormat;
import org.jspecify.annotations.Nullable;

/// Where the voice believes its loudspeaker to be: keeps what it hears.
final class Listener implements AudioPlayer {

    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private @Nullable AudioFormat format;

    synchronized void clear() {
        heard.reset();
    }

    /// Signed big-endian samples of 16 bits.
    synchronized byte[] heard() {
        return heard.toByteArray();
    }

    @Override
    public synchronized boolean write(byte[] samples) {
        return write(samples, 0, samples.length);
    }

    @Override
    public synchronized boolean write(byte[] samples, int from, int length) {
        heard.write(samples, from, length);
        return true;
    }

    @Override
    public synchronized void setAudioFormat(AudioFormat format) {
        this.format = format;
    }

    @Override
    public synchronized @Nullable AudioFormat getAudioFormat() {
        return format;
    }

    @Override
    public boolean drain() {
        return true;
    }

    @Override
    public boolean end() {
        return true;
    }

    @Override
    public float getVolume() {
        return 1;
    }

    @Override
    public long getTime() {
        return 0;
    }

    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public void reset() {}

    @Override
    public void begin(int size) {}

    @Override
    public void cancel() {}

    @Override
    public void close() {}

    @Override
    public void setVolume(float volume) {}

    @Override
    public void resetTime() {}

    @Override
    public void startFirstSampleTimer() {}

    @Override
    public void showMetrics() {}
}
