package io.mediagate.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.contract.LoopbackVendor;
import io.mediagate.contract.Reply;
import io.mediagate.egress.EgressSettings;
import io.mediagate.egress.GuardedEgress;
import io.mediagate.egress.Network;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Family;
import io.mediagate.error.Redaction;
import io.mediagate.error.Secret;
import io.mediagate.error.Untrusted;
import io.mediagate.provider.Cancellation;
import io.mediagate.provider.InputSource.Loaded;
import io.mediagate.provider.Progress;
import io.mediagate.provider.Provider;
import io.mediagate.provider.ProviderHandle;
import io.mediagate.provider.Remedy;
import io.mediagate.provider.Submission;
import io.mediagate.provider.SubmissionAnswer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class NamedFilesTest {
    private static final byte[] PICTURE = SampleMedia.png(30, 20);

    @TempDir Path folder;
    private final LoopbackVendor server = new LoopbackVendor();
    private final GuardedEgress egress =
            new GuardedEgress(
                    new EgressSettings(
                            List.of(Network.of("127.0.0.1")), List.of(), Duration.ofSeconds(2)));
    private final Links links =
            new Links(new Secret("a test"), Duration.ofHours(1), () -> Instant.EPOCH);
    private Depot depot;
    private NamedFiles files;

    @BeforeEach
    void open() {
        depot = new DiskDepot(folder.resolve("depot"));
        files = files(depot, Scratch.fresh(folder.resolve("scratch")));
    }

    private NamedFiles files(Depot depot, Scratch scratch) {
        return new NamedFiles(
                egress,
                depot,
                links,
                scratch,
                new Inspector(new FileLimits(10_000, 1_000_000, Duration.ofMinutes(1))),
                Duration.ofSeconds(5));
    }

    @AfterEach
    void close() throws Exception {
        egress.close();
        server.close();
        try (var left = Files.list(folder.resolve("scratch"))) {
            assertThat(left).isEmpty();
        }
    }

    private static Reply reply(int status, byte[] body) {
        return new Reply.Whole(status, Map.of("content-type", "image/png"), body);
    }

    private String at(String path) {
        return server.base() + path;
    }

    private StoredFile stored(byte[] bytes) throws Exception {
        var media =
                new Media(
                        "image/png",
                        "png",
                        OptionalInt.of(30),
                        OptionalInt.of(20),
                        OptionalDouble.empty());
        var file = new StoredFile("file_01KC0000000000000000000001", "a.png", bytes.length, media);
        depot.put("ws_1", file, Files.write(folder.resolve("a"), bytes));
        return file;
    }

    @Test
    void fetchesWhatALinkLeadsToAndLooksAtIt() throws Exception {
        server.on("GET /a.txt", reply(200, PICTURE));
        server.on("GET /b", new Reply.Whole(302, Map.of("location", at("/a.txt")), new byte[0]));

        for (var link : List.of(at("/a.txt"), at("/b"))) {
            assertThat(files.load(link))
                    .isInstanceOfSatisfying(
                            Loaded.Here.class,
                            here -> {
                                assertThat(here.bytes()).isEqualTo(PICTURE);
                                assertThat(here.contentType()).isEqualTo("image/png");
                            });
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/none | cannot be fetched: it answers with 404",
                "/page | leads to a file that is a document or a script",
                "/large | leads to a file that is too large; at most 10000 bytes",
                "/bomb | leads to a file that has 50000 x 50000 pixels",
                "/empty | leads to a file that is an empty file",
                "/reset | could not be fetched",
                "http://10.0.0.1/a.png | must be a secure link to a public address",
                "http://169.254.169.254/ | must be a secure link to a public address",
                "not an address | is not a valid address",
                "file:///etc/passwd | must be a secure link to a public address"
            })
    void saysInOurWordsWhatIsWrongWithALink(String link, String why) throws Exception {
        server.on("GET /page", reply(200, SampleMedia.ascii("<html></html>")));
        server.on("GET /large", reply(200, new byte[10_001]));
        server.on("GET /bomb", reply(200, SampleMedia.join(SampleMedia.pngBomb(50_000, 50_000))));
        server.on("GET /empty", reply(200, new byte[0]));
        server.on("GET /reset", new Reply.Reset());
        var address = link.startsWith("/") ? at(link) : link;

        var loaded = files.load(address);

        assertThat(loaded)
                .isInstanceOfSatisfying(
                        Loaded.Unusable.class, it -> assertThat(it.why()).startsWith(why));
        var sentence = "image_urls[1] " + ((Loaded.Unusable) loaded).why() + ".";
        assertThat(Redaction.bundled().message(ErrorCode.INVALID_INPUT, new Untrusted(sentence)))
                .as("what the caller reads of it")
                .contains("image_urls[1] ", why);
    }

    @Test
    void readsOurOwnFilesWithoutARequest() throws Exception {
        var link = server.base() + Links.PATH + links.sign("ws_1", stored(PICTURE));

        assertThat(files.load(link))
                .isInstanceOfSatisfying(
                        Loaded.Here.class, it -> assertThat(it.bytes()).isEqualTo(PICTURE));
        depot.delete("ws_1", "file_01KC0000000000000000000001");
        assertThat(files.load(link)).isInstanceOf(Loaded.Unusable.class);
        assertThat(server.seen()).isEmpty();
    }

    @Test
    void doesNotBlameTheCallerForADiskThatIsFull() throws Exception {
        server.on("GET /a", reply(200, PICTURE));
        var nowhere = folder.resolve("nowhere");
        var full = files(depot, Scratch.fresh(nowhere));
        Files.delete(nowhere);

        assertThat(full.load(at("/a"))).isEqualTo(new Loaded.NotNow());
        assertThat(server.seen()).as("no second try: it would not fit either").hasSize(1);
    }

    @Test
    void doesNotBlameTheCallerForAStoreThatCannotBeRead() throws Exception {
        var own = Links.NOWHERE + links.sign("ws_1", stored(PICTURE));
        try (var kept = Files.walk(folder.resolve("depot"))) {
            var file = kept.filter(Files::isRegularFile).findFirst().orElseThrow();
            Files.delete(file);
            Files.createSymbolicLink(file, file);
        }
        var vendor = new Listening();

        var answer = new OwnFiles(vendor, files).submit(submission(own));

        assertThat(vendor.heard).isEmpty();
        assertThat(answer)
                .isInstanceOfSatisfying(
                        SubmissionAnswer.Rejected.class,
                        it -> {
                            assertThat(it.failure().code()).isEqualTo(ErrorCode.FAILED);
                            assertThat(it.failure().retryable()).isTrue();
                            assertThat(it.failure().remedy()).contains(Remedy.LOOK_AT_FILES);
                        });
    }

    @Test
    void doesNotTakeAForgedLinkForItsOwn() throws Exception {
        var forged =
                server.base()
                        + Links.PATH
                        + links.sign("ws_2", stored(PICTURE)).replace("ws_2", "ws_1");

        assertThat(files.load(forged))
                .isEqualTo(new Loaded.Unusable("cannot be fetched: it answers with 404"));
        assertThat(server.seen()).hasSize(1);
    }

    @Test
    void givesAVendorThatCannotReachUsTheFileWithTheRequest() throws Exception {
        var own = Links.NOWHERE + links.sign("ws_1", stored(PICTURE));
        var vendor = new Listening();
        var provider = new OwnFiles(vendor, files);

        provider.submit(submission(own));

        var images = vendor.heard.getFirst().input().path("images");
        assertThat(images.path(0).asString()).isEqualTo("https://example.com/a.png");
        assertThat(images.path(1).asString())
                .isEqualTo("data:image/png;base64," + Base64.getEncoder().encodeToString(PICTURE));
    }

    @Test
    void namesTheFieldOfAFileThatIsGone() throws Exception {
        var own = Links.NOWHERE + links.sign("ws_1", stored(PICTURE));
        depot.delete("ws_1", "file_01KC0000000000000000000001");

        var answer = new OwnFiles(new Listening(), files).submit(submission(own));

        assertThat(answer)
                .isInstanceOfSatisfying(
                        SubmissionAnswer.Rejected.class,
                        it -> {
                            assertThat(it.failure().code()).isEqualTo(ErrorCode.INVALID_INPUT);
                            assertThat(it.failure().detail().text())
                                    .isEqualTo("image_urls[1] names a file that has been deleted.");
                        });
    }

    private static Submission submission(String own) {
        var json = "{\"%s\":[\"https://example.com/a.png\",\"%s\"]}";
        return new Submission(
                "gen_1",
                1,
                "m",
                Family.IMAGE,
                object(json.formatted("images", own)),
                Instant.EPOCH,
                object(json.formatted("image_urls", own)));
    }

    private static ObjectNode object(String json) {
        return (ObjectNode) JsonMapper.shared().readTree(json);
    }

    /// A vendor that only listens.
    private static final class Listening implements Provider {
        private final List<Submission> heard = new ArrayList<>();

        @Override
        public String name() {
            return "listening";
        }

        @Override
        public SubmissionAnswer submit(Submission submission) {
            heard.add(submission);
            return new SubmissionAnswer.Accepted(new ProviderHandle("1"));
        }

        @Override
        public Progress poll(ProviderHandle handle) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Cancellation cancel(ProviderHandle handle) {
            return Cancellation.GOES_ON;
        }
    }
}
