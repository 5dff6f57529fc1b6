package io.mediagate.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.artifact.MediaProbe;
import io.mediagate.artifact.SampleMedia;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedGateway.class)
class UploadTest {
    private static final String MODEL = "google/nano-banana-2";

    @TempDir Path folder;

    private static byte[] form(byte[] picture) {
        return SampleMedia.join(
                SampleMedia.ascii(
                        "--XX\r\nContent-Disposition: form-data; name=\"prompt\"\r\n\r\na cat\r\n"
                                + "--XX\r\nContent-Disposition: form-data; name=\"image_urls\"; "
                                + "filename=\"a.png\"\r\n\r\n"),
                picture,
                SampleMedia.ascii("\r\n--XX--\r\n"));
    }

    private static Answer post(Client caller, String path, byte[] form) {
        return caller.send(
                "POST",
                path,
                BodyPublishers.ofByteArray(form),
                "Content-Type",
                "multipart/form-data; boundary=XX");
    }

    @Test
    void usesAFileThatCameWithTheRequestAndKeepsShowingIt(RunningGateway gateway) throws Exception {
        var caller = gateway.tenant();
        var picture = SampleMedia.png(64, 48);

        var created = post(caller, "/api/v1/generation/" + MODEL, form(picture));

        assertThat(created.status()).as(created.toString()).isEqualTo(202);
        var ended = caller.ended(created.json().path("id").asString());
        assertThat(ended.state()).as(ended.toString()).isEqualTo("COMPLETED");
        var link = ended.json().path("input").path("image_urls").path(0).asString();
        assertThat(link).startsWith("http://127.0.0.1:" + gateway.port() + "/api/v1/files/");
        var to = folder.resolve("a");
        assertThat(caller.download(link, to).status()).isEqualTo(200);
        assertThat(Files.readAllBytes(to)).isEqualTo(picture);
    }

    @Test
    void knowsAFormAgainThatIsSentTwice(RunningGateway gateway) {
        var caller = gateway.tenant();
        var path = "/api/v1/generation/" + MODEL;
        var picture = SampleMedia.png(64, 48);

        var first = again(caller, path, form(picture), "XX");
        var text = new String(form(picture), StandardCharsets.ISO_8859_1).replace("--XX", "--YY");
        var second = again(caller, path, SampleMedia.ascii(text), "YY");
        var other = again(caller, path, form(SampleMedia.png(48, 64)), "XX");

        assertThat(first.status()).as(first.toString()).isEqualTo(202);
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.header("idempotent-replayed")).contains("true");
        assertThat(other.status()).isEqualTo(422);
        var link = caller.ended(first.id()).json().path("input").path("image_urls").path(0);
        assertThat(caller.download(link.asString(), folder.resolve("a")).status()).isEqualTo(200);
    }

    private static Answer again(Client caller, String path, byte[] form, String boundary) {
        return caller.send(
                "POST",
                path,
                BodyPublishers.ofByteArray(form),
                "Content-Type",
                "multipart/form-data; boundary=" + boundary,
                "Idempotency-Key",
                "the same");
    }

    @Test
    void showsWhatWasSentAndMakesTheSameOfTheSame(RunningGateway gateway) throws Exception {
        var caller = gateway.tenant();
        var picture = SampleMedia.png(64, 48);

        var first = result(caller, form(picture), "a");
        var second = result(caller, form(picture), "b");
        var other = result(caller, form(SampleMedia.png(48, 64)), "c");

        assertThat(second).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
    }

    private byte[] result(Client caller, byte[] form, String name) throws Exception {
        var created = post(caller, "/api/v1/generation/" + MODEL, form);
        var url = caller.ended(created.id()).text("/data/image/url");
        var to = folder.resolve(name);
        assertThat(caller.download(url, to).status()).isEqualTo(200);
        return Files.readAllBytes(to);
    }

    @Test
    void failsWithTheNameOfTheFieldWhoseLinkLeadsNowhere(RunningGateway gateway) {
        var caller = gateway.tenant();
        var body =
                "{\"prompt\":\"a\",\"image_urls\":[\"https://169.254.169.254/latest/meta-data/\"]}";

        var ended = caller.ended(caller.post("/api/v1/generation/" + MODEL, body).id());

        assertThat(ended.state()).isEqualTo("FAILED");
        assertThat(ended.text("/code")).isEqualTo("IMAGE_GENERATION_INVALID_INPUT");
        assertThat(ended.text("/message"))
                .isEqualTo("The field image_urls[0] must be a secure link to a public address.");
    }

    @Test
    void streamsTheLifeOfWhatCameAsAForm(RunningGateway gateway) {
        var caller = gateway.tenant();

        var answer = post(caller, "/api/v1/generation/sse/" + MODEL, form(SampleMedia.png(64, 48)));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("\"status\":\"COMPLETED\"", "upload-");
    }

    @Test
    void makesAThumbnailOfAPictureAndAPosterOfAFilm(RunningGateway gateway) throws Exception {
        var caller = gateway.tenant();
        for (var body : List.of("png", "webp")) {
            var input = "{\"prompt\":\"a\",\"output_format\":\"%s\"}".formatted(body);
            var made = caller.ended(caller.post("/api/v1/generation/" + MODEL, input).id());
            assertPreview(caller, made, "/data/image", "/thumbnail_url");
        }
        var film = caller.ended(caller.create(Sample.FILM, "a").id());
        assertPreview(caller, film, "/data/video", "/poster_url");
    }

    private void assertPreview(Client caller, Answer made, String file, String member)
            throws Exception {
        assertThat(made.state()).as(made.toString()).isEqualTo("COMPLETED");
        var link = made.text(file + member);
        var to = folder.resolve("preview");
        for (int i = 0; i < 2; i++) {
            assertThat(caller.download(link, to).status()).as(link).isEqualTo(200);
            var media = new MediaProbe().probe(to).orElseThrow();
            assertThat(media.contentType()).isEqualTo("image/jpeg");
            assertThat(Math.max(media.width().orElseThrow(), media.height().orElseThrow()))
                    .isEqualTo(512);
        }
        var id = made.text(file + "/url").replaceAll(".*/(file_\\w+)/.*", "$1");
        caller.send("DELETE", "/api/v1/files/" + id, BodyPublishers.noBody());
        var path = URI.create(link).getRawPath() + "?" + URI.create(link).getRawQuery();
        assertThat(caller.get(path).status()).isEqualTo(404);
    }

    @Test
    void revokesAllLinksOfAResultThatIsDeleted(RunningGateway gateway) {
        var caller = gateway.tenant();
        var created = caller.post("/api/v1/generation/" + MODEL, "{\"prompt\":\"a cat\"}").json();
        var link =
                caller.ended(created.path("id").asString())
                        .json()
                        .path("data")
                        .path("image")
                        .path("url")
                        .asString();
        var id = link.replaceAll(".*/(file_\\w+)/.*", "$1");
        assertThat(caller.download(link, folder.resolve("a")).status()).isEqualTo(200);

        var strangers =
                gateway.tenant().send("DELETE", "/api/v1/files/" + id, BodyPublishers.noBody());
        var own = caller.send("DELETE", "/api/v1/files/" + id, BodyPublishers.noBody());

        assertThat(strangers.status()).isEqualTo(404);
        assertThat(own.status()).isEqualTo(204);
        var path = URI.create(link).getRawPath() + "?" + URI.create(link).getRawQuery();
        assertThat(caller.get(path).status()).isEqualTo(404);
    }
}
