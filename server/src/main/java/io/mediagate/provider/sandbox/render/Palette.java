package io.mediagate.provider.sandbox.render;

import java.awt.Color;
import java.util.List;

/// The colours of a scene, chosen by hand to go together.
///
/// @param top of the sky
/// @param middle of the sky
/// @param horizon where the sky meets the land, and what far land fades into
/// @param light the sun or moon and its glow
/// @param far the farthest land
/// @param near the nearest land
/// @param stars how many, from 0 for day to 1 for night
record Palette(
        Color top, Color middle, Color horizon, Color light, Color far, Color near, double stars) {

    private static final List<Palette> ALL =
            List.of(
                    of(0x1B2A5C, 0xC05B7A, 0xFFB37A, 0xFFE3B0, 0xA8617F, 0x1E1533, 0.15),
                    of(0x2B5D9E, 0x7FB4DE, 0xE4F0F3, 0xFFF8E2, 0x8FB3C9, 0x16313F, 0),
                    of(0x070B24, 0x182552, 0x4A5C93, 0xE9EEFF, 0x35447A, 0x050816, 1),
                    of(0x0A1B33, 0x12595F, 0x7FD8B0, 0xDFFFE9, 0x2C7A78, 0x04151B, 0.8),
                    of(0x43306B, 0xB2578F, 0xF9A88B, 0xFFDFC0, 0x8D5A8F, 0x1D1030, 0.25),
                    of(0x9C4A2F, 0xE39256, 0xFBDDA3, 0xFFF4D6, 0xCB8350, 0x3B1A16, 0),
                    of(0x274B54, 0x7BA79D, 0xEADFBF, 0xFFF3CF, 0x7C9C8F, 0x12261F, 0),
                    of(0x35507E, 0xA6A9CF, 0xF7D6D0, 0xFFF1EA, 0x9497BD, 0x1F2947, 0),
                    of(0x3B1230, 0x9B2C3E, 0xF08A4B, 0xFFD98F, 0x8A3346, 0x1A0918, 0.1),
                    of(0x11334D, 0x3E86A8, 0xF3CFA0, 0xFFEBC2, 0x5C8CA0, 0x0B1D2B, 0.05));

    private static Palette of(
            int top, int middle, int horizon, int light, int far, int near, double stars) {
        return new Palette(
                new Color(top),
                new Color(middle),
                new Color(horizon),
                new Color(light),
                new Color(far),
                new Color(near),
                stars);
    }

    static Palette of(Chance chance) {
        return ALL.get(chance.below(ALL.size()));
    }

    /// The land at a depth between 0, farthest, and 1, nearest.
    Color land(double depth) {
        return blend(far, near, depth);
    }

    static Color blend(Color from, Color to, double share) {
        return new Color(
                channel(from.getRed(), to.getRed(), share),
                channel(from.getGreen(), to.getGreen(), share),
                channel(from.getBlue(), to.getBlue(), share));
    }

    static Color faded(Color color, double opacity) {
        return new Color(
                color.getRed(),
                color.getGreen(),
                color.getBlue(),
                (int) Math.round(255 * Math.clamp(opacity, 0, 1)));
    }

    private static int channel(int from, int to, double share) {
        return (int) Math.round(from + (to - from) * share);
    }
}
