package io.mediagate.artifact;

import static io.mediagate.artifact.SampleMedia.ascii;
import static io.mediagate.artifact.SampleMedia.join;

import io.mediagate.error.Family;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/// Small files of every kind that say who made them, in every place where makers do.
public final class MarkedMedia {

    /// What they say.
    public static final String MARK = "Made by Acme Vision";

    private MarkedMedia() {}

    /// Those that a model of this family may bring, each with all the marks of its kind.
    public static List<byte[]> of(Family family) {
        var start =
                switch (family) {
                    case IMAGE -> "picture";
                    case VIDEO -> "film";
                    case TTS -> "sound";
                };
        return all().entrySet().stream()
                .filter(it -> it.getKey().startsWith(start))
                .map(Map.Entry::getValue)
                .toList();
    }

    /// All of them, by what they are.
    static Map<String, byte[]> all() {
        var all = new LinkedHashMap<String, byte[]>();
        all.put("picture: PNG", png());
        all.put("picture: JPEG", jpeg());
        all.put("picture: GIF", gif());
        all.put("film: MP4", mp4());
        all.put("sound: WAV", wav());
        all.put("sound: MP3", join(id3(), mp3()));
        all.put("sound: AAC", join(id3(), aac()));
        all.put("sound: Opus", opus(MARK));
        all.put("sound: Opus, over several pages", longOpus());
        return all;
    }

    private static byte[] png() {
        var marks =
                join(
                        chunk("tEXt", ascii("Software\0" + MARK)),
                        chunk("iTXt", ascii("XML:com.adobe.xmp\0\0\0\0\0" + MARK)),
                        chunk("eXIf", ascii("MM\0*\0\0\0\10\0\0" + MARK)),
                        chunk("caBX", ascii(MARK)));
        return insert(SampleMedia.png(30, 20), 33, marks);
    }

    private static byte[] jpeg() {
        var marks =
                join(
                        segment(0xE1, join(ascii("Exif\0\0MM\0*\0\0\0\10\0\0"), ascii(MARK))),
                        segment(0xE1, ascii("http://ns.adobe.com/xap/1.0/\0" + MARK)),
                        segment(0xEB, ascii("JP\0\1" + MARK)),
                        segment(0xFE, ascii(MARK)));
        return insert(SampleMedia.jpeg(30, 20), 2, marks);
    }

    private static byte[] gif() {
        var gif = SampleMedia.gif(30, 20);
        int palette = (gif[10] & 0x80) == 0 ? 0 : 3 << ((gif[10] & 7) + 1);
        var plays = join(ascii("!\377\13NETSCAPE2.0\3\1"), new byte[] {0, 0, 0});
        var text = join(new byte[] {(byte) MARK.length()}, ascii(MARK), new byte[1]);
        var marks = join(ascii("!\376"), text, ascii("!\377\13XMP DataXMP"), text);
        return insert(gif, 13 + palette, join(plays, marks));
    }

    private static byte[] mp4() {
        return join(
                SampleMedia.mp4(64, 36, 1000),
                box("udta", ascii(MARK)),
                box("uuid", ascii("0123456789abcdef" + MARK)));
    }

    private static byte[] wav() {
        var list = join(ascii("LIST\24\0\0\0"), Arrays.copyOf(ascii(MARK), 20));
        return insert(SampleMedia.wav(1), 36, list);
    }

    static byte[] id3() {
        return join(ascii("ID3\3\0\0\0\0\0\36"), Arrays.copyOf(ascii(MARK), 30));
    }

    private static byte[] mp3() {
        var sound = new byte[417 * 3];
        for (int i = 0; i < 3; i++) {
            ByteBuffer.wrap(sound).putInt(i * 417, 0xFFFB9064);
        }
        return sound;
    }

    /// Three frames of ADTS without a sound in them.
    private static byte[] aac() {
        var sound = new byte[64 * 3];
        for (int i = 0; i < 3; i++) {
            ByteBuffer.wrap(sound).putInt(i * 64, 0xFFF15040).put(i * 64 + 4, (byte) (64 >> 3));
        }
        return sound;
    }

    /// With comments that take three pages.
    static byte[] longOpus() {
        return opus(MARK.repeat(9_000));
    }

    private static byte[] opus(String comment) {
        var head = ascii("OpusHead\1\1\0\0\200\273\0\0\0\0\0");
        return join(
                page(0, 0, head, 0, head.length),
                oggTags(join(text(MARK), new byte[] {2, 0, 0, 0}, text("A=b"), text(comment))),
                page(48_000, 9, ascii("sound"), 0, 5));
    }

    private static byte[] text(String text) {
        return join(
                ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(text.length()).array(),
                ascii(text));
    }

    private static byte[] oggTags(byte[] content) {
        var tags = join(ascii("OpusTags"), content, ascii(MARK));
        var pages = new byte[0];
        int most = 255 * 255;
        for (int at = 0; at <= tags.length; at += most) {
            pages = join(pages, page(0, 1 + at / most, tags, at, Math.min(most, tags.length - at)));
        }
        return pages;
    }

    /// A page with this part of a packet; one that is full is gone on with.
    private static byte[] page(long granule, int number, byte[] packet, int from, int length) {
        int segments = Math.min(255, length / 255 + 1);
        var page =
                ByteBuffer.allocate(27 + segments + length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put(ascii("OggS\0\0"))
                        .putLong(granule)
                        .putInt(7)
                        .putInt(number)
                        .putInt(0)
                        .put((byte) segments);
        for (int i = 0; i < segments; i++) {
            page.put((byte) Math.min(255, length - 255 * i));
        }
        page.put(packet, from, length);
        return page.putInt(22, oggChecksum(page.array())).array();
    }

    /// By whole polynomials, as RFC 3533 has it: the remainder of the page and four bytes of nothing.
    static int oggChecksum(byte[] page) {
        long rest = 0;
        for (int bit = 0; bit < (page.length + 4) * 8; bit++) {
            int at = bit / 8;
            int next =
                    at < page.length && !(at >= 22 && at < 26) ? page[at] >> (7 - bit % 8) & 1 : 0;
            rest = rest << 1 | next;
            rest = rest >> 32 == 0 ? rest : (rest ^ 0x104C11DB7L);
        }
        return (int) rest;
    }

    static byte[] insert(byte[] bytes, int at, byte[] more) {
        return join(Arrays.copyOf(bytes, at), more, Arrays.copyOfRange(bytes, at, bytes.length));
    }

    static byte[] chunk(String type, byte[] content) {
        var crc = new CRC32();
        crc.update(ascii(type));
        crc.update(content);
        return ByteBuffer.allocate(12 + content.length)
                .putInt(content.length)
                .put(ascii(type))
                .put(content)
                .putInt((int) crc.getValue())
                .array();
    }

    static byte[] segment(int marker, byte[] content) {
        return ByteBuffer.allocate(4 + content.length)
                .put((byte) 0xFF)
                .put((byte) marker)
                .putShort((short) (2 + content.length))
                .put(content)
                .array();
    }

    private static byte[] box(String name, byte[] content) {
        return ByteBuffer.allocate(8 + content.length)
                .putInt(8 + content.length)
                .put(ascii(name))
                .put(content)
                .array();
    }
}
