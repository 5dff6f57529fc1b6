package io.mediagate.provider.sandbox.render;

/// Random numbers that are the same on every machine and in every release of Java: the drawing of a
/// prompt must not change because a library's generator did. (SplitMix64.)
final class Chance {

    private long state;

    Chance(long seed) {
        state = seed;
    }

    /// An independent stream for one part of a drawing, so that adding a cloud does not move the hills.
    static Chance of(long seed, String part) {
        return new Chance(mix(seed ^ mix(part.hashCode())));
    }

    long next() {
        state += 0x9E3779B97F4A7C15L;
        return mix(state);
    }

    /// From 0 up to, not including, 1.
    double unit() {
        return (next() >>> 11) * 0x1.0p-53;
    }

    double between(double from, double to) {
        return from + (to - from) * unit();
    }

    int below(int bound) {
        return (int) (unit() * bound);
    }

    /// Scatters the bits of a number.
    static long mix(long value) {
        var z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
