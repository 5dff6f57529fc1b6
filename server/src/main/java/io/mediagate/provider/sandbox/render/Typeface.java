package io.mediagate.provider.sandbox.render;

import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.font.TextAttribute;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.AttributedString;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// The letters of captions: a typeface from our own jars for Latin, Greek and Cyrillic, so that these
/// look the same on a machine without any fonts, and whatever the machine has for other scripts. A
/// letter that neither can draw is left out, because a row of empty boxes says less than nothing.
final class Typeface {

    private static final String RESOURCE =
            "/META-INF/resources/webjars/roboto-fontface/0.10.0/fonts/roboto/Roboto-Medium.woff";
    private static final Font OWN = load();
    private static final Font MACHINE = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

    private Typeface() {}

    /// The drawable letters of a text.
    static String drawable(String text) {
        var kept = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> Character.isWhitespace(c) ? ' ' : c)
                .filter(c -> OWN.canDisplay(c) || MACHINE.canDisplay(c))
                .forEach(kept::appendCodePoint);
        return kept.toString().strip().replaceAll(" {2,}", " ");
    }

    /// The text, which must not be empty, with the face that can draw each part of it.
    static AttributedString set(String text, float size) {
        var set = new AttributedString(text, Map.of(TextAttribute.FONT, OWN.deriveFont(size)));
        var machine = MACHINE.deriveFont(size);
        var from = 0;
        while (from < text.length()) {
            var unknown = OWN.canDisplayUpTo(text.substring(from));
            if (unknown < 0) {
                break;
            }
            var start = from + unknown;
            var end = start + Character.charCount(text.codePointAt(start));
            while (end < text.length() && !OWN.canDisplay(text.codePointAt(end))) {
                end += Character.charCount(text.codePointAt(end));
            }
            set.addAttribute(TextAttribute.FONT, machine, start, end);
            from = end;
        }
        return set;
    }

    private static Font load() {
        try (var stream = Typeface.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException(
                        "the caption font is not on the class path: " + RESOURCE);
            }
            return font(unpacked(stream.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (FontFormatException | DataFormatException e) {
            throw new IllegalStateException("the caption font is broken: " + RESOURCE, e);
        }
    }

    private static Font font(byte[] trueType) throws IOException, FontFormatException {
        try {
            return Font.createFont(Font.TRUETYPE_FONT, new ByteArrayInputStream(trueType));
        } catch (IOException | RuntimeException | InternalError e) {
            // Java's font system does not come up on a machine without fonts, not even for a font
            // that is handed to it.
            FontlessMachine.pretendsToHave(trueType);
            return Font.createFont(Font.TRUETYPE_FONT, new ByteArrayInputStream(trueType));
        }
    }

    /// A WOFF 1 file as the TrueType file inside of it: the same tables, each deflated.
    private static byte[] unpacked(byte[] woff) throws IOException, DataFormatException {
        var in = new DataInputStream(new ByteArrayInputStream(woff));
        in.skipBytes(4);
        var flavor = in.readInt();
        in.skipBytes(4);
        var tables = in.readUnsignedShort();
        in.skipBytes(30);
        var header = new ByteArrayOutputStream();
        var body = new ByteArrayOutputStream();
        var out = new DataOutputStream(header);
        var power = Integer.highestOneBit(tables);
        out.writeInt(flavor);
        out.writeShort(tables);
        out.writeShort(power * 16);
        out.writeShort(Integer.numberOfTrailingZeros(power));
        out.writeShort((tables - power) * 16);
        for (int i = 0; i < tables; i++) {
            out.writeInt(in.readInt());
            var offset = in.readInt();
            var packedLength = in.readInt();
            var length = in.readInt();
            out.writeInt(in.readInt());
            out.writeInt(12 + tables * 16 + body.size());
            out.writeInt(length);
            body.write(table(woff, offset, packedLength, length));
            body.write(new byte[(4 - length % 4) % 4]);
        }
        body.writeTo(header);
        return header.toByteArray();
    }

    private static byte[] table(byte[] woff, int offset, int packedLength, int length)
            throws DataFormatException {
        var table = new byte[length];
        if (packedLength == length) {
            System.arraycopy(woff, offset, table, 0, length);
            return table;
        }
        try (var inflater = new Inflater()) {
            inflater.setInput(woff, offset, packedLength);
            inflater.inflate(table);
        }
        return table;
    }
}
