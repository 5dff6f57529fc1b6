package io.mediagate.provider.sandbox.render;

import io.mediagate.provider.sandbox.render.Order.Film;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/// The landscape of a picture, seen from a slow train: everything is painted once, each layer wider
/// than the frame, and a frame is put together by shifting the layers. The sky stands still, which
/// costs the encoder nothing.
final class FilmScene {

    /// How far the nearest layer travels over the film, in widths of the frame, a second.
    private static final double TRAVEL_PER_SECOND = 0.045;

    private static final double LONGEST_TRAVEL = 0.5;

    /// A layer, cut to the rows that have anything in them.
    private record Strip(Planes planes, int top, int travel) {}

    private final Planes sky;
    private final List<Strip> strips = new ArrayList<>();
    private final Planes frame;

    FilmScene(Film order, int index) {
        var width = order.size().width();
        var height = order.size().height();
        var scene = new Landscape(order.seed() + index * 0x632BE59BD9B4E019L);
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        var g = Pictures.graphics(image);
        scene.paintSky(g, width, height);
        g.dispose();
        sky = new Planes(image);
        frame = new Planes(width, height);
        var travel = width * Math.min(LONGEST_TRAVEL, TRAVEL_PER_SECOND * order.seconds());
        strips.add(clouds(scene, width, height, even(travel * 0.3)));
        for (int layer = 0; layer < Landscape.LAYERS; layer++) {
            var share = 0.08 + 0.92 * Math.pow(layer / (Landscape.LAYERS - 1.0), 1.8);
            strips.add(land(scene, layer, width, height, even(travel * share)));
        }
        var caption = new Caption(order.overlay().caption(), width, height);
        if (caption.top() < height || !order.overlay().shown().isEmpty()) {
            strips.add(still(caption, order.overlay().shown(), width, height));
        }
    }

    /// The frame at a moment between 0 and 1; valid until the next call.
    Planes at(double moment) {
        frame.copy(sky);
        for (var strip : strips) {
            frame.lay(strip.planes(), (int) Math.round(strip.travel() * moment), strip.top());
        }
        return frame;
    }

    private static Strip clouds(Landscape scene, int width, int height, int travel) {
        var image = canvas(width + travel, height);
        var g = Pictures.graphics(image);
        scene.paintClouds(g, width + travel, height);
        g.dispose();
        return cut(image, travel);
    }

    private static Strip land(Landscape scene, int layer, int width, int height, int travel) {
        var image = canvas(width + travel, height);
        var g = Pictures.graphics(image);
        scene.paintLand(g, layer, width + travel, height);
        g.dispose();
        return cut(image, travel);
    }

    private static Strip still(Caption caption, List<String> shown, int width, int height) {
        var image = canvas(width, height);
        var g = Pictures.graphics(image);
        caption.paint(g);
        Insets.paint(g, shown, width, height);
        g.dispose();
        return cut(image, 0);
    }

    private static BufferedImage canvas(int width, int height) {
        return new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    }

    private static Strip cut(BufferedImage image, int travel) {
        var top = 0;
        var row = new int[image.getWidth()];
        while (top < image.getHeight() - 2 && isEmpty(image, top, row)) {
            top += 1;
        }
        top &= ~1;
        var part = canvas(image.getWidth(), image.getHeight() - top);
        for (int y = 0; y < part.getHeight(); y++) {
            image.getRGB(0, top + y, row.length, 1, row, 0, row.length);
            part.setRGB(0, y, row.length, 1, row, 0, row.length);
        }
        return new Strip(new Planes(part), top, travel);
    }

    private static boolean isEmpty(BufferedImage image, int y, int[] row) {
        image.getRGB(0, y, row.length, 1, row, 0, row.length);
        for (var pixel : row) {
            if (pixel >>> 24 != 0) {
                return false;
            }
        }
        return true;
    }

    private static int even(double value) {
        return (int) value & ~1;
    }
}
