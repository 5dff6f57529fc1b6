package io.mediagate.endtoend;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.artifact.Media;
import io.mediagate.artifact.StoredFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The signed links to a result: whole, in parts, again, too late and forged.
@ExtendWith(SharedGateway.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LinksTest {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    @TempDir Path folder = Path.of("");

    private final RunningGateway gateway;
    private final Client anybody;
    private final String link;

    LinksTest(RunningGateway gateway) {
        this.gateway = gateway;
        this.anybody = gateway.stranger();
        this.link =
                gateway.tenant()
                        .post(
                                Sample.PICTURE.path(),
                                Sample.PICTURE.input("a quay"),
                                "Prefer",
                                "wait=60")
                        .text("/data/image/url");
    }

    private Path somewhere() {
        return folder.resolve("download-" + NUMBER.incrementAndGet());
    }

    private byte[] whole() throws IOException {
        var to = somewhere();
        assertThat(anybody.download(link, to).status()).isEqualTo(200);
        return Files.readAllBytes(to);
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0,    0,    1",
        "bytes=0-99,   0,    100",
        "bytes=100-,   100,  -1",
        "bytes=-50,    -50,  50",
        "bytes=10-9999999999, 10, -1",
    })
    void servesAPart(String range, int from, int length) throws IOException {
        var whole = new String(whole(), ISO_8859_1);
        int first = from < 0 ? whole.length() + from : from;
        int end = length < 0 ? whole.length() : first + length;
        var to = somewhere();

        var answer = anybody.download(link, to, "Range", range);

        assertThat(answer.status()).isEqualTo(206);
        assertThat(answer.header("content-range"))
                .contains("bytes %d-%d/%d".formatted(first, end - 1, whole.length()));
        assertThat(Files.readString(to, ISO_8859_1)).isEqualTo(whole.substring(first, end));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=a-b", "lines=1-2", "bytes=5-1", "bytes=0-1,5-9", "bytes", "="})
    void ignoresARangeThatMakesNoSense(String range) throws IOException {
        var to = somewhere();

        assertThat(anybody.download(link, to, "Range", range).status()).isEqualTo(200);
        assertThat(Files.readAllBytes(to)).isEqualTo(whole());
    }

    @Test
    void refusesARangeBehindTheEnd() throws IOException {
        int size = whole().length;

        var answer = anybody.get(path(link), "Range", "bytes=" + size + "-");

        assertThat(answer.status()).isEqualTo(416);
        assertThat(answer.header("content-range")).contains("bytes */" + size);
    }

    @Test
    void sendsNothingThatTheCallerHas() {
        var first = anybody.download(link, somewhere());
        var tag = first.header("etag").orElseThrow();

        assertThat(anybody.get(path(link), "If-None-Match", tag).status()).isEqualTo(304);
        assertThat(anybody.get(path(link), "If-None-Match", "\"x\", " + tag).status())
                .isEqualTo(304);
        assertThat(anybody.download(link, somewhere(), "If-None-Match", "\"other\"").status())
                .isEqualTo(200);
        var part = new String[] {"Range", "bytes=0-9", "If-Range", tag};
        assertThat(anybody.download(link, somewhere(), part).status()).isEqualTo(206);
        part[3] = "\"other\"";
        assertThat(anybody.download(link, somewhere(), part).status()).isEqualTo(200);
    }

    @Test
    void tellsOfAFileWithoutSendingIt() throws IOException {
        var answer = anybody.send("HEAD", path(link), BodyPublishers.noBody());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-length")).contains(Integer.toString(whole().length));
        assertThat(answer.header("content-type")).contains("image/png");
        assertThat(answer.header("accept-ranges")).contains("bytes");
        assertThat(answer.header("x-content-type-options")).contains("nosniff");
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "signature=., signature=A",
        "signature=.*, signature=",
        "signature=.*, ''",
        "expires=\\d, expires=9",
        "expires=\\d+, expires=99999999999999999999",
        "type=[^&]*, type=text%2Fhtml",
        "/file_.., /file_00",
        "/ws_.., /ws_00",
        "\\.png, .html",
        "\\.png, %2e%2e%2fx",
    })
    void refusesALinkThatWasTamperedWith(String part, String other) {
        var forged = path(link).replaceFirst(part, other);
        assertThat(forged).isNotEqualTo(path(link));

        var answer = anybody.get(forged);

        assertThat(answer.status()).as(answer.toString()).isEqualTo(404);
        assertThat(answer.text("/code")).isEqualTo("NOT_FOUND");
        assertThat(answer.text("/message")).isEqualTo("There is no such file.");
    }

    @Test
    void refusesALinkWhoseTimeIsOver() {
        var parts = path(link).split("[/?]", -1);
        var old = gateway.linksAt(Instant.now().minus(Duration.ofDays(3)));
        var media =
                new Media(
                        "image/png",
                        "png",
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        OptionalDouble.empty());
        var file = new StoredFile(parts[5], parts[6], 1, media);

        var answer = anybody.get("/api/v1/files/" + old.sign(parts[4], file));

        assertThat(answer.status()).as(answer.toString()).isEqualTo(404);
        assertThat(answer.text("/message")).startsWith("This link has expired.");
        var fresh = gateway.linksAt(Instant.now()).sign(parts[4], file);
        assertThat(
                        anybody.download(
                                        gateway.uri("/api/v1/files/" + fresh).toString(),
                                        somewhere())
                                .status())
                .isEqualTo(200);
    }

    private static String path(String link) {
        var uri = URI.create(link);
        return uri.getRawPath() + "?" + uri.getRawQuery();
    }
}
