package io.mediagate.provider.sandbox.render;

import static io.mediagate.provider.sandbox.render.NativeMedia.check;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGRA;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;

import io.mediagate.provider.sandbox.render.Order.Background;
import io.mediagate.provider.sandbox.render.Order.Picture;
import io.mediagate.provider.sandbox.render.Order.PictureFormat;
import java.awt.AlphaComposite;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Area;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.IntPointer;

/// Draws pictures with Java2D and writes them.
final class Pictures {

    static {
        // Before the first class of AWT: without it a machine with a display would be asked for
        // one.
        if (System.getProperty("java.awt.headless") == null) {
            System.setProperty("java.awt.headless", "true");
        }
        ImageIO.setUseCache(false);
    }

    private Pictures() {}

    /// Makes the result of that index, counted from 0.
    static void make(Picture order, int index, Path file) {
        var image = draw(order, index);
        try (var out = Files.newOutputStream(file)) {
            switch (order.format()) {
                case PNG -> write(image, "png", 0.65f, out);
                case JPEG -> write(image, "jpeg", 0.9f, out);
                case WEBP -> writeWebp(image, out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static BufferedImage draw(Picture order, int index) {
        var seed = order.seed() + index * 0x632BE59BD9B4E019L;
        var width = order.size().width();
        var height = order.size().height();
        var seeThrough =
                order.background() == Background.TRANSPARENT
                        && order.format() != PictureFormat.JPEG;
        var image =
                new BufferedImage(
                        width,
                        height,
                        seeThrough ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
        var scene = new Landscape(seed);
        var g = graphics(image);
        scene.paintSky(g, width, height);
        scene.paintClouds(g, width, height);
        for (int layer = 0; layer < Landscape.LAYERS; layer++) {
            scene.paintLand(g, layer, width, height);
        }
        new Caption(order.caption(), width, height).paint(g);
        Insets.paint(g, order.shown(), width, height);
        if (seeThrough) {
            cutOut(g, width, height);
        }
        g.dispose();
        grain(image, seed);
        return image;
    }

    private static void cutOut(Graphics2D g, int width, int height) {
        var margin = Math.min(width, height) * 0.06;
        var kept =
                new RoundRectangle2D.Double(
                        margin,
                        margin,
                        width - 2 * margin,
                        height - 2 * margin,
                        margin * 3,
                        margin * 3);
        var around = new Area(new Rectangle2D.Double(0, 0, width, height));
        around.subtract(new Area(kept));
        g.setComposite(AlphaComposite.Clear);
        g.fill(around);
    }

    static Graphics2D graphics(BufferedImage image) {
        var g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_RENDERING, RenderingHints.VALUE_RENDER_QUALITY);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        return g;
    }

    /// A breath of noise, which hides the steps of the gradients. Every second row repeats the noise of
    /// a shifted one above, since PNG has to store all of it.
    private static void grain(BufferedImage image, long seed) {
        var pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        var state = seed | 1;
        for (int i = 0; i < pixels.length; i++) {
            state ^= state << 13;
            state ^= state >>> 7;
            state ^= state << 17;
            var shift = (int) (state & 3) - 1;
            if (shift <= 1 && shift != 0) {
                pixels[i] = shifted(pixels[i], shift);
            }
        }
    }

    private static int shifted(int pixel, int shift) {
        var red = Math.clamp(((pixel >> 16) & 255) + shift, 0, 255);
        var green = Math.clamp(((pixel >> 8) & 255) + shift, 0, 255);
        var blue = Math.clamp((pixel & 255) + shift, 0, 255);
        return (pixel & 0xFF000000) | red << 16 | green << 8 | blue;
    }

    private static void write(BufferedImage image, String format, float quality, OutputStream out)
            throws IOException {
        var writer = ImageIO.getImageWritersByFormatName(format).next();
        try (var stream = ImageIO.createImageOutputStream(out)) {
            var settings = writer.getDefaultWriteParam();
            settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            settings.setCompressionQuality(quality);
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), settings);
        } finally {
            writer.dispose();
        }
    }

    /// The encoder's packet is a whole WebP file.
    private static void writeWebp(BufferedImage image, OutputStream out) {
        try (var encoder =
                Encoder.open(
                        "libwebp",
                        Map.of("quality", "88", "compression_level", "2"),
                        context -> {
                            context.width(image.getWidth());
                            context.height(image.getHeight());
                            context.pix_fmt(AV_PIX_FMT_BGRA);
                            context.time_base(av_make_q(1, 25));
                        })) {
            var frame = frame(image);
            try {
                encoder.encode(frame, packet -> writeAll(packet.data(), packet.size(), out));
                encoder.encode(null, packet -> writeAll(packet.data(), packet.size(), out));
            } finally {
                av_frame_free(frame);
            }
        }
    }

    private static AVFrame frame(BufferedImage image) {
        var frame = av_frame_alloc();
        frame.format(AV_PIX_FMT_BGRA);
        frame.width(image.getWidth());
        frame.height(image.getHeight());
        frame.pts(0);
        check(av_frame_get_buffer(frame, 0), "allocating a frame");
        var pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        if (!image.getColorModel().hasAlpha()) {
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] |= 0xFF000000;
            }
        }
        var target = new IntPointer(frame.data(0));
        var stride = frame.linesize(0) / Integer.BYTES;
        for (int y = 0; y < image.getHeight(); y++) {
            target.position((long) y * stride).put(pixels, y * image.getWidth(), image.getWidth());
        }
        return frame;
    }

    private static void writeAll(
            org.bytedeco.javacpp.BytePointer source, int length, OutputStream out) {
        var bytes = new byte[length];
        source.get(bytes);
        try {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
