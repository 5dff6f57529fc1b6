package io.mediagate.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediagate.Until;
import io.mediagate.egress.Doors;
import io.mediagate.egress.EgressSettings;
import io.mediagate.egress.Network;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Problem;
import io.mediagate.event.EventType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Four receivers as bad as they come, and a good one, through the real door.
class FiveReceiversTest {
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final int EVENTS = 40;

    private final Map<String, AtomicInteger> looks = new ConcurrentHashMap<>();
    private final Doors door =
            Doors.with(
                    new EgressSettings(
                            List.of(Network.of("127.0.0.0/8")), List.of(), Duration.ofSeconds(5)),
                    this::address);
    private final MailFixture mail =
            new MailFixture(new Mailroom.Door(door.egress(), door.refusal()));
    private final CountDownLatch end = new CountDownLatch(1);

    private final HttpReceiver silent = new HttpReceiver((_, _) -> end.await());
    private final HttpReceiver broken =
            new HttpReceiver((_, exchange) -> exchange.sendResponseHeaders(500, -1));
    private final HttpReceiver redirecting =
            new HttpReceiver((_, exchange) -> {
                exchange.getResponseHeaders()
                        .set("Location", "http://169.254.169.254/latest/meta-data/");
                exchange.sendResponseHeaders(307, -1);
            });
    private final HttpReceiver healthy = HttpReceiver.friendly();

    /// The name that is rebound is public at the first look and ours from the second on.
    private String address(String host) {
        int look = looks.computeIfAbsent(host, _ -> new AtomicInteger()).incrementAndGet();
        return switch (host) {
            case "rebound.test" -> look == 1 ? "93.184.215.14" : "10.0.0.7";
            case "mapped.test" -> "::ffff:10.0.0.7";
            case "metadata.test" -> "169.254.169.254";
            case "carrier.test" -> "100.64.0.1";
            case "unique-local.test" -> "fd00::1";
            default -> host.replaceAll("[\\[\\]]", "");
        };
    }

    @AfterEach
    void close() {
        end.countDown();
        mail.close();
        door.close();
        List.of(silent, broken, redirecting, healthy).forEach(HttpReceiver::close);
    }

    @Test
    void theHealthyOneHearsWithinTwoSecondsWhateverTheOthersDo() {
        var scope = MailFixture.scope();
        var never = mail.endpoint(scope, silent.url());
        var refusing = mail.endpoint(scope, broken.url());
        var redirected = mail.endpoint(scope, redirecting.url());
        var rebound = mail.endpoint(scope, "https://rebound.test/hook");
        var good = mail.endpoint(scope, healthy.url());
        mail.mailroom.begin();
        var written = new ConcurrentHashMap<String, Long>();

        for (int i = 0; i < EVENTS; i++) {
            long now = System.nanoTime();
            written.put(mail.happens(scope, EventType.CREATED).id(), now);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        mail.untilState(good, Delivery.State.DELIVERED);

        assertThat(healthy.received()).hasSize(EVENTS);
        assertThat(healthy.received())
                .allSatisfy(one ->
                        assertThat(
                                        Duration.ofNanos(
                                                one.nanos() - written.getOrDefault(one.id(), 0L)))
                                .isLessThan(SOON));
        assertThat(silent.received()).hasSize(MailFixture.CONCURRENCY);
        assertThat(mail.log(never)).noneMatch(d -> d.state() == Delivery.State.DELIVERED);
        Until.holds(
                "all have failed once",
                MailFixture.LIMIT,
                () -> failedOnce(refusing, redirected, rebound));
        assertThat(statuses(refusing)).containsOnly(500);
        assertThat(statuses(redirected)).containsOnly(307);
        assertThat(mail.log(rebound))
                .allSatisfy(d ->
                        assertThat(d.attempts())
                                .allSatisfy(
                                        a -> assertThat(a.fault()).contains("forbidden_address")));
    }

    private boolean failedOnce(Endpoint... endpoints) {
        return List.of(endpoints).stream()
                .flatMap(endpoint -> mail.log(endpoint).stream())
                .noneMatch(delivery -> delivery.attempts().isEmpty());
    }

    private List<Integer> statuses(Endpoint endpoint) {
        return mail.log(endpoint).stream()
                .flatMap(delivery -> delivery.attempts().stream())
                .map(attempt -> attempt.status().orElse(0))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://10.0.0.1/hook",
                "https://192.168.1.1/hook",
                "https://metadata.test/latest",
                "https://mapped.test/hook",
                "https://carrier.test/hook",
                "https://unique-local.test/hook",
                "https://[::1]/hook",
                "https://[::ffff:192.168.0.1]/hook",
                "https://[fe80::1]/hook",
                "https://2130706433/hook",
                "https://0x7f.1/hook",
                "http://93.184.215.14/hook",
                "ftp://93.184.215.14/hook",
                "https://user:password@93.184.215.14/hook",
                "https://93.184.215.14/hook#part",
                "//93.184.215.14/hook",
                "hook",
                "https://",
                ""
            })
    void registersNoAddressThatItMayNotSpeakTo(String url) {
        var scope = MailFixture.scope();
        assertThatThrownBy(() -> mail.endpoint(scope, url))
                .satisfies(thrown ->
                        assertThat(((Problem) thrown).code()).isEqualTo(ErrorCode.INVALID_REQUEST))
                .hasMessageStartingWith("/url ");
        var fine = mail.endpoint(scope, healthy.url());
        assertThatThrownBy(() -> mail.webhooks.change(scope, fine.id(), Changes.url(url)))
                .hasMessageStartingWith("/url ");
        assertThat(mail.webhooks.find(scope, fine.id()).url()).isEqualTo(healthy.url());
    }
}
