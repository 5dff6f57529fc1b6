package io.mediagate.egress;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHeaders;

/// A file on its way in, of which a part may be there. Where the other side says by which mark the rest
/// belongs to the same file, it goes on from there; elsewhere it begins again.
final class Partial {
    private static final int PARTIAL_CONTENT = 206;

    private final Path into;
    private Optional<String> mark = Optional.empty();
    private boolean begun;

    Partial(Path into) {
        this.into = into;
    }

    /// Whether anything of it has come.
    boolean hasBegun() {
        return begun;
    }

    /// The headers with those that ask for the rest.
    Map<String, String> askingForTheRest(Map<String, String> headers) {
        long size = size();
        if (mark.isEmpty() || size == 0) {
            return headers;
        }
        var all = new HashMap<>(headers);
        all.put(HttpHeaders.RANGE, "bytes=" + size + "-");
        all.put(HttpHeaders.IF_RANGE, mark.get());
        return all;
    }

    /// How many bytes stay of what was there before this answer.
    long kept(ClassicHttpResponse response) throws IOException {
        if (response.getCode() != PARTIAL_CONTENT) {
            return 0;
        }
        var range = response.getFirstHeader(HttpHeaders.CONTENT_RANGE);
        if (range == null || !range.getValue().startsWith("bytes " + size() + "-")) {
            throw new IOException("another part of the file than was asked for");
        }
        return size();
    }

    /// Where the answer's bytes go, behind those that stay. Opening it and writing to it fail with
    /// `Line.NoRoom`.
    OutputStream open(ClassicHttpResponse response, long kept) throws Line.NoRoom {
        begun = true;
        if (kept > 0) {
            return open(StandardOpenOption.APPEND);
        }
        mark = mark(response);
        return open(
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE);
    }

    private OutputStream open(OpenOption... options) throws Line.NoRoom {
        try {
            return new OwnSide(Files.newOutputStream(into, options));
        } catch (IOException e) {
            throw new Line.NoRoom(e);
        }
    }

    /// What goes wrong here is not the other side's doing, nor the line's.
    private static final class OwnSide extends FilterOutputStream {
        OwnSide(OutputStream file) {
            super(file);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws Line.NoRoom {
            try {
                out.write(bytes, from, length);
            } catch (IOException e) {
                throw new Line.NoRoom(e);
            }
        }
    }

    private static Optional<String> mark(ClassicHttpResponse response) {
        return value(response, HttpHeaders.ETAG)
                .filter(tag -> tag.startsWith("\""))
                .or(() -> value(response, HttpHeaders.LAST_MODIFIED));
    }

    private static Optional<String> value(ClassicHttpResponse response, String name) {
        return Optional.ofNullable(response.getFirstHeader(name)).map(header -> header.getValue());
    }

    private long size() {
        try {
            return Files.exists(into) ? Files.size(into) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path path() {
        return into;
    }

    void remove() {
        try {
            Files.deleteIfExists(into);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
