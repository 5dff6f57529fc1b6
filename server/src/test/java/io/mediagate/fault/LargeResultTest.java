package io.mediagate.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.Until;
import io.mediagate.account.AccountStore;
import io.mediagate.account.ApiKeys.Mode;
import io.mediagate.account.Scope;
import io.mediagate.account.StoredApiKeys;
import io.mediagate.artifact.SampleMedia;
import io.mediagate.contract.LoopbackVendor;
import io.mediagate.contract.Recording;
import io.mediagate.contract.Reply;
import io.mediagate.credits.Bucket;
import io.mediagate.credits.Credits;
import io.mediagate.credits.Ledger;
import io.mediagate.credits.PostgresLedger;
import io.mediagate.storage.Database;
import io.mediagate.storage.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A film of 200 MiB on its way from a vendor to a caller, through a gateway whose heap holds a third of it.
class LargeResultTest {
    private static final long MEBI = 1024 * 1024;
    private static final long SIZE = Long.getLong("mediagate.result.mib", 200) * MEBI;
    private static final long MOST_HEAP = 8 * MEBI;
    private static final Pattern USED = Pattern.compile("total \\d+K, used (\\d+)K");

    @TempDir private Path folder;

    private final Database.Address address = TestDatabase.address();
    private final Database database = Database.open(address, 2);

    @AfterEach
    void stop() {
        database.close();
    }

    @Test
    void passesThroughAFewMebibytesOfHeap() throws Exception {
        try (var film = new Film();
                var vendor = new LoopbackVendor();
                var gateway = start(vendor);
                var client = new Client(gateway.awaitReady(), liveKey(gateway.awaitKey()))) {
            var surface = surface();
            vendor.on("GET /files/.*", film.redirect());
            vendor.on(surface.submit(), surface.accepted());
            surface.done("done").forEach(rule -> vendor.on(rule.on(), rule::to));
            gateway.awaitWarm();
            long idle = used(gateway);

            var id = client.create(new Order("acme/film", surface.input().toString())).id();
            assertThat(film.half.await(60, TimeUnit.SECONDS)).isTrue();
            long fetching = used(gateway) - idle;
            film.rest.countDown();
            Until.holds(
                    "it is there",
                    Until.LONG,
                    () -> client.read(id).json().path("status").asString().equals("COMPLETED"));
            var link = client.read(id).json().at("/data/video/url").asString();
            long serving;
            try (var in = URI.create(link).toURL().openStream()) {
                in.skipNBytes(SIZE / 2);
                serving = used(gateway) - idle;
                assertThat(in.transferTo(OutputStream.nullOutputStream()))
                        .isEqualTo(SIZE - SIZE / 2);
            }

            System.out.printf(
                    "LargeResultTest: %d MiB took %d KiB of heap to fetch and %d KiB to serve, beside %d KiB%n",
                    SIZE / MEBI, fetching / 1024, serving / 1024, idle / 1024);
            assertThat(fetching).isLessThan(MOST_HEAP);
            assertThat(serving).isLessThan(MOST_HEAP);
        }
    }

    private static Recording surface() {
        return Recording.of("fal")
                .filter(it -> it.toString().endsWith("video.yaml"))
                .findFirst()
                .orElseThrow();
    }

    private GatewayProcess start(LoopbackVendor vendor) throws IOException {
        var models = Files.createDirectory(folder.resolve("models"));
        Files.writeString(
                models.resolve("acme.yaml"),
                """
                - path: acme/film
                  title: Film
                  family: VIDEO
                  summary: A long one.
                  status: available
                  deadline: 2m
                  price: "1"
                  routes: [{provider: fal, model: '%s'}]
                  input: {type: object, additionalProperties: true, properties: {}}
                """
                        .formatted(surface().model()));
        return GatewayProcess.start(
                folder.resolve("data"),
                Map.of(
                        "DATABASE_URL",
                        TestDatabase.url(address),
                        "MEDIAGATE_DATABASE_CONNECTIONS",
                        "8",
                        "MEDIAGATE_CATALOG_FOLDER",
                        models.toString(),
                        "MEDIAGATE_EGRESS_ALLOW_NETWORKS",
                        "127.0.0.1/32",
                        "FAL_KEY",
                        "key-id:key-secret-0123456789",
                        "FAL_BASE_URL",
                        vendor.base().toString(),
                        "_JAVA_OPTIONS",
                        "-Xmx64m"));
    }

    /// A live key of the workspace that has this one, with credits to spend.
    private String liveKey(String testKey) {
        assertThat(testKey).startsWith("mg_test_");
        var workspace =
                database.with(h ->
                        h.createQuery("SELECT workspace_id FROM api_key")
                                .mapTo(String.class)
                                .one());
        new PostgresLedger(database, InstantSource.system())
                .grant(
                        new Ledger.Grant(
                                new Scope(workspace, true),
                                "grant_for_the_test",
                                Bucket.PERMANENT,
                                new Credits(100),
                                Instant.now()
                                        .plus(1, ChronoUnit.DAYS)
                                        .truncatedTo(ChronoUnit.MILLIS),
                                "test"));
        return new StoredApiKeys(new AccountStore(database), _ -> {}, InstantSource.system())
                .issue(workspace, Mode.LIVE, "a test")
                .text()
                .value();
    }

    /// Bytes of heap that are in use after all garbage is gone.
    private static long used(GatewayProcess gateway) throws Exception {
        gateway.jcmd("GC.run");
        return USED.matcher(gateway.jcmd("GC.heap_info"))
                .results()
                .mapToLong(it -> Long.parseLong(it.group(1)) * 1024)
                .sum();
    }

    /// Serves the film, and waits when half of it is out.
    private static final class Film implements AutoCloseable {
        private final ServerSocket server;
        private final CountDownLatch half = new CountDownLatch(1);
        private final CountDownLatch rest = new CountDownLatch(1);

        Film() throws IOException {
            server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
            Thread.ofVirtual().start(this::serve);
        }

        Reply redirect() {
            var to = "http://127.0.0.1:%d/film".formatted(server.getLocalPort());
            return new Reply.Whole(302, Map.of("location", to), new byte[0]);
        }

        private void serve() {
            try (var socket = server.accept()) {
                skipHead(socket.getInputStream());
                var out = socket.getOutputStream();
                out.write(
                        SampleMedia.ascii(
                                "HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nContent-Length: %d\r\n\r\n"
                                        .formatted(SIZE)));
                var head = head();
                out.write(head);
                var piece = new byte[(int) MEBI];
                for (long left = SIZE - head.length; left > 0; left -= piece.length) {
                    out.write(piece, 0, (int) Math.min(left, piece.length));
                    if (left <= SIZE / 2) {
                        half.countDown();
                        rest.await();
                    }
                }
                out.flush();
            } catch (IOException | InterruptedException _) {
                // The test is over, and says what it missed.
            }
        }

        private static void skipHead(InputStream in) throws IOException {
            int breaks = 0;
            while (breaks < 4) {
                int c = in.read();
                breaks = c == '\r' || c == '\n' ? breaks + 1 : c < 0 ? 4 : 0;
            }
        }

        /// All of the film but what is in its last box.
        private static byte[] head() {
            var film = SampleMedia.mp4(64, 36, 1000);
            var box = ByteBuffer.allocate(8).putInt((int) (SIZE - film.length));
            return SampleMedia.join(film, box.put(SampleMedia.ascii("mdat")).array());
        }

        @Override
        public void close() throws IOException {
            rest.countDown();
            server.close();
        }
    }
}
