package io.mediagate.provider.sandbox.render;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;

/// What an input brought along, set small into the result, so that one sees that it arrived. As a tile of
/// a kilobyte or two in base64, it fits into a handle.
public final class Insets {
    private static final int TILE = 72;

    private Insets() {}

    /// A tile of a file. What Java cannot decode gets a tile of its own colour: a native decoder is not let
    /// at bytes from outside.
    public static String tile(byte[] bytes, String contentType) {
        var tile = new BufferedImage(TILE, TILE, BufferedImage.TYPE_INT_RGB);
        var g = tile.createGraphics();
        g.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        var picture =
                contentType.startsWith("image/") ? decoded(bytes) : Optional.<BufferedImage>empty();
        if (picture.isPresent()) {
            g.drawImage(picture.get(), 0, 0, TILE, TILE, null);
        } else {
            sign(g, contentType, Arrays.hashCode(bytes));
        }
        g.dispose();
        var out = new ByteArrayOutputStream();
        try {
            ImageIO.write(tile, "jpeg", out);
        } catch (IOException e) {
            throw new IllegalStateException("memory takes every picture", e);
        }
        return Base64.getEncoder().encodeToString(out.toByteArray());
    }

    /// Only every so many pixels are kept, so a large picture takes no more memory than a small one.
    private static Optional<BufferedImage> decoded(byte[] bytes) {
        try (var in = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
            var readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                return Optional.empty();
            }
            var reader = readers.next();
            try {
                reader.setInput(in, true, true);
                int step =
                        Math.max(1, Math.min(reader.getWidth(0), reader.getHeight(0)) / (2 * TILE));
                var how = reader.getDefaultReadParam();
                how.setSourceSubsampling(step, step, 0, 0);
                return Optional.of(reader.read(0, how));
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            // Decoders throw whatever they stumble over.
            return Optional.empty();
        }
    }

    private static void sign(Graphics2D g, String contentType, int hash) {
        g.setColor(Color.getHSBColor((hash & 0xFFFF) / 65_536f, 0.6f, 0.7f));
        g.fillRect(0, 0, TILE, TILE);
        g.setColor(Color.WHITE);
        if (contentType.startsWith("video/")) {
            g.fillPolygon(new int[] {26, 52, 26}, new int[] {20, 36, 52}, 3);
        } else if (contentType.startsWith("audio/")) {
            for (int i = 0; i < 7; i++) {
                int height = 8 + (hash >>> (i * 4) & 15) * 2;
                g.fillRect(12 + i * 7, (TILE - height) / 2, 4, height);
            }
        } else {
            g.fillRect(20, 26, 32, 20);
        }
    }

    /// Sets tiles into the upper right corner.
    static void paint(Graphics2D g, List<String> tiles, int width, int height) {
        int side = Math.max(8, Math.min(width, height) / 5);
        int gap = Math.max(1, side / 8);
        int x = width - side - gap;
        for (var tile : tiles) {
            var picture = decoded(Base64.getDecoder().decode(tile));
            if (picture.isPresent() && x >= 0) {
                g.drawImage(picture.get(), x, gap, side, side, null);
                g.setColor(Color.WHITE);
                g.setStroke(new BasicStroke(Math.max(1f, side / 32f)));
                g.drawRect(x, gap, side, side);
                x -= side + gap;
            }
        }
    }
}
