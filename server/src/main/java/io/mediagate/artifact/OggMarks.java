package io.mediagate.artifact;

import io.mediagate.artifact.Edits.Patch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The marks in an Ogg of speech or music: the name of the encoder and the comments, which are the stream's
/// second packet (RFC 7845, section 5.2; Vorbis I, section 5). They are blanked where they are, and the
/// pages that hold them get new checksums (RFC 3533, section 6).
final class OggMarks {
    private static final int HEAD = 27;
    private static final int CHECKSUM = 22;
    private static final int MOST_PAGES = 64;
    private static final int POLYNOMIAL = 0x04C11DB7;

    /// @param at where it begins in the file
    /// @param content where its content begins in it
    /// @param part how many bytes of it are the packet under way: up to the first segment that is not full
    @SuppressWarnings("ArrayRecordComponent") // Compared nowhere.
    private record Page(long at, byte[] bytes, int content, int part) {}

    /// The second packet, from all the pages that hold a part of it.
    private final byte[] packet;

    private final List<Page> pages;

    private OggMarks(List<Page> pages, byte[] packet) {
        this.pages = pages;
        this.packet = packet;
    }

    /// What is written over; nothing when the file is not understood.
    static List<Patch> of(Bytes bytes) {
        var pages = new ArrayList<Page>();
        int length = 0;
        var page = page(bytes, 0).flatMap(first -> page(bytes, first.bytes.length));
        while (page.isPresent() && pages.size() < MOST_PAGES) {
            pages.add(page.get());
            length += page.get().part;
            if (endsIn(page.get())) {
                return new OggMarks(pages, new byte[length]).patches();
            }
            page = page(bytes, page.get().at + page.get().bytes.length);
        }
        return List.of();
    }

    private static Optional<Page> page(Bytes bytes, long at) {
        int segments = bytes.has(at, "OggS") ? bytes.at(at + HEAD - 1) : 0;
        int content = 0;
        for (int i = 0; i < segments; i++) {
            content += Math.max(0, bytes.at(at + HEAD + i));
        }
        var whole = new byte[HEAD + Math.max(0, segments) + content];
        if (segments < 1 || at + whole.length > bytes.size()) {
            return Optional.empty();
        }
        for (int i = 0; i < whole.length; i++) {
            whole[i] = (byte) bytes.at(at + i);
        }
        return Optional.of(new Page(at, whole, HEAD + segments, firstPart(whole, segments)));
    }

    private static int firstPart(byte[] page, int segments) {
        int part = 0;
        for (int i = 0; i < segments; i++) {
            int segment = page[HEAD + i] & 255;
            part += segment;
            if (segment < 255) {
                break;
            }
        }
        return part;
    }

    /// Whether the segment behind the packet's part, or the last of it, is not full.
    private static boolean endsIn(Page page) {
        int last = Math.min(HEAD + page.part / 255, page.content - 1);
        return page.bytes[last] != (byte) 255;
    }

    private List<Patch> patches() {
        gather();
        if (!blank()) {
            return List.of();
        }
        scatter();
        return pages.stream()
                .map(page -> {
                    ByteBuffer.wrap(page.bytes)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putInt(CHECKSUM, 0)
                            .putInt(CHECKSUM, checksum(page.bytes));
                    return new Patch(page.at, page.bytes);
                })
                .toList();
    }

    private void gather() {
        int at = 0;
        for (var page : pages) {
            System.arraycopy(page.bytes, page.content, packet, at, page.part);
            at += page.part;
        }
    }

    private void scatter() {
        int at = 0;
        for (var page : pages) {
            System.arraycopy(packet, at, page.bytes, page.content, page.part);
            at += page.part;
        }
    }

    /// Spaces for the encoder's name, and comments that say nothing. False: it is not what it should be.
    private boolean blank() {
        var text = new String(packet, StandardCharsets.ISO_8859_1);
        boolean opus = text.startsWith("OpusTags");
        if (!opus && !text.startsWith("\3vorbis")) {
            return false;
        }
        var left = ByteBuffer.wrap(packet).order(ByteOrder.LITTLE_ENDIAN).position(opus ? 8 : 7);
        if (!blankNext(left, "") || left.remaining() < 4) {
            return false;
        }
        for (int comments = left.getInt(); comments > 0; comments--) {
            if (!blankNext(left, "X=")) {
                return false;
            }
        }
        if (opus) {
            // Anything may follow, and none of it is sound.
            Arrays.fill(packet, left.position(), packet.length, (byte) 0);
        }
        return true;
    }

    private boolean blankNext(ByteBuffer left, String begins) {
        int length = left.remaining() < 4 ? -1 : left.getInt();
        if (length < 0 || length > left.remaining()) {
            return false;
        }
        int at = left.position();
        Arrays.fill(packet, at, at + length, (byte) ' ');
        var name = begins.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(name, 0, packet, at, Math.min(name.length, length));
        left.position(at + length);
        return true;
    }

    private static int checksum(byte[] page) {
        int sum = 0;
        for (byte each : page) {
            sum ^= each << 24;
            for (int bit = 0; bit < 8; bit++) {
                sum = sum << 1 ^ (sum < 0 ? POLYNOMIAL : 0);
            }
        }
        return sum;
    }
}
