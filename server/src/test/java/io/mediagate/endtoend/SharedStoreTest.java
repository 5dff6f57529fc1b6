package io.mediagate.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.artifact.S3Server;
import io.mediagate.artifact.SampleMedia;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two nodes with one file service.
class SharedStoreTest {
    @TempDir Path folder;

    @Test
    void filesOfOneNodeAreServedByTheOther() throws Exception {
        try (var server = new S3Server()) {
            server.withBucket("files").close();
            var shared =
                    Map.of(
                            "artifact.store", "s3",
                            "artifact.s3_endpoint", "http://127.0.0.1:" + server.port(),
                            "artifact.s3_bucket", "files",
                            "artifact.s3_key_id", "k",
                            "artifact.s3_secret", "s");
            try (var one = RunningGateway.with(shared);
                    var other = one.neighbour()) {
                var caller = one.tenant();
                var picture = SampleMedia.png(40, 30);
                var sent =
                        caller.send(
                                "POST",
                                "/api/v1/files",
                                BodyPublishers.ofByteArray(form(picture)),
                                "Content-Type",
                                "multipart/form-data; boundary=XX");
                assertThat(sent.status()).as(sent.toString()).isEqualTo(201);
                var body = "{\"prompt\":\"a\",\"image_urls\":[\"%s\"]}".formatted(sent.text("/id"));
                var made =
                        caller.at(other)
                                .ended(
                                        caller.at(other)
                                                .post(
                                                        "/api/v1/generation/google/nano-banana-2",
                                                        body)
                                                .id());

                assertThat(made.state()).as(made.toString()).isEqualTo("COMPLETED");
                assertThat(bytes(caller, at(one, made.text("/input/image_urls/0")), "a"))
                        .isEqualTo(picture);
                assertThat(bytes(caller, at(one, made.text("/data/image/url")), "b")).isNotEmpty();
            }
        }
    }

    private static String at(RunningGateway gateway, String link) {
        var uri = URI.create(link);
        return gateway.uri(uri.getRawPath() + "?" + uri.getRawQuery()).toString();
    }

    private byte[] bytes(Client caller, String link, String name) throws Exception {
        var to = folder.resolve(name);
        assertThat(caller.download(link, to).status()).isEqualTo(200);
        return Files.readAllBytes(to);
    }

    private static byte[] form(byte[] picture) {
        return SampleMedia.join(
                SampleMedia.ascii(
                        "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n"),
                picture,
                SampleMedia.ascii("\r\n--XX--\r\n"));
    }
}
