package io.mediagate.provider.sandbox.render;

/// Quiet music for a film: slow chords of a pentatonic scale, each note two voices a hair apart, left and
/// right breathing against each other. Fades in and out.
final class Ambience {

    static final int RATE = 48_000;

    private static final int[] SCALE = {0, 2, 4, 7, 9};
    private static final int NOTES = 4;
    private static final double SECONDS_A_CHORD = 3.2;
    private static final float[] SINE = sine();

    private final long seed;
    private final double root;
    private final long length;
    private final float[][] buffer = new float[2][1024];
    private long position;

    Ambience(long seed, double seconds) {
        this.seed = seed;
        this.root = 110 * StrictMath.pow(2, Chance.of(seed, "key").below(7) / 12.0);
        this.length = Math.round(seconds * RATE);
    }

    /// Plays up to this moment, in seconds, and never past the end.
    void playUpTo(double seconds, SoundTrack track) {
        var until = Math.min(length, Math.round(seconds * RATE));
        while (position < until) {
            var count = (int) Math.min(buffer[0].length, until - position);
            for (int i = 0; i < count; i++) {
                sample(position + i, i);
            }
            track.put(buffer, count);
            position += count;
        }
    }

    private void sample(long at, int index) {
        var time = (double) at / RATE;
        var chord = (long) (time / SECONDS_A_CHORD);
        var within = time / SECONDS_A_CHORD - chord;
        // Each chord swells and dies while the one before is still dying, so there is no seam.
        var rising = hump(within * 0.5 + 0.5);
        var falling = hump(within * 0.5);
        var left = 0.0;
        var right = 0.0;
        for (int note = 0; note < NOTES; note++) {
            var sweep = 0.5 + 0.5 * wave(0.11 * (note + 1) * 0.5, time);
            var sound = falling * tone(chord, note, time) + rising * tone(chord - 1, note, time);
            left += sound * (0.35 + 0.65 * sweep);
            right += sound * (1 - 0.65 * sweep);
        }
        var gain = 0.085 * fade(at);
        buffer[0][index] = (float) (left * gain);
        buffer[1][index] = (float) (right * gain);
    }

    private double tone(long chord, int note, double time) {
        var degree = (int) (Chance.mix(seed ^ ((chord + 2) * 7919 + note)) >>> 60) % SCALE.length;
        var octave = note == 0 ? 0 : note < 3 ? 1 : 2;
        var pitch = root * (1 << octave) * SEMITONES[SCALE[degree]];
        var sound = wave(pitch, time) + 0.8 * wave(pitch * 1.0031, time);
        return (sound + 0.18 * wave(pitch * 2.001, time)) / (1 + 0.4 * octave);
    }

    private static final double[] SEMITONES = semitones();

    private double fade(long at) {
        var edge = Math.min(RATE * 0.6, length / 4.0);
        return Math.min(1, Math.min(at / edge, (length - at) / edge));
    }

    /// 0 at both ends of 0 to 1 and 1 in the middle.
    private static double hump(double share) {
        return 0.5 - 0.5 * wave(1, share + 0.25);
    }

    private static double wave(double frequency, double time) {
        var turns = frequency * time;
        return SINE[(int) ((turns - Math.floor(turns)) * SINE.length) & (SINE.length - 1)];
    }

    /// A table, since `Math.sin` may differ in its last bit between machines and these bytes must not.
    private static float[] sine() {
        var table = new float[8192];
        for (int i = 0; i < table.length; i++) {
            table[i] = (float) StrictMath.sin(2 * StrictMath.PI * i / table.length);
        }
        return table;
    }

    private static double[] semitones() {
        var table = new double[12];
        for (int i = 0; i < table.length; i++) {
            table[i] = StrictMath.pow(2, i / 12.0);
        }
        return table;
    }
}
