package io.mediagate.api;

import static io.mediagate.api.Front.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.account.Scope;
import io.mediagate.artifact.Artifacts.Kept;
import io.mediagate.artifact.StoredFile;
import io.mediagate.provider.ResultFile;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilesTest {

    private static final Scope MINE = FakeKeys.MINE;

    private static Front front;
    private static StoredFile file;

    @BeforeAll
    static void start(@TempDir Path folder) {
        front = new Front(folder);
        file = keep("0123456789");
    }

    @AfterAll
    static void stop() {
        front.close();
    }

    private static StoredFile keep(String content) {
        var bytes = new ResultFile.Bytes(content.getBytes(StandardCharsets.US_ASCII));
        var kept = front.artifacts.keep(MINE, "gen_01K9ABCDEFGHJKMNPQRSTVWXYZ", List.of(bytes));
        return ((Kept.Stored) kept).files().getFirst();
    }

    private static String link() {
        return "/api/v1/files/" + front.links.sign(MINE.workspaceId(), file);
    }

    private static HttpResponse<String> get(String path, String... headers) {
        return send("GET", path, headers);
    }

    private static HttpResponse<String> send(String method, String path, String... headers) {
        var request =
                HttpRequest.newBuilder(front.uri(path)).method(method, BodyPublishers.noBody());
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return front.send(request.build());
    }

    @Test
    void servesWithoutAKeyAndSaysWhatItIs() {
        var answer = get(link());

        var headers = answer.headers();
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("0123456789");
        assertThat(headers.firstValue("Content-Type")).contains("image/png");
        assertThat(headers.firstValue("Content-Length")).contains("10");
        assertThat(headers.firstValue("Content-Disposition"))
                .contains("inline; filename=\"image-tvwxyz.png\"");
        assertThat(headers.firstValue("ETag")).contains("\"" + file.id() + "\"");
        assertThat(headers.firstValue("Last-Modified")).isPresent();
        assertThat(headers.firstValue("Accept-Ranges")).contains("bytes");
        assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(headers.firstValue("Access-Control-Allow-Origin")).contains("*");
        assertThat(headers.firstValue("Cache-Control").orElse(""))
                .matches("private, max-age=\\d{5,6}");
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-3, 206, 0123, bytes 0-3/10",
        "bytes=4-, 206, 456789, bytes 4-9/10",
        "bytes=-3, 206, 789, bytes 7-9/10",
        "bytes=-99, 206, 0123456789, bytes 0-9/10",
        "bytes=9-9, 206, 9, bytes 9-9/10",
        "bytes=5-999, 206, 56789, bytes 5-9/10",
        "BYTES=0-0, 206, 0, bytes 0-0/10",
        "'bytes=0-1,3-4', 200, 0123456789,",
        "bytes=3-1, 200, 0123456789,",
        "bytes=x-1, 200, 0123456789,",
        "bytes=1-x, 200, 0123456789,",
        "bytes=-, 200, 0123456789,",
        "items=0-1, 200, 0123456789,",
    })
    void servesRanges(String range, int status, String body, String contentRange) {
        var answer = get(link(), "Range", range);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(body);
        assertThat(answer.headers().firstValue("Content-Range").orElse(null))
                .isEqualTo(contentRange);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=10-", "bytes=99-100", "bytes=-0"})
    void refusesRangesBehindTheEnd(String range) {
        var answer = get(link(), "Range", range);

        assertError(answer, 416, "INVALID_REQUEST");
        assertThat(answer.headers().firstValue("Content-Range")).contains("bytes */10");
    }

    @Test
    void honoursARangeOnlyOfTheSameFile() {
        var tag = "\"" + file.id() + "\"";
        var date = get(link()).headers().firstValue("Last-Modified").orElseThrow();

        assertThat(get(link(), "Range", "bytes=0-0", "If-Range", tag).statusCode()).isEqualTo(206);
        assertThat(get(link(), "Range", "bytes=0-0", "If-Range", date).statusCode()).isEqualTo(206);
        assertThat(get(link(), "Range", "bytes=0-0", "If-Range", "\"old\"").statusCode())
                .isEqualTo(200);
    }

    @Test
    void sendsNothingThatTheClientHas() {
        var answer = get(link(), "If-None-Match", "\"" + file.id() + "\"");

        assertThat(answer.statusCode()).isEqualTo(304);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void answersHeadLikeGetWithoutTheBytes() {
        var answer = send("HEAD", link());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Length")).contains("10");
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ws_mine/ws_theirs",
                "image%2Fpng/text%2Fhtml",
                ".png/.svg",
                "expires=1/expires=2"
            })
    void refusesALinkWithAnyPartChanged(String change) {
        var parts = change.split("/", 2);

        assertError(get(link().replace(parts[0], parts[1])), 404, "NOT_FOUND");
    }

    @Test
    void refusesALinkWithoutOrWithAWrongSignature() {
        assertError(get(link().replaceFirst("&signature=.*", "")), 404, "NOT_FOUND");
        assertError(get(link() + "A"), 404, "NOT_FOUND");
        assertError(get(link().replaceFirst("\\?.*", "")), 404, "NOT_FOUND");
    }

    @Test
    void saysWhenALinkHasExpired() {
        var link = link();
        front.clock.forward(Duration.ofHours(24));
        var still = get(link);
        front.clock.forward(Duration.ofHours(6));

        var answer = get(link);

        assertThat(still.statusCode()).isEqualTo(200);
        assertError(answer, 404, "NOT_FOUND");
        assertThat(answer.body()).contains("expired");
    }

    @Test
    void servesWhatIsLongerThanABuffer() {
        var content = "0123456789abcdef".repeat(20_000);
        var long_ = keep(content);

        var answer = get("/api/v1/files/" + front.links.sign(MINE.workspaceId(), long_));

        assertThat(answer.body()).isEqualTo(content);
    }
}
