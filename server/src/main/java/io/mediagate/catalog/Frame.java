package io.mediagate.catalog;

import java.util.Map;

/// The `frame` of expressions: vendors that want width and height are asked by callers for a shape and a
/// size.
final class Frame {
    /// Models work on blocks of so many pixels.
    private static final int BLOCK = 16;

    private Frame() {}

    /// Width and height of a shape such as `16:9` with about so many pixels.
    static Map<String, Long> of(String shape, long pixels) {
        var sides = shape.split(":", -1);
        double wide = Double.parseDouble(sides[0]);
        double high = Double.parseDouble(sides[1]);
        return Map.of(
                "width", whole(Math.sqrt(pixels * wide / high)),
                "height", whole(Math.sqrt(pixels * high / wide)));
    }

    private static long whole(double side) {
        return Math.max(1, Math.round(side / BLOCK)) * BLOCK;
    }
}
