package io.mediagate.api;

import static io.mediagate.api.Front.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A stop as a load balancer and its callers see it.
class DrainTest {
    private static final String IMAGE = "black-forest-labs/kontext";
    private static final Duration LONG = Duration.ofSeconds(20);

    @Test
    void goesOnTakingRequestsWhileItGivesNotice(@TempDir Path folder) {
        try (var front = new Front(folder)) {
            // What a JVM does for the first time can take longer than the notice.
            front.get("/readyz");
            front.post("/generation/" + IMAGE, "{\"prompt\":\"a\"}");
            var stop = CompletableFuture.runAsync(() -> front.api.stop(Duration.ofSeconds(2)));
            until(front, "/readyz", answer -> answer.statusCode() == 503);

            var created = front.post("/generation/" + IMAGE, "{\"prompt\":\"a\"}");

            assertThat(created.statusCode()).isEqualTo(202);
            assertThat(created.headers().firstValue("Connection")).contains("close");
            var port = front.api.port();
            stop.join();
            assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port))
                    .isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void stopsToListenAndFinishesWhatIsUnderWay(@TempDir Path folder) {
        try (var front = new Front(folder, LONG, Duration.ofSeconds(15), LONG)) {
            var underWay =
                    CompletableFuture.supplyAsync(() ->
                            front.post(
                                    "/generation/" + IMAGE,
                                    "{\"prompt\":\"waits\"}",
                                    "Prefer",
                                    "wait=3"));
            until(front, "/api/v1/generations/running", answer -> !answer.body().equals("[]"));
            var port = front.api.port();

            var stop = CompletableFuture.runAsync(() -> front.api.stop(Duration.ZERO));

            awaitRefusal(port);
            assertThat(underWay).isNotDone();
            assertThat(underWay.join().statusCode()).isEqualTo(202);
            assertThat(json(underWay.join()).path("id").asString()).startsWith("gen_");
            stop.join();
        }
    }

    private static void awaitRefusal(int port) {
        long end = System.nanoTime() + LONG.toNanos();
        while (System.nanoTime() < end) {
            try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                Thread.onSpinWait();
            } catch (ConnectException _) {
                return;
            } catch (SocketException _) {
                // It still stood in line when the port was closed: the next one is refused.
                Thread.onSpinWait();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new AssertionError("it still listens");
    }

    private static HttpResponse<String> until(
            Front front, String path, Predicate<HttpResponse<String>> wanted) {
        long end = System.nanoTime() + LONG.toNanos();
        var answer = front.get(path);
        while (!wanted.test(answer) && System.nanoTime() < end) {
            answer = front.get(path);
        }
        return answer;
    }
}
