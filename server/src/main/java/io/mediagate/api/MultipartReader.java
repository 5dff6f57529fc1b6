package io.mediagate.api;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads a body of `multipart/form-data` (RFC 7578) part by part, as it comes in, and holds no more of it
/// than a window.
final class MultipartReader {

    /// What a part says of itself.
    ///
    /// @param fileName as its sender calls it; empty for a part of text
    /// @param contentType as its sender calls it; empty where nothing is said
    record Head(String name, Optional<String> fileName, Optional<String> contentType) {}

    /// Takes the parts, in their order. What is not read of a part is passed over.
    interface Parts {
        void part(Head head, InputStream content) throws IOException;
    }

    /// The body is not what it says. The message is for the sender.
    static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1;

        Malformed(String message) {
            super(message);
        }
    }

    private static final int WINDOW = 64 * 1024;
    private static final int LONGEST_HEAD = 8 * 1024;
    private static final int MOST_PARTS = 1000;
    private static final Pattern BOUNDARY =
            Pattern.compile(
                    "(?i)multipart/form-data.*;\\s*boundary=(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70})).*");
    private static final Pattern PARAMETER =
            Pattern.compile(";\\s*([A-Za-z*]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^;\\s]*))");

    private final InputStream in;
    private final byte[] delimiter;
    private final byte[] window = new byte[WINDOW];
    private int from;
    private int to;
    private boolean ended;

    private MultipartReader(InputStream in, String boundary) {
        this.in = in;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        // The first boundary stands at the beginning of a line, too.
        window[to++] = '\r';
        window[to++] = '\n';
    }

    /// Reads all of it. Throws `Malformed` when it breaks off or is none.
    static void read(InputStream in, String contentType, Parts parts) throws IOException {
        var match = BOUNDARY.matcher(contentType);
        if (!match.matches()) {
            throw new Malformed("The form's Content-Type has no boundary.");
        }
        var boundary = match.group(1) == null ? match.group(2) : match.group(1);
        new MultipartReader(in, boundary).read(parts);
    }

    private void read(Parts parts) throws IOException {
        pass(new Content());
        for (int count = 0; !isLast(); count++) {
            if (count == MOST_PARTS) {
                throw new Malformed("The form has more than %d parts.".formatted(MOST_PARTS));
            }
            var head = head();
            var content = new Content();
            parts.part(head, content);
            pass(content);
        }
        // Whatever stands behind the last boundary belongs to nobody.
        while (in.read(window) >= 0) {}
    }

    private static void pass(Content content) throws IOException {
        var piece = new byte[4096];
        while (content.read(piece, 0, piece.length) >= 0) {}
    }

    /// What stands behind a boundary: two dashes, or a line's end.
    private boolean isLast() throws IOException {
        fill(2);
        boolean last = window[from] == '-' && window[from + 1] == '-';
        if (last) {
            return true;
        }
        while (window[from] == ' ' || window[from] == '\t') {
            from++;
            fill(2);
        }
        if (window[from] != '\r' || window[from + 1] != '\n') {
            throw new Malformed("The form's boundary is not followed by a new line.");
        }
        from += 2;
        return false;
    }

    private Head head() throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        int length = 0;
        for (var line = line(); !line.isEmpty(); line = line()) {
            length += line.length();
            int colon = line.indexOf(':');
            if (colon < 1 || length > LONGEST_HEAD) {
                throw new Malformed("A part of the form has a malformed or very long head.");
            }
            headers.put(
                    line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        var parameters = parameters(headers.getOrDefault("content-disposition", ""));
        var name = parameters.get("name");
        if (name == null || name.isEmpty()) {
            throw new Malformed(
                    "A part of the form has no name: Content-Disposition: form-data; name=\"…\".");
        }
        if (headers.getOrDefault("content-transfer-encoding", "binary")
                .matches("(?i)base64|quoted-printable")) {
            throw new Malformed("Send the parts of the form as they are, without an encoding.");
        }
        var file =
                Optional.ofNullable(parameters.get("filename"))
                        .or(() -> Optional.ofNullable(parameters.get("filename*")));
        return new Head(name, file, Optional.ofNullable(headers.get("content-type")));
    }

    private static Map<String, String> parameters(String disposition) {
        Map<String, String> found = new LinkedHashMap<>();
        var match = PARAMETER.matcher(disposition);
        while (match.find()) {
            var quoted = match.group(2);
            // Browsers write a quote as %22 (WHATWG), others behind a backslash.
            var value =
                    quoted == null
                            ? match.group(3)
                            : quoted.replaceAll("\\\\(.)", "$1").replace("%22", "\"");
            found.putIfAbsent(match.group(1).toLowerCase(Locale.ROOT), value);
        }
        return found;
    }

    private String line() throws IOException {
        for (int searched = 0; searched < LONGEST_HEAD; ) {
            for (int at = from + searched; at + 1 < to; at++) {
                if (window[at] == '\r' && window[at + 1] == '\n') {
                    var line = new String(window, from, at - from, StandardCharsets.UTF_8);
                    from = at + 2;
                    return line;
                }
            }
            searched = Math.max(0, to - from - 1);
            fill(to - from + 1);
        }
        throw new Malformed("A part of the form has a very long head.");
    }

    /// Has at least so many bytes in the window.
    private void fill(int least) throws IOException {
        while (to - from < least) {
            if (!more()) {
                throw new Malformed("The form breaks off before its last boundary.");
            }
        }
    }

    /// Reads on; false at the end.
    private boolean more() throws IOException {
        if (ended) {
            return false;
        }
        if (from > 0) {
            System.arraycopy(window, from, window, 0, to - from);
            to -= from;
            from = 0;
        }
        int read = in.read(window, to, window.length - to);
        ended = read < 0;
        to += Math.max(0, read);
        return !ended;
    }

    /// What lies between two boundaries.
    private final class Content extends InputStream {
        private boolean over;

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 255;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (over) {
                return -1;
            }
            int ready = ready();
            if (ready == 0) {
                over = true;
                from += delimiter.length;
                return -1;
            }
            int taken = Math.min(ready, length);
            System.arraycopy(window, from, into, offset, taken);
            from += taken;
            return taken;
        }

        /// How many bytes of the window are surely content; 0: the boundary is next.
        private int ready() throws IOException {
            while (true) {
                int found = delimiterAt();
                // Behind this, a boundary may begin of which the rest is still to come.
                int sure = found < 0 ? to - delimiter.length + 1 : found;
                if (sure > from || found == from) {
                    return sure - from;
                }
                if (!more()) {
                    throw new Malformed("The form breaks off before its last boundary.");
                }
            }
        }

        private int delimiterAt() {
            for (int at = from; at <= to - delimiter.length; at++) {
                if (window[at] == '\r'
                        && Arrays.equals(
                                window,
                                at,
                                at + delimiter.length,
                                delimiter,
                                0,
                                delimiter.length)) {
                    return at;
                }
            }
            return -1;
        }
    }
}
