package io.mediagate.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.Until;
import io.mediagate.artifact.SampleMedia;
import io.mediagate.contract.LoopbackVendor;
import io.mediagate.contract.Reply;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `curl -F` with two files and one link in one array, as it reaches each kind of vendor.
class FilesToVendorsTest {
    private static final byte[] FIRST = SampleMedia.png(30, 20);
    private static final byte[] SECOND = SampleMedia.jpeg(20, 30);
    private static final byte[] LINKED = SampleMedia.gif(25, 25);

    @TempDir Path folder;

    /// How a vendor is to receive a picture.
    enum Shape {
        /// Links as they are, our files as `data:` links.
        LINKS,
        /// Links as they are, our files in base64 alone.
        BARE,
        /// All of them as base64.
        BYTES,
        /// All of them as files of a form.
        FORM
    }

    static Stream<Arguments> vendors() {
        return Stream.of(
                Arguments.of(
                        "fal",
                        "key",
                        "google/nano-banana-2",
                        "image_urls",
                        "/image_urls",
                        Shape.LINKS),
                Arguments.of(
                        "google",
                        "key",
                        "google/nano-banana-2",
                        "image_urls",
                        "/contents/0/parts",
                        Shape.BYTES),
                Arguments.of("openai", "key", "openai/gpt-image-2", "image_urls", "", Shape.FORM),
                Arguments.of(
                        "kling",
                        "key",
                        "kling-ai/v3/image",
                        "image_urls",
                        "/image_list",
                        Shape.BARE),
                Arguments.of(
                        "runway",
                        "key",
                        "runwayml/gen4-image",
                        "reference_image_urls",
                        "/referenceImages",
                        Shape.LINKS));
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void reachTheVendorAsItTakesThem(
            String vendor, String key, String model, String field, String at, Shape shape)
            throws Exception {
        try (var server = new LoopbackVendor();
                var gateway = gateway(vendor, key, server)) {
            server.on("GET /c.gif", new Reply.Whole(200, Map.of(), LINKED));
            server.on("POST .*", Reply.json(400, "{\"error\":{\"message\":\"enough\"}}"));
            var link = server.base() + "/c.gif";

            curl(gateway, model, field, link);
            Until.holds("a submission", () -> !server.seen("POST .*").isEmpty());
            var sent = server.seen("POST .*").getFirst();

            switch (shape) {
                case LINKS ->
                        assertThat(texts(sent, at))
                                .containsExactly(
                                        data("image/png", FIRST), link, data("image/jpeg", SECOND));
                case BARE ->
                        assertThat(texts(sent, at))
                                .containsExactly(base64(FIRST), link, base64(SECOND));
                case BYTES ->
                        assertThat(texts(sent, at))
                                .containsExactly(base64(FIRST), base64(LINKED), base64(SECOND));
                case FORM -> assertForm(sent);
            }
        }
    }

    private static RunningGateway gateway(String vendor, String key, LoopbackVendor server) {
        return RunningGateway.with(
                Map.of(
                        "vendors." + vendor + ".base_url",
                        server.base().toString(),
                        "vendors." + vendor + ".keys",
                        key,
                        "egress.allow_networks",
                        "127.0.0.1/32"));
    }

    private void curl(RunningGateway gateway, String model, String field, String link)
            throws Exception {
        var key = gateway.liveTenantWith(1000).key().orElseThrow();
        var first = Files.write(folder.resolve("first.png"), FIRST);
        var second = Files.write(folder.resolve("second.jpg"), SECOND);
        var curl =
                new ProcessBuilder(
                                "curl",
                                "-sS",
                                gateway.uri("/api/v1/generation/" + model).toString(),
                                "-H",
                                "Authorization: Bearer " + key,
                                "-F",
                                "prompt=a cat",
                                "-F",
                                field + "=@" + first,
                                "-F",
                                field + "=" + link,
                                "-F",
                                field + "[]=@" + second)
                        .redirectErrorStream(true)
                        .start();
        var said = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(curl.waitFor()).as(said).isZero();
        assertThat(said).contains("IN_QUEUE", "upload-", link);
    }

    /// The texts of a list that are files or links, or of its members.
    private static List<String> texts(LoopbackVendor.Request sent, String at) {
        return JsonMapper.shared()
                .readTree(sent.body())
                .at(at)
                .valueStream()
                .flatMap(FilesToVendorsTest::leaves)
                .filter(text -> text.length() > 20)
                .toList();
    }

    private static Stream<String> leaves(JsonNode node) {
        return node.isContainer()
                ? node.valueStream().flatMap(FilesToVendorsTest::leaves)
                : Stream.of(node.asString());
    }

    private static void assertForm(LoopbackVendor.Request sent) {
        var text = new String(sent.body(), StandardCharsets.ISO_8859_1);
        var files =
                Pattern.compile(
                                "name=\"image\\[]\"; filename=\"[^\"]+\"\r\nContent-Type: (\\S+)\r\n\r\n")
                        .matcher(text)
                        .results()
                        .map(match -> match.group(1))
                        .toList();

        assertThat(files).containsExactly("image/png", "image/gif", "image/jpeg");
        assertThat(text)
                .contains(
                        new String(FIRST, StandardCharsets.ISO_8859_1),
                        new String(LINKED, StandardCharsets.ISO_8859_1),
                        new String(SECOND, StandardCharsets.ISO_8859_1));
    }

    private static String data(String type, byte[] bytes) {
        return "data:" + type + ";base64," + base64(bytes);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
