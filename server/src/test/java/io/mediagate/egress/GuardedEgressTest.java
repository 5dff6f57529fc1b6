package io.mediagate.egress;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.contract.LoopbackVendor;
import io.mediagate.contract.Reply;
import io.mediagate.egress.Egress.Fetch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardedEgressTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final EgressSettings LOOPBACK =
            new EgressSettings(List.of(Network.of("127.0.0.1")), List.of(), Duration.ofSeconds(2));

    @TempDir Path folder;

    private final LoopbackVendor server = new LoopbackVendor();
    private final GuardedEgress egress = new GuardedEgress(LOOPBACK);

    @AfterEach
    void close() {
        egress.close();
        server.close();
    }

    @Test
    void connectsToTheAddressThatWasCheckedAndLooksItUpOnce() throws Exception {
        server.on("GET /a", Reply.json(200, "{}"));
        var answers = new ArrayDeque<>(List.of("127.0.0.1", "10.0.0.1"));
        var guard =
                new Guard(
                        LOOPBACK,
                        _ -> new InetAddress[] {InetAddress.getByName(answers.removeFirst())});
        try (var rebound = new GuardedEgress(guard, Duration.ofSeconds(2))) {
            var uri = URI.create("http://rebound.test:" + server.base().getPort() + "/a");

            assertThat(rebound.send(get(uri))).isInstanceOf(Exchange.Answered.class);
            // The name leads elsewhere now; that a connection is still open does not help it.
            assertThat(rebound.send(get(uri)))
                    .isEqualTo(new Exchange.NotSent(LineFault.FORBIDDEN_ADDRESS));
            assertThat(answers).isEmpty();
        }
    }

    @Test
    void followsThreeRedirectsAndNoFourth() throws Exception {
        redirect("/4", "{base}/3");
        redirect("/3", "{base}/2");
        redirect("/2", "/1");
        redirect("/1", "/0");
        server.on("GET /0", Reply.json(200, "{}"));

        assertThat(fetch("/3")).isInstanceOf(Fetch.Fetched.class);
        assertThat(fetch("/4")).isEqualTo(new Fetch.Broken(LineFault.FORBIDDEN_ADDRESS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.2/a",
                "http://169.254.169.254/latest/meta-data/",
                "http://[::1]/a",
                "http://2130706433/a",
                "http://0x7f000001/a",
                "http://[::ffff:10.0.0.1]/a",
                "https://10.0.0.1/a",
                "http://a@127.0.0.1/a",
            })
    void refusesARedirectToWhatMayNotBeReached(String target) throws Exception {
        redirect("/away", target);

        assertThat(fetch("/away")).isEqualTo(new Fetch.Broken(LineFault.FORBIDDEN_ADDRESS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "ftp://127.0.0.1/a", "::::"})
    void doesNotFollowARedirectThatIsNoWebAddress(String target) throws Exception {
        redirect("/away", target);

        assertThat(fetch("/away")).isNotInstanceOf(Fetch.Fetched.class);
        assertThat(Files.exists(folder.resolve("away"))).isFalse();
    }

    @Test
    void leavesTheKeyBehindWhenARedirectLeadsToAnotherHost() throws Exception {
        try (var other = new LoopbackVendor()) {
            redirect("/away", other.base() + "/b");
            other.on("GET /b", Reply.json(200, "{}"));

            egress.fetch(
                    server.base().resolve("/away"),
                    Map.of("authorization", "Bearer key"),
                    folder.resolve("b"),
                    100,
                    LIMIT);

            assertThat(server.seen().getFirst().headers()).containsKey("authorization");
            assertThat(other.seen().getFirst().headers()).doesNotContainKey("authorization");
        }
    }

    @Test
    void sendsNothingTwiceAndFollowsNoRedirectOfARequest() throws Exception {
        redirect("/a", "/b");
        server.on("GET /reset", new Reply.Reset());

        assertThat(egress.send(get(server.base().resolve("/a"))))
                .isInstanceOfSatisfying(
                        Exchange.Refused.class,
                        it -> assertThat(it.answer().status()).isEqualTo(302));
        assertThat(egress.send(get(server.base().resolve("/reset"))))
                .isEqualTo(new Exchange.Lost(LineFault.RESET));
        assertThat(server.seen()).hasSize(2);
    }

    @Test
    void knowsWhatNobodyCanHaveReceived() throws Exception {
        var closed = URI.create("http://127.0.0.1:" + freePort() + "/");
        var notTls = URI.create("https://127.0.0.1:" + server.base().getPort() + "/");

        assertThat(egress.send(get(closed))).isEqualTo(new Exchange.NotSent(LineFault.CONNECT));
        assertThat(egress.send(get(notTls))).isEqualTo(new Exchange.NotSent(LineFault.TLS));
    }

    @Test
    void goesOnWhereALineBrokeOff() throws Exception {
        var content = "0123456789".repeat(100);
        server.on(
                "GET /a",
                request ->
                        request.headers().containsKey("range")
                                ? rest(request, content)
                                : new Reply.Truncated(whole(content)));

        var fetch = fetch("/a");

        assertThat(fetch).isInstanceOf(Fetch.Fetched.class);
        assertThat(folder.resolve("a")).hasContent(content);
        assertThat(server.seen()).hasSize(2);
        assertThat(server.seen().getLast().headers())
                .containsEntry("range", "bytes=500-")
                .containsEntry("if-range", "\"v1\"");
    }

    private static Reply.Whole whole(String content) {
        return new Reply.Whole(
                200,
                Map.of("etag", "\"v1\"", "content-type", "video/mp4"),
                content.getBytes(StandardCharsets.US_ASCII));
    }

    private static Reply rest(LoopbackVendor.Request request, String content) {
        int from =
                Integer.parseInt(request.headers().getOrDefault("range", "").replaceAll("\\D", ""));
        return new Reply.Whole(
                206,
                Map.of("content-range", "bytes %d-999/1000".formatted(from)),
                content.substring(from).getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void beginsAgainWhereTheFileHasChangedOrCannotBeResumed() throws Exception {
        server.inTurn(
                "GET /changed", List.of(new Reply.Truncated(whole("x".repeat(100))), whole("new")));
        server.inTurn(
                "GET /plain",
                List.of(
                        new Reply.Truncated(Reply.json(200, "{\"a\":1}")),
                        Reply.json(200, "{\"b\":2}")));

        assertThat(fetch("/changed")).isInstanceOf(Fetch.Fetched.class);
        assertThat(fetch("/plain")).isInstanceOf(Fetch.Fetched.class);

        assertThat(folder.resolve("changed")).hasContent("new");
        assertThat(folder.resolve("plain")).hasContent("{\"b\":2}");
    }

    @Test
    void givesUpOnALineThatBreaksOffEachTimeAndLeavesNothing() throws Exception {
        server.on("GET /a", new Reply.Truncated(whole("x".repeat(100))));

        assertThat(fetch("/a")).isEqualTo(new Fetch.Broken(LineFault.TRUNCATED));
        assertThat(folder.resolve("a")).doesNotExist();
        assertThat(server.seen()).hasSize(6);
    }

    /// What this side cannot keep is not asked for again, and is not the line's fault.
    @Test
    void knowsItsOwnFullDiskFromABrokenLine() throws Exception {
        server.on("GET /a", Reply.json(200, "{}"));
        var full = folder.resolve("full");
        Files.createSymbolicLink(full, Path.of("/dev/full"));

        for (var into : List.of(full, folder.resolve("missing/a"))) {
            assertThat(egress.fetch(at("/a"), Map.of(), into, 100, LIMIT))
                    .isEqualTo(new Fetch.Broken(LineFault.NO_ROOM));
            assertThat(into).doesNotExist();
        }
        assertThat(server.seen()).hasSize(2);
    }

    @Test
    void keepsToItsLimitsOfSizeAndTime() throws Exception {
        server.on("GET /large", Reply.json(200, "x".repeat(2000)));
        server.on("GET /slow", new Reply.Slow(Duration.ofSeconds(20), Reply.json(200, "{}")));

        assertThat(egress.fetch(at("/large"), Map.of(), folder.resolve("l"), 1999, LIMIT))
                .isEqualTo(new Fetch.Broken(LineFault.TOO_LARGE));
        assertThat(Files.exists(folder.resolve("l"))).isFalse();
        assertThat(
                        egress.send(
                                new HttpCall(
                                        "GET",
                                        at("/slow"),
                                        Map.of(),
                                        new byte[0],
                                        Duration.ofMillis(100),
                                        100)))
                .isEqualTo(new Exchange.Lost(LineFault.READ_TIMEOUT));
    }

    private void redirect(String from, String to) {
        server.on(
                "GET " + from,
                _ ->
                        new Reply.Whole(
                                302,
                                Map.of("location", to.replace("{base}", server.base().toString())),
                                new byte[0]));
    }

    private URI at(String path) {
        return server.base().resolve(path);
    }

    private Fetch fetch(String path) throws InterruptedException {
        return egress.fetch(at(path), Map.of(), folder.resolve(path.substring(1)), 1000, LIMIT);
    }

    private static HttpCall get(URI uri) {
        return new HttpCall("GET", uri, Map.of(), new byte[0], LIMIT, 1000);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
