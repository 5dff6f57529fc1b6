package io.mediagate.artifact;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.ImageIO;

/// Small files of every kind, good and bad, made on the spot.
public final class SampleMedia {
    private SampleMedia() {}

    public static byte[] png(int width, int height) {
        return picture("png", width, height);
    }

    public static byte[] jpeg(int width, int height) {
        return picture("jpeg", width, height);
    }

    public static byte[] gif(int width, int height) {
        return picture("gif", width, height);
    }

    private static byte[] picture(String format, int width, int height) {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        var g = image.createGraphics();
        g.setColor(Color.ORANGE);
        g.fillRect(0, 0, width, height);
        g.setColor(Color.BLUE);
        g.fillOval(0, 0, width / 2, height / 2);
        g.dispose();
        var out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, format, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /// A whole PNG of a few bytes that claims to be of that size.
    public static byte[] pngBomb(int width, int height) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
        var head = ByteBuffer.allocate(13).putInt(width).putInt(height);
        head.put((byte) 8).put((byte) 2).put((byte) 0).put((byte) 0).put((byte) 0);
        chunk(out, "IHDR", head.array());
        var deflater = new Deflater(9);
        deflater.setInput(new byte[10_000_000]);
        deflater.finish();
        var packed = new byte[100_000];
        int length = deflater.deflate(packed);
        deflater.end();
        chunk(out, "IDAT", java.util.Arrays.copyOf(packed, length));
        chunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream out, String type, byte[] content) {
        var crc = new CRC32();
        crc.update(ascii(type));
        crc.update(content);
        out.writeBytes(ByteBuffer.allocate(4).putInt(content.length).array());
        out.writeBytes(ascii(type));
        out.writeBytes(content);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }

    /// An extended WebP that claims to be of that size.
    public static byte[] webp(int width, int height) {
        var file = ByteBuffer.allocate(30).order(ByteOrder.LITTLE_ENDIAN);
        file.put(ascii("RIFF")).putInt(22).put(ascii("WEBPVP8X")).putInt(10).putInt(0);
        put3(file, width - 1);
        put3(file, height - 1);
        return file.array();
    }

    private static void put3(ByteBuffer file, int number) {
        file.put((byte) number).put((byte) (number >> 8)).put((byte) (number >> 16));
    }

    /// Silence.
    public static byte[] wav(int seconds) {
        int size = seconds * 16_000;
        var wav = ByteBuffer.allocate(44 + size).order(ByteOrder.LITTLE_ENDIAN);
        wav.put(ascii("RIFF")).putInt(36 + size).put(ascii("WAVEfmt ")).putInt(16);
        wav.putShort((short) 1).putShort((short) 1).putInt(8_000).putInt(16_000);
        wav.putShort((short) 2).putShort((short) 16).put(ascii("data")).putInt(size);
        return wav.array();
    }

    /// An MP4 of nothing but headers.
    public static byte[] mp4(int width, int height, long milliseconds) {
        var movie = ByteBuffer.allocate(100);
        movie.position(12);
        movie.putInt(1000).putInt((int) milliseconds);
        var track = ByteBuffer.allocate(84);
        track.position(40);
        track.putInt(0x10000);
        track.position(76);
        track.putInt(width << 16).putInt(height << 16);
        var handler = ByteBuffer.allocate(24);
        handler.position(8);
        handler.put(ascii("vide"));
        var media = box("mdia", box("hdlr", handler.array()));
        return join(
                box("ftyp", ascii("isom\0\0\2\0isommp42")),
                box(
                        "moov",
                        join(
                                box("mvhd", movie.array()),
                                box("trak", join(box("tkhd", track.array()), media)))),
                box("mdat", new byte[16]));
    }

    private static byte[] box(String name, byte[] content) {
        return ByteBuffer.allocate(8 + content.length)
                .putInt(8 + content.length)
                .put(ascii(name))
                .put(content)
                .array();
    }

    public static byte[] join(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (var part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
