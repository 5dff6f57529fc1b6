package io.mediagate.provider.sandbox.render;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.Arrays;

/// A picture as video encoders want it (BT.709, 4:2:0), perhaps with an alpha channel. Frames are put
/// together from these with copies and few multiplications, because that, and not encoding, is what
/// makes drawing a film dear.
final class Planes {

    private final int width;
    private final int height;
    private final byte[] luma;
    private final byte[] blue;
    private final byte[] red;
    private final byte[] alpha;

    /// For each row whether all of it can be copied (255), all left out (0), or must be blended (1).
    private final byte[] rowKinds;

    Planes(int width, int height) {
        this.width = width;
        this.height = height;
        luma = new byte[width * height];
        blue = new byte[width / 2 * (height / 2)];
        red = new byte[width / 2 * (height / 2)];
        alpha = new byte[0];
        rowKinds = new byte[height];
        Arrays.fill(rowKinds, (byte) 255);
    }

    /// Converts an image of even size; of `TYPE_INT_ARGB` or `TYPE_INT_RGB`.
    Planes(BufferedImage image) {
        width = image.getWidth();
        height = image.getHeight();
        luma = new byte[width * height];
        blue = new byte[width / 2 * (height / 2)];
        red = new byte[width / 2 * (height / 2)];
        var pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        var opaque = !image.getColorModel().hasAlpha();
        alpha = opaque ? new byte[0] : new byte[width * height];
        rowKinds = new byte[height];
        for (int y = 0; y < height; y++) {
            rowKinds[y] = convertRow(pixels, y, opaque);
        }
        for (int y = 0; y < height; y += 2) {
            for (int x = 0; x < width; x += 2) {
                convertChroma(pixels, x, y, opaque);
            }
        }
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    byte[] luma() {
        return luma;
    }

    byte[] blue() {
        return blue;
    }

    byte[] red() {
        return red;
    }

    private byte convertRow(int[] pixels, int y, boolean opaque) {
        var all = 255;
        var any = 0;
        for (int x = 0; x < width; x++) {
            var i = y * width + x;
            var p = pixels[i];
            var r = (p >> 16) & 255;
            var g = (p >> 8) & 255;
            var b = p & 255;
            luma[i] = (byte) (16 + ((11966 * r + 40254 * g + 4064 * b + 32768) >> 16));
            if (!opaque) {
                var a = p >>> 24;
                alpha[i] = (byte) a;
                all &= a;
                any |= a;
            }
        }
        return (byte) (opaque || all == 255 ? 255 : any == 0 ? 0 : 1);
    }

    private void convertChroma(int[] pixels, int x, int y, boolean opaque) {
        int r = 0;
        int g = 0;
        int b = 0;
        int weight = 0;
        for (int k = 0; k < 4; k++) {
            var p = pixels[(y + (k >> 1)) * width + x + (k & 1)];
            var a = opaque ? 255 : p >>> 24;
            r += ((p >> 16) & 255) * a;
            g += ((p >> 8) & 255) * a;
            b += (p & 255) * a;
            weight += a;
        }
        var divisor = Math.max(1, weight);
        var i = y / 2 * (width / 2) + x / 2;
        blue[i] = chroma(-6596L * r - 22189L * g + 28784L * b, divisor);
        red[i] = chroma(28784L * r - 26145L * g - 2639L * b, divisor);
    }

    private static byte chroma(long sum, int divisor) {
        return (byte) (128 + Math.round((double) sum / divisor / 65536));
    }

    /// Copies all of another of the same size over this.
    void copy(Planes other) {
        System.arraycopy(other.luma, 0, luma, 0, luma.length);
        System.arraycopy(other.blue, 0, blue, 0, blue.length);
        System.arraycopy(other.red, 0, red, 0, red.length);
    }

    /// Lays the part of `strip` that begins `shift` pixels from its left, as wide as this, over this,
    /// with its first row at `top`, which is even.
    void lay(Planes strip, int shift, int top) {
        for (int y = 0; y < strip.height; y++) {
            var kind = strip.rowKinds[y];
            var from = y * strip.width + shift;
            var to = (top + y) * width;
            if (kind == (byte) 255) {
                System.arraycopy(strip.luma, from, luma, to, width);
            } else if (kind == 1) {
                blend(strip.luma, from, strip.alpha, from, luma, to);
            }
            if ((y & 1) == 0) {
                layChroma(strip, shift, top, y);
            }
        }
    }

    private static void blend(
            byte[] source,
            int from,
            byte[] alpha,
            int alphaFrom,
            byte[] target,
            int to,
            int count) {
        for (int i = 0; i < count; i++) {
            var a = alpha[alphaFrom + i] & 255;
            var below = target[to + i] & 255;
            var above = source[from + i] & 255;
            // a + (a >> 7) makes 255 a full 256, so opaque pixels come through unchanged.
            target[to + i] = (byte) (below + (((above - below) * (a + (a >> 7))) >> 8));
        }
    }

    private void blend(
            byte[] source, int from, byte[] alphas, int alphaFrom, byte[] target, int to) {
        blend(source, from, alphas, alphaFrom, target, to, width);
    }

    private void layChroma(Planes strip, int shift, int top, int y) {
        var kind = strip.rowKinds[y];
        var from = y / 2 * (strip.width / 2) + shift / 2;
        var to = (top + y) / 2 * (width / 2);
        if (kind == (byte) 255) {
            System.arraycopy(strip.blue, from, blue, to, width / 2);
            System.arraycopy(strip.red, from, red, to, width / 2);
        } else if (kind == 1 || strip.rowKinds[y + 1] != 0) {
            var alphaFrom = y * strip.width + (shift & ~1);
            for (int i = 0; i < width / 2; i++) {
                var a = strip.coverage(alphaFrom + 2 * i);
                blue[to + i] = mixed(strip.blue[from + i], blue[to + i], a);
                red[to + i] = mixed(strip.red[from + i], red[to + i], a);
            }
        }
    }

    /// The mean alpha of the two by two pixels from here.
    private int coverage(int at) {
        return ((alpha[at] & 255)
                        + (alpha[at + 1] & 255)
                        + (alpha[at + width] & 255)
                        + (alpha[at + width + 1] & 255))
                >> 2;
    }

    private static byte mixed(byte above, byte below, int a) {
        var under = below & 255;
        return (byte) (under + ((((above & 255) - under) * (a + (a >> 7))) >> 8));
    }
}
