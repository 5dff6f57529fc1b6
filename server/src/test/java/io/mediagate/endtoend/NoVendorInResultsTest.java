package io.mediagate.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.Concurrently;
import io.mediagate.Vendors;
import io.mediagate.artifact.MarkedMedia;
import io.mediagate.artifact.SampleMedia;
import io.mediagate.contract.LoopbackVendor;
import io.mediagate.contract.Recording;
import io.mediagate.contract.Reply;
import io.mediagate.error.Secret;
import io.mediagate.provider.http.Vendor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Every surface of every adapter makes something, and whatever its maker wrote into the file, its name and
/// its headers, none of it reaches a caller.
class NoVendorInResultsTest {
    private static final int LONG_ENOUGH = 6;

    /// What the recordings have for a picture and a sound in base64, and for a sound in hexadecimal.
    private static final String PICTURE = "iVBORw0KGgo=";

    private static final String SOUND = "SUQzBAAAAAAA";

    private static final String SOUND_IN_HEX = "4944330400000000";

    private static final Pattern NAMES = names();

    @TempDir private Path folder;

    /// A model that leads to nothing but one surface of a vendor.
    private record Surface(int number, Vendor vendor, Recording recording) {
        String path() {
            return "acme/m" + number;
        }
    }

    /// A vendor and its server here.
    private record Made(Vendor vendor, LoopbackVendor server) {}

    @Test
    void noResultOfAnyAdapterNamesItsMaker() throws Exception {
        var surfaces = surfaces();
        var servers = Vendors.ALL.stream().map(it -> new Made(it, new LoopbackVendor())).toList();
        writeModels(surfaces);
        try (var gateway = RunningGateway.with(settings(servers))) {
            var caller = gateway.liveTenantWith(1000);
            var number = new AtomicInteger();

            var faults =
                    Concurrently.run(
                            servers.size(),
                            () -> {
                                var at = servers.get(number.getAndIncrement());
                                return look(caller, surfaces, at);
                            });

            assertThat(faults.stream().flatMap(List::stream)).isEmpty();
            assertThat(surfaces)
                    .extracting(surface -> surface.vendor().name())
                    .containsAll(Vendors.ALL.stream().map(Vendor::name).toList());
        } finally {
            servers.forEach(it -> it.server().close());
        }
    }

    private List<String> look(Client caller, List<Surface> surfaces, Made at) throws IOException {
        var found = new ArrayList<String>();
        for (var surface : surfaces) {
            if (surface.vendor().equals(at.vendor())) {
                look(caller, surface, at.server(), found);
            }
        }
        return found;
    }

    private static List<Surface> surfaces() {
        var all = new ArrayList<Surface>();
        for (var vendor : Vendors.ALL) {
            Recording.of(vendor.name())
                    .filter(recording -> recording.has("done"))
                    .forEach(it -> all.add(new Surface(all.size(), vendor, it)));
        }
        return all;
    }

    private void writeModels(List<Surface> surfaces) throws IOException {
        var yaml = new StringBuilder();
        for (var it : surfaces) {
            yaml.append(
                    """
                    - path: %s
                      title: Any
                      family: %s
                      summary: Anything.
                      status: available
                      deadline: 2m
                      price: "1"
                      routes: [{provider: %s, model: '%s'}]
                      input: {type: object, additionalProperties: true, properties: {}}
                    """
                            .formatted(
                                    it.path(),
                                    it.recording().family(),
                                    it.vendor().name(),
                                    it.recording().model()));
        }
        Files.writeString(folder.resolve("acme.yaml"), yaml);
    }

    private Map<String, String> settings(List<Made> servers) {
        var settings = new HashMap<String, String>();
        settings.put("catalog.folder", folder.toString());
        settings.put("egress.allow_networks", "127.0.0.1/32");
        for (var made : servers) {
            var vendor = made.vendor();
            var key =
                    Recording.of(vendor.name()).findFirst().orElseThrow().key().stream()
                            .map(Secret::value)
                            .collect(Collectors.joining(":"));
            var section = "vendors." + vendor.name();
            settings.put(section + ".base_url", made.server().base().toString());
            settings.put(section + ".keys", key);
        }
        return settings;
    }

    private void look(Client caller, Surface surface, LoopbackVendor server, List<String> found)
            throws IOException {
        var kinds = MarkedMedia.of(surface.recording().family());
        serve(server, surface, kinds.get(surface.number() % kinds.size()));
        var created = caller.post("/api/v1/generation/" + surface.path(), input(surface));
        assertThat(created.status()).as(created.toString()).isEqualTo(202);
        var ended = caller.ended(created.id());
        var where = surface.recording() + ", ";
        if (!ended.state().equals("COMPLETED")) {
            found.add(where + "not made: " + ended.text("/message"));
            return;
        }
        var json = (ObjectNode) ended.json();
        json.remove("input");
        note(found, where + "the generation", json + " " + ended.headers());
        var links = links(json.path("data"));
        assertThat(links).as("%s", json).isNotEmpty();
        for (var link : links) {
            var to = folder.resolve(created.id());
            var served = caller.download(link, to);
            assertThat(served.status()).as(link).isEqualTo(200);
            note(found, where + "the link", link + " " + served.headers());
            note(found, where + "the file", Files.readString(to, StandardCharsets.ISO_8859_1));
        }
    }

    /// As it is recorded, with a real picture where the recording needs none.
    private static String input(Surface surface) {
        return JsonMapper.shared()
                .writeValueAsString(surface.recording().input())
                .replace(PICTURE, Base64.getEncoder().encodeToString(SampleMedia.png(64, 64)));
    }

    /// Lets the vendor's server make this, and say of it whatever there is to say.
    private static void serve(LoopbackVendor server, Surface surface, byte[] file) {
        var recording = surface.recording();
        recording.done("before").forEach(rule -> server.otherwise(rule.on(), rule::to));
        server.on("GET /files/.*", named(surface.vendor(), "application/octet-stream", file));
        if (!recording.answersAtOnce()) {
            server.on(recording.submit(), recording.accepted());
        }
        for (var rule : recording.done("done")) {
            server.on(
                    rule.on(),
                    request -> {
                        var reply = rule.to(request);
                        return reply.status() == 200 ? with(surface.vendor(), reply, file) : reply;
                    });
        }
    }

    private static Reply with(Vendor vendor, Reply.Whole reply, byte[] file) {
        var type = reply.headers().getOrDefault("content-type", "");
        if (!type.contains("json")) {
            return named(vendor, type, file);
        }
        var text =
                new String(reply.body(), StandardCharsets.UTF_8)
                        .replace(PICTURE, Base64.getEncoder().encodeToString(file))
                        .replace(SOUND, Base64.getEncoder().encodeToString(file))
                        .replace(SOUND_IN_HEX, HexFormat.of().formatHex(file));
        return new Reply.Whole(200, reply.headers(), text.getBytes(StandardCharsets.UTF_8));
    }

    private static Reply.Whole named(Vendor vendor, String type, byte[] file) {
        var name = vendor.name();
        return new Reply.Whole(
                200,
                Map.of(
                        "content-type",
                        type,
                        "server",
                        name,
                        "x-" + name + "-request-id",
                        name + "-1",
                        "etag",
                        "\"" + name + "-midjourney\"",
                        "content-disposition",
                        "attachment; filename=\"" + name + "-openai-result.bin\""),
                file);
    }

    /// All but those to posters: these films have no frames to make one of.
    private static List<String> links(JsonNode data) {
        var links = new ArrayList<String>();
        data.properties()
                .forEach(it -> {
                    if (it.getValue().isString() && it.getKey().matches("url|thumbnail_url")) {
                        links.add(it.getValue().stringValue());
                    }
                });
        data.valueStream().forEach(it -> links.addAll(links(it)));
        return links;
    }

    private static void note(List<String> found, String where, String text) {
        NAMES.matcher(text).results().forEach(it -> found.add(where + " says " + it.group()));
    }

    /// Long names of vendors and their products anywhere, the adapters' own as words.
    private static Pattern names() {
        var folder = Path.of("src/main/resources/redaction");
        var listed =
                Stream.of("vendors.txt", "products.txt")
                        .flatMap(file -> lines(folder.resolve(file)))
                        .filter(line ->
                                !line.isBlank() && !line.startsWith("#") && !line.contains("!"))
                        .map(line -> line.replaceAll("[^a-z0-9]", ""))
                        .filter(name -> name.length() >= LONG_ENOUGH);
        var own = Vendors.ALL.stream().map(vendor -> "\\b" + vendor.name() + "\\b");
        return Pattern.compile(
                Stream.concat(Stream.concat(listed, own), Stream.of(MarkedMedia.MARK))
                        .collect(Collectors.joining("|")),
                Pattern.CASE_INSENSITIVE);
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
