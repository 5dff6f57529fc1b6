package io.mediagate.api.reference;

import io.helidon.http.HeaderNames;
import io.mediagate.api.ETags;
import io.mediagate.api.Exchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import java.util.zip.GZIPOutputStream;

/// Something that is made once and asked for often: its bytes, the same compressed, and their tag.
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Page(String contentType, byte[] plain, byte[] compressed, String tag) {

    private static final Pattern GZIP =
            Pattern.compile("(^|,)\\s*gzip\\s*(,|$|;\\s*q=(1|0\\.0*[1-9]))");

    static Page of(String contentType, String text) {
        return of(contentType, text.getBytes(StandardCharsets.UTF_8));
    }

    static Page of(String contentType, byte[] bytes) {
        var checksum = new CRC32C();
        checksum.update(bytes);
        // Weak, since it stands for the compressed bytes as well.
        var tag = "W/\"%x-%x\"".formatted(bytes.length, checksum.getValue());
        return new Page(contentType, bytes, compress(bytes), tag);
    }

    private static byte[] compress(byte[] bytes) {
        var out = new ByteArrayOutputStream(bytes.length / 4 + 64);
        try (var zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /// Answers with it, or that the caller has it already.
    void answer(Exchange exchange) {
        exchange.set(HeaderNames.ETAG, tag);
        exchange.set(HeaderNames.CACHE_CONTROL, "no-cache");
        exchange.set(HeaderNames.VARY, "Accept-Encoding");
        exchange.set(HeaderNames.create("X-Content-Type-Options"), "nosniff");
        if (ETags.matches(exchange.headers(HeaderNames.IF_NONE_MATCH), tag)) {
            exchange.answerEmpty(304);
            return;
        }
        exchange.set(HeaderNames.CONTENT_TYPE, contentType);
        boolean zipped =
                GZIP.matcher(exchange.header(HeaderNames.ACCEPT_ENCODING).orElse("")).find();
        if (zipped) {
            exchange.set(HeaderNames.CONTENT_ENCODING, "gzip");
        }
        exchange.answer(200, zipped ? compressed : plain);
    }
}
