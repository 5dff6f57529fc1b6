package io.mediagate.provider.sandbox.render;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.LinearGradientPaint;
import java.awt.RadialGradientPaint;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/// A scene of sky, light, clouds and land in layers, all of it decided by a seed. It can be painted whole,
/// for a picture, or layer by layer with each layer shifted, for a film. Lengths inside are in heights
/// of the frame, so that any size shows the same place.
final class Landscape {

    /// How many layers of land there are; 0 is the farthest.
    static final int LAYERS = 5;

    private final long seed;
    private final Palette palette;
    private final double horizon;
    private final double lightX;
    private final double lightY;
    private final double lightRadius;
    private final double ruggedness;

    Landscape(long seed) {
        this.seed = seed;
        var chance = Chance.of(seed, "composition");
        palette = Palette.of(chance);
        horizon = chance.between(0.52, 0.62);
        lightX = chance.between(0.2, 0.8);
        lightY = chance.between(0.16, horizon - 0.1);
        lightRadius = chance.between(0.045, 0.085);
        ruggedness = chance.between(0.35, 1);
    }

    Palette palette() {
        return palette;
    }

    /// Sky, stars and light: what does not move.
    void paintSky(Graphics2D g, int width, int height) {
        g.setPaint(
                new LinearGradientPaint(
                        0,
                        0,
                        0,
                        (float) (height * (horizon + 0.12)),
                        new float[] {0, 0.55f, 1},
                        new Color[] {palette.top(), palette.middle(), palette.horizon()}));
        g.fillRect(0, 0, width, height);
        paintStars(g, width, height);
        paintLight(g, width, height);
    }

    private void paintStars(Graphics2D g, int width, int height) {
        var chance = Chance.of(seed, "stars");
        var count = (int) (260 * palette.stars() * Math.max(1, (double) width / height));
        for (int i = 0; i < count; i++) {
            var x = chance.unit() * width;
            var y = Math.pow(chance.unit(), 1.4) * horizon * height;
            var size = height * chance.between(0.0008, 0.0026);
            var fading = 1 - y / (horizon * height);
            g.setColor(Palette.faded(Color.WHITE, chance.between(0.25, 0.95) * fading));
            g.fill(new Ellipse2D.Double(x, y, size, size));
        }
    }

    private void paintLight(Graphics2D g, int width, int height) {
        var small = Math.min(width, height * 1.2);
        var x = lightX * width;
        var y = lightY * height;
        var radius = lightRadius * small;
        glow(g, x, y, radius * 7, 0.42);
        glow(g, x, y, radius * 2.4, 0.55);
        g.setColor(palette.light());
        g.fill(new Ellipse2D.Double(x - radius, y - radius, radius * 2, radius * 2));
    }

    private void glow(Graphics2D g, double x, double y, double radius, double strength) {
        g.setPaint(
                new RadialGradientPaint(
                        (float) x,
                        (float) y,
                        (float) radius,
                        new float[] {0, 0.35f, 1},
                        new Color[] {
                            Palette.faded(palette.light(), strength),
                            Palette.faded(palette.light(), strength * 0.35),
                            Palette.faded(palette.light(), 0)
                        }));
        g.fill(new Ellipse2D.Double(x - radius, y - radius, radius * 2, radius * 2));
    }

    /// Clouds: thin, long, lit from below, drawn over a strip that may be wider than the frame.
    void paintClouds(Graphics2D g, int width, int height) {
        var chance = Chance.of(seed, "clouds");
        var count = 3 + chance.below(4);
        var tone =
                Palette.blend(palette.horizon(), Color.WHITE, palette.stars() > 0.5 ? 0.05 : 0.45);
        for (int i = 0; i < count; i++) {
            var x = chance.unit() * width;
            var y = height * chance.between(0.06, horizon - 0.14);
            var length = height * chance.between(0.22, 0.55);
            for (int puff = 0; puff < 9; puff++) {
                var share = puff / 8.0 - 0.5;
                var puffWidth = length * chance.between(0.25, 0.5);
                var puffHeight = puffWidth * chance.between(0.09, 0.17);
                var at = x + share * length;
                var wobble = y + height * chance.between(-0.012, 0.012);
                paintPuff(g, tone, at, wobble, puffWidth, puffHeight);
            }
        }
    }

    private void paintPuff(
            Graphics2D g, Color tone, double x, double y, double width, double height) {
        var transform = g.getTransform();
        g.translate(x, y);
        g.scale(width / 2, height / 2);
        g.setPaint(
                new RadialGradientPaint(
                        0f,
                        0f,
                        1f,
                        new float[] {0, 1},
                        new Color[] {Palette.faded(tone, 0.34), Palette.faded(tone, 0)}));
        g.fill(new Rectangle2D.Double(-1, -1, 2, 2));
        g.setTransform(transform);
    }

    /// One layer of land over a strip that may be wider than the frame, transparent above the land.
    void paintLand(Graphics2D g, int layer, int width, int height) {
        var depth = layer / (LAYERS - 1.0);
        var crest = palette.land(Math.pow(depth, 0.85));
        var foot = Palette.blend(crest, palette.horizon(), 0.5 * (1 - depth) + 0.04);
        var path = new Path2D.Double();
        var step = Math.max(1, height / 720.0);
        var highest = (double) height;
        path.moveTo(0, height);
        for (double x = 0; x < width + step; x += step) {
            var y = crestAt(layer, x / height) * height;
            highest = Math.min(highest, y);
            path.lineTo(x, y);
        }
        path.lineTo(width + step, height);
        path.closePath();
        var fall = (float) (highest + height * (0.16 + 0.22 * depth));
        g.setPaint(new GradientPaint(0, (float) highest, crest, 0, fall, foot));
        g.fill(path);
        if (layer >= LAYERS - 2) {
            g.setColor(crest);
            paintTrees(g, layer, width, height);
        }
    }

    /// Where the land of a layer ends, in heights from the top.
    private double crestAt(int layer, double x) {
        var depth = layer / (LAYERS - 1.0);
        var base = horizon + 0.07 * layer + 0.06 * depth * depth;
        var swing = 0.13 * (1 - depth) * ruggedness + 0.055;
        var scale = 1.6 + 1.1 * (1 - depth);
        var sum = 0.0;
        var strength = 1.0;
        var total = 0.0;
        for (int octave = 0; octave < 6; octave++) {
            var value = noise(layer * 31 + octave, x * scale + 17.3 * layer);
            // Far land is ridged like mountains, near land is round like hills.
            var ridged = 1 - Math.abs(2 * value - 1);
            sum += strength * (ridged * (1 - depth) + value * depth);
            total += strength;
            strength *= 0.48 - 0.13 * depth;
            scale *= 2.03;
        }
        return base - swing * (2 * sum / total - 0.75);
    }

    private double noise(int channel, double x) {
        var cell = (long) Math.floor(x);
        var t = x - cell;
        var smooth = t * t * (3 - 2 * t);
        var left = corner(channel, cell);
        return left + (corner(channel, cell + 1) - left) * smooth;
    }

    private double corner(int channel, long cell) {
        return (Chance.mix(Chance.mix(seed + channel * 0x51ED27L) ^ (cell * 0x9E3779B9L)) >>> 11)
                * 0x1.0p-53;
    }

    private void paintTrees(Graphics2D g, int layer, int width, int height) {
        var chance = Chance.of(seed, "trees" + layer);
        var size = layer == LAYERS - 1 ? 0.062 : 0.026;
        var x = chance.unit() * 0.05;
        while (x * height < width) {
            var wooded = noise(900 + layer, x * 1.7) > 0.52;
            if (wooded) {
                var tall = size * chance.between(0.55, 1.25);
                paintTree(g, x * height, (crestAt(layer, x) + 0.004) * height, tall * height);
            }
            x += size * chance.between(0.16, wooded ? 0.5 : 1.2);
        }
    }

    /// A conifer: four skirts over a trunk.
    private static void paintTree(Graphics2D g, double x, double foot, double tall) {
        var path = new Path2D.Double();
        for (int skirt = 0; skirt < 4; skirt++) {
            var top = foot - tall * (1 - skirt * 0.21);
            var bottom = foot - tall * (0.62 - skirt * 0.18);
            var half = tall * (0.1 + skirt * 0.045);
            path.moveTo(x, top);
            path.lineTo(x + half, bottom);
            path.lineTo(x - half, bottom);
            path.closePath();
        }
        g.fill(path);
        g.fill(
                new Rectangle2D.Double(
                        x - tall * 0.02, foot - tall * 0.12, tall * 0.04, tall * 0.2));
    }
}
