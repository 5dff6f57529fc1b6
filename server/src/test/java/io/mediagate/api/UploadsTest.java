package io.mediagate.api;

import static io.mediagate.api.Front.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.artifact.SampleMedia;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class UploadsTest {
    private static final String CREATE = "/api/v1/generation/" + Front.IMAGE;
    private static final String LINK = "https://example.com/b.png";

    @TempDir Path folder;
    private Front front;

    /// A form as curl sends it.
    static final class Body {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Body text(String name, String value) {
            lines("--XX", "Content-Disposition: form-data; name=\"" + name + "\"", "", value);
            return this;
        }

        private void lines(String... lines) {
            out.writeBytes((String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.UTF_8));
        }

        Body file(String name, String fileName, byte[] content) {
            lines(
                    "--XX",
                    "Content-Disposition: form-data; name=\""
                            + name
                            + "\"; filename=\""
                            + fileName
                            + "\"",
                    "Content-Type: image/png",
                    "");
            out.writeBytes(content);
            out.writeBytes(SampleMedia.ascii("\r\n"));
            return this;
        }

        byte[] end() {
            return SampleMedia.join(out.toByteArray(), SampleMedia.ascii("--XX--\r\n"));
        }
    }

    @BeforeEach
    void start() {
        front = new Front(folder);
    }

    @AfterEach
    void stop() throws IOException {
        front.close();
        try (var left = Files.list(folder.resolve("scratch"))) {
            assertThat(left).as("what is left in the scratch folder").isEmpty();
        }
    }

    private HttpResponse<String> post(String path, Body body) {
        return front.send(request(path, body.end()));
    }

    private HttpRequest request(String path, byte[] body) {
        return front.request(path, "Content-Type", "multipart/form-data; boundary=XX")
                .POST(BodyPublishers.ofByteArray(body))
                .build();
    }

    private static JsonNode input(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return Front.json(answer).path("input");
    }

    private byte[] fetched(String link) {
        var answer =
                front.send(
                        HttpRequest.newBuilder(URI.create(link)).build(),
                        BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    @Test
    void mixesFilesAndLinksInOneArrayAndShowsTheFilesOwnLinks() {
        var first = SampleMedia.png(30, 20);
        var last = SampleMedia.jpeg(20, 30);

        var input =
                input(
                        post(
                                CREATE,
                                new Body()
                                        .text("prompt", "a cat in Köln")
                                        .file("image_urls", "../../C:\\évil.exe", first)
                                        .text("image_urls", LINK)
                                        .file("image_urls", "b.png", last)));

        assertThat(input.path("prompt").asString()).isEqualTo("a cat in Köln");
        var urls = input.path("image_urls");
        assertThat(urls.size()).isEqualTo(3);
        assertThat(urls.path(0).asString())
                .matches(".*/files/ws_mine/file_\\w+/upload-\\w+\\.png\\?.*");
        assertThat(fetched(urls.path(0).asString())).isEqualTo(first);
        assertThat(urls.path(1).asString()).isEqualTo(LINK);
        assertThat(urls.path(2).asString()).contains(".jpg?type=image%2Fjpeg");
        assertThat(fetched(urls.path(2).asString())).isEqualTo(last);
    }

    @Test
    void readsTheOtherSpellingOfAListAndAListInJson() {
        var brackets =
                input(post(CREATE, new Body().text("prompt", "a").text("image_urls[]", LINK)));
        var json =
                input(
                        post(
                                CREATE,
                                new Body()
                                        .text("prompt", "a")
                                        .text("image_urls", "[\"" + LINK + "\"]")));

        for (var input : new JsonNode[] {brackets, json}) {
            assertThat(input.path("image_urls").isArray()).isTrue();
            assertThat(input.path("image_urls").path(0).asString()).isEqualTo(LINK);
        }
    }

    @Test
    void readsTextsByTheTypesOfTheSchema() {
        var answer =
                front.send(
                        request(
                                "/api/v1/generation/" + Front.VIDEO + "?dry_run=true",
                                new Body()
                                        .text("prompt", "42")
                                        .text("duration", "8")
                                        .text("generate_audio", "false")
                                        .end()));

        var input = Front.json(answer).path("input");
        assertThat(input.path("prompt").isString()).isTrue();
        assertThat(input.path("duration").isNumber()).as(answer.body()).isTrue();
        assertThat(input.path("generate_audio").isBoolean()).isTrue();
    }

    @Test
    void saysWhatIsWrongWithATextAsForJson() {
        var form =
                post(
                        "/api/v1/generation/" + Front.VIDEO,
                        new Body().text("prompt", "a").text("duration", "long").text("promt", "b"));
        var json =
                front.post(
                        "/api/v1/generation/" + Front.VIDEO,
                        "{\"prompt\":\"a\",\"duration\":\"long\",\"promt\":\"b\"}");

        assertError(form, 400, "VIDEO_GENERATION_INVALID_INPUT");
        assertThat(form.body()).isEqualTo(json.body());
    }

    @Test
    void listsWhatIsWrongWithFilesTogetherWithTheRest() {
        var answer =
                post(
                        CREATE,
                        new Body()
                                .text("promt", "a")
                                .file("image_urls", "a.png", SampleMedia.png(3, 2))
                                .file("image_urls", "b.png", SampleMedia.wav(1))
                                .file("prompt", "c.png", SampleMedia.png(3, 2)));

        assertError(answer, 400, "IMAGE_GENERATION_INVALID_INPUT");
        assertThat(answer.body())
                .contains(
                        "/image_urls/1 must be a picture",
                        "audio/wav",
                        "/prompt takes no file",
                        "/promt");
        assertThat(front.uploads.all()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "empty, /image_urls/0 is an empty file",
        "svg, /image_urls/0 is a document or a script",
        "zip, /image_urls/0 has something else behind its end",
        "bomb, /image_urls/0 has 50000 x 50000 pixels"
    })
    void namesTheFieldOfAFileThatMayNotBeUsed(String kind, String message) {
        var bytes =
                switch (kind) {
                    case "empty" -> new byte[0];
                    case "svg" -> SampleMedia.ascii("<svg/>");
                    case "zip" ->
                            SampleMedia.join(SampleMedia.png(3, 2), SampleMedia.ascii("PK\3\4"));
                    default -> SampleMedia.pngBomb(50_000, 50_000);
                };

        var sent = post(CREATE, new Body().text("prompt", "a").file("image_urls", "a.png", bytes));
        var inline =
                front.post(
                        CREATE,
                        "{\"prompt\":\"a\",\"image_urls\":[\"data:image/png;base64,%s\"]}"
                                .formatted(Base64.getEncoder().encodeToString(bytes)));

        for (var answer : new HttpResponse<?>[] {sent, inline}) {
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(String.valueOf(answer.body()))
                    .contains("IMAGE_GENERATION_INVALID_INPUT", message);
        }
        assertThat(front.uploads.all()).isEmpty();
    }

    @Test
    void takesDataLinksAsFiles() {
        var png = SampleMedia.png(30, 20);
        var base64 = Base64.getEncoder().encodeToString(png);

        var input =
                input(
                        front.post(
                                CREATE,
                                "{\"prompt\":\"a\",\"image_urls\":[\"data:image/jpeg;base64,%s\"]}"
                                        .formatted(base64)));

        assertThat(fetched(input.path("image_urls").path(0).asString())).isEqualTo(png);
    }

    @Test
    void refusesADataLinkThatIsNone() {
        var answer =
                front.post(
                        CREATE,
                        "{\"prompt\":\"a\",\"image_urls\":[\"data:image/png,abc\",\"data:;base64,%%\"]}");

        assertError(answer, 400, "IMAGE_GENERATION_INVALID_INPUT");
        assertThat(answer.body())
                .contains("/image_urls/0 must be base64", "/image_urls/1 is not valid base64");
    }

    @Test
    void keepsToItsLimits() {
        var large = new Body().text("prompt", "a").file("image_urls", "a", new byte[100_001]);
        var body = new Body().text("prompt", "a");
        for (int i = 0; i < 3; i++) {
            body.file("image_urls", "a", new byte[99_000]);
        }
        var many = new Body().text("prompt", "a");
        for (int i = 0; i < 4; i++) {
            many.file("image_urls", "a", SampleMedia.png(3, 2));
        }
        var text = new Body().text("prompt", "a".repeat(10_001));

        assertError(post(CREATE, large), 413, "IMAGE_GENERATION_INVALID_INPUT");
        assertThat(post(CREATE, large).body()).contains("/image_urls is too large");
        assertError(post(CREATE, body), 413, "IMAGE_GENERATION_INVALID_INPUT");
        assertError(post(CREATE, many), 413, "IMAGE_GENERATION_INVALID_INPUT");
        assertError(post(CREATE, text), 413, "IMAGE_GENERATION_INVALID_INPUT");
    }

    @Test
    void refusesAFormThatIsNone() {
        var whole = new Body().text("prompt", "a").end();
        var cut = java.util.Arrays.copyOf(whole, whole.length - 10);

        assertError(front.send(request(CREATE, cut)), 400, "IMAGE_GENERATION_INVALID_INPUT");
        assertError(
                front.send(request(CREATE, new byte[0])), 400, "IMAGE_GENERATION_INVALID_INPUT");
        assertError(
                front.send(
                        front.request(CREATE, "Content-Type", "multipart/form-data")
                                .POST(BodyPublishers.ofByteArray(whole))
                                .build()),
                400,
                "IMAGE_GENERATION_INVALID_INPUT");
    }

    @Test
    void keepsNothingOfADryRunOrARefusedRequest() {
        var body = new Body().text("prompt", "a").file("image_urls", "a", SampleMedia.png(3, 2));

        var answer = post(CREATE + "?dry_run=true", body);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(front.uploads.all()).isEmpty();
    }

    @Test
    void leavesNothingOfAClientThatLeaves() throws Exception {
        var whole = new Body().text("prompt", "a").file("image_urls", "a", new byte[90_000]).end();
        try (var socket = front.socket()) {
            var head =
                    String.join(
                            "\r\n",
                            "POST " + CREATE + " HTTP/1.1",
                            "Host: a",
                            "Authorization: Bearer mine",
                            "Content-Type: multipart/form-data; boundary=XX",
                            "Content-Length: " + whole.length,
                            "",
                            "");
            socket.getOutputStream().write(SampleMedia.ascii(head));
            socket.getOutputStream().write(whole, 0, whole.length / 2);
            socket.getOutputStream().flush();
        }

        // The server is done with it once it has stopped; stop() looks at the folder.
        assertThat(front.uploads.all()).isEmpty();
    }

    @Test
    void keepsAFileForUseInManyRequests() {
        var png = SampleMedia.png(30, 20);
        var kept = post("/api/v1/files", new Body().file("file", "a.png", png));
        assertThat(kept.statusCode()).as(kept.body()).isEqualTo(201);
        var file = Front.json(kept);
        var id = file.path("id").asString();
        var url = file.path("url").asString();

        for (var name : new String[] {id, url}) {
            var input =
                    input(
                            front.post(
                                    CREATE,
                                    "{\"prompt\":\"a\",\"image_urls\":[\"%s\"]}".formatted(name)));
            assertThat(fetched(input.path("image_urls").path(0).asString())).isEqualTo(png);
        }

        assertThat(file.path("width").asInt()).isEqualTo(30);
        assertThat(front.get("/api/v1/files/" + id).body()).contains(id);
        assertError(
                front.get("/api/v1/files/" + id, "Authorization", "Bearer theirs"),
                404,
                "NOT_FOUND");
        assertThat(delete(id).statusCode()).isEqualTo(204);
        assertError(delete(id), 404, "NOT_FOUND");
        assertError(front.send(HttpRequest.newBuilder(URI.create(url)).build()), 404, "NOT_FOUND");
        var gone = front.post(CREATE, "{\"prompt\":\"a\",\"image_urls\":[\"%s\"]}".formatted(id));
        assertError(gone, 400, "IMAGE_GENERATION_INVALID_INPUT");
        assertThat(gone.body()).contains("/image_urls/0 names no file of this workspace");
    }

    private HttpResponse<String> delete(String id) {
        return front.send(front.request("/api/v1/files/" + id).DELETE().build());
    }

    @Test
    void neverSignsALinkForWhatACallerMadeUp() {
        var reference =
                "mediagate-file:file_01K9ABCDEFGHJKMNPQRSTVWXYZ/upload-a.png?type=image%2Fpng";

        var answer =
                front.post(
                        CREATE, "{\"prompt\":\"a\",\"image_urls\":[\"%s\"]}".formatted(reference));

        assertError(answer, 400, "IMAGE_GENERATION_INVALID_INPUT");
    }

    @Test
    void speaksFromAForm() {
        var answer =
                post(
                        "/api/ai/tts/generate?dry_run=true",
                        new Body()
                                .text("modelId", Front.SPEECH)
                                .text("input[text]", "Good evening.")
                                .text("input.voice", "calm"));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("\"text\":\"Good evening.\"");
    }

    @Test
    void asksForAFormWhereAFileIsSent() {
        assertError(front.post("/api/v1/files", "{}"), 415, "UNSUPPORTED_MEDIA_TYPE");
        assertError(post("/api/v1/files", new Body().text("file", "a")), 400, "INVALID_REQUEST");
        var bad = post("/api/v1/files", new Body().file("file", "a.png", new byte[0]));
        assertError(bad, 400, "INVALID_REQUEST");
        assertThat(bad.body()).contains("/file is an empty file");
    }
}
