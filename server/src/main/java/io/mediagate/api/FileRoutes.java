package io.mediagate.api;

import com.github.f4b6a3.ulid.Ulid;
import io.helidon.http.HeaderNames;
import io.mediagate.artifact.Artifacts;
import io.mediagate.artifact.FileReference;
import io.mediagate.artifact.Links;
import io.mediagate.artifact.Links.Link;
import io.mediagate.artifact.Links.Verdict;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// Serves stored files to whoever has a link that we signed and that still holds.
final class FileRoutes implements Routes {

    private static final Duration LONGEST_DIRECT = Duration.ofMinutes(10);
    private static final int PIECE = 64 * 1024;
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final Links links;
    private final Artifacts artifacts;
    private final InstantSource clock;

    FileRoutes(Links links, Artifacts artifacts, InstantSource clock) {
        this.links = links;
        this.artifacts = artifacts;
        this.clock = clock;
    }

    @Override
    public void addTo(Router router) {
        router.on("GET", Router.VERSIONED, "/files/{workspace}/{file}/{name}", this::serve);
    }

    private void serve(Exchange exchange) {
        var link =
                new Link(
                        exchange.parameter(0),
                        exchange.parameter(1),
                        exchange.parameter(2),
                        exchange.query("type").orElse(""),
                        exchange.query("expires").orElse(""),
                        exchange.query("signature").orElse(""));
        var expiresAt =
                switch (links.check(link)) {
                    case Verdict.Valid(Instant at) -> at;
                    case Verdict.Expired() ->
                            throw Problem.of(
                                    ErrorCode.NOT_FOUND,
                                    "This link has expired. Read the generation again for a new one.");
                    case Verdict.Forged() -> throw noSuchFile();
                };
        var direct = direct(link, expiresAt);
        if (direct.isPresent()) {
            exchange.set(HeaderNames.LOCATION, direct.get().toString());
            exchange.set(Headers.NO_STORE);
            exchange.answerEmpty(302);
            return;
        }
        try (var content =
                artifacts
                        .open(link.workspaceId(), link.fileId())
                        .orElseThrow(FileRoutes::noSuchFile)) {
            describe(exchange, link, expiresAt);
            answer(exchange, link, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Where the file service hands the file out itself, for a few minutes at most: ours is the link that
    /// lasts.
    private Optional<URI> direct(Link link, Instant expiresAt) {
        var left = Duration.between(clock.instant(), expiresAt);
        var holds = left.compareTo(LONGEST_DIRECT) < 0 ? left : LONGEST_DIRECT;
        var reference = new FileReference(link.fileId(), link.name(), link.contentType());
        return artifacts.direct(link.workspaceId(), reference.file(), holds);
    }

    private static Problem noSuchFile() {
        return Problem.of(ErrorCode.NOT_FOUND, "There is no such file.");
    }

    private void describe(Exchange exchange, Link link, Instant expiresAt) {
        long age = Math.max(0, Duration.between(clock.instant(), expiresAt).toSeconds());
        exchange.set(HeaderNames.CACHE_CONTROL, "private, max-age=" + age);
        exchange.set(HeaderNames.ETAG, tag(link));
        madeAt(link).ifPresent(at -> exchange.set(HeaderNames.LAST_MODIFIED, HTTP_DATE.format(at)));
        exchange.set(HeaderNames.ACCEPT_RANGES, "bytes");
        exchange.set(Headers.NOSNIFF);
        exchange.set(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        exchange.set(
                HeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, "Content-Length, Content-Range, ETag");
        exchange.set(HeaderNames.create("Cross-Origin-Resource-Policy"), "cross-origin");
        // Should a browser be made to show it as a page, it can do nothing there.
        exchange.set(HeaderNames.create("Content-Security-Policy"), "default-src 'none'; sandbox");
    }

    // A file never changes under its id.
    private static String tag(Link link) {
        return '"' + link.fileId() + '"';
    }

    private static Optional<Instant> madeAt(Link link) {
        var id = link.fileId();
        var time = id.substring(id.indexOf('_') + 1);
        return Ulid.isValid(time) ? Optional.of(Ulid.from(time).getInstant()) : Optional.empty();
    }

    private static void answer(Exchange exchange, Link link, SeekableByteChannel content)
            throws IOException {
        if (ETags.matches(exchange.headers(HeaderNames.IF_NONE_MATCH), tag(link))) {
            exchange.answerEmpty(304);
            return;
        }
        long size = content.size();
        switch (range(exchange, link, size)) {
            case ByteRange.Whole() -> {
                label(exchange, link);
                send(exchange, 200, content, new ByteRange.Part(0, size - 1));
            }
            case ByteRange.Part part -> {
                label(exchange, link);
                exchange.set(
                        HeaderNames.CONTENT_RANGE,
                        "bytes " + part.first() + "-" + part.last() + "/" + size);
                send(exchange, 206, content, part);
            }
            case ByteRange.Unsatisfiable() ->
                    throw Problem.of(
                                    ErrorCode.INVALID_REQUEST,
                                    "The file has %d bytes; the range lies behind them."
                                            .formatted(size))
                            .withStatus(416)
                            .withHeader("Content-Range", "bytes */" + size);
        }
    }

    private static void label(Exchange exchange, Link link) {
        exchange.set(HeaderNames.CONTENT_TYPE, link.contentType());
        exchange.set(HeaderNames.CONTENT_DISPOSITION, "inline; filename=\"" + link.name() + "\"");
    }

    private static ByteRange range(Exchange exchange, Link link, long size) {
        var range = exchange.header(HeaderNames.RANGE);
        var condition = exchange.header(HeaderNames.IF_RANGE);
        boolean stale =
                condition.isPresent()
                        && !condition.get().equals(tag(link))
                        && !condition.equals(madeAt(link).map(HTTP_DATE::format));
        return range.isEmpty() || stale ? new ByteRange.Whole() : ByteRange.of(range.get(), size);
    }

    private static void send(
            Exchange exchange, int status, SeekableByteChannel content, ByteRange.Part part)
            throws IOException {
        exchange.set(HeaderNames.CONTENT_LENGTH, Long.toString(part.length()));
        if (exchange.method().equals("HEAD")) {
            exchange.answerEmpty(status);
            return;
        }
        content.position(part.first());
        var piece = ByteBuffer.allocate((int) Math.min(PIECE, Math.max(1, part.length())));
        try (var out = exchange.stream(status)) {
            long left = part.length();
            while (left > 0) {
                piece.clear().limit((int) Math.min(piece.capacity(), left));
                int n = content.read(piece);
                if (n < 0) {
                    throw new IOException("a file became shorter while it was sent");
                }
                out.write(piece.array(), 0, n);
                left -= n;
            }
        }
    }
}
