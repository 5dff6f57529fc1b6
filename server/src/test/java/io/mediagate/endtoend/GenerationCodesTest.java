package io.mediagate.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediagate.endtoend.Client.Purse;
import io.mediagate.error.ErrorCode;
import io.mediagate.error.Family;
import io.mediagate.error.Leaks;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// All 24 generation codes by all the ways in which a caller can ask. Many ask at once, and then
/// all is looked at case by case: the sandbox takes its time to fail.
@ExtendWith(SharedGateway.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GenerationCodesTest {

    /// The script has several ways to fail with each code; as many prompts meet most of them.
    private static final int PROMPTS = 4;

    /// More would wait for the gateway's eight connections until they are refused.
    private static final int AT_ONCE = 80;

    private static final Purse UNTOUCHED = new Purse(10_000, 0, 10_000, 0);

    /// How a caller asks.
    enum Way {
        POLLED,
        WAITED,
        STREAMED,
        SPOKEN
    }

    /// A family, a sub-code and a way.
    record Case(Family family, ErrorCode code, Way way) {
        static Stream<Case> all() {
            return Arrays.stream(Family.values())
                    .flatMap(family ->
                            Arrays.stream(ErrorCode.values())
                                    .filter(code -> code.scope() != ErrorCode.Scope.GENERAL)
                                    .flatMap(code ->
                                            Arrays.stream(Way.values())
                                                    .filter(way ->
                                                            way != Way.SPOKEN
                                                                    || family == Family.TTS)
                                                    .map(way -> new Case(family, code, way))));
        }

        String publicCode() {
            return family + "_GENERATION_" + code;
        }

        String prompt(int number) {
            var ending = code.name().toLowerCase(Locale.ROOT).replace('_', '-');
            return "a harbour at dawn, number %d sandbox:%s".formatted(number, ending);
        }

        boolean refusedAtTheDoor() {
            return code == ErrorCode.INSUFFICIENT_CREDITS;
        }
    }

    private final ExecutorService threads =
            Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory());
    private final UnderWay<Case, Boolean> underWay = new UnderWay<>();

    GenerationCodesTest(RunningGateway gateway) {
        // All keys before the first request: afterwards the gateway is as busy as it can be.
        var clients = Case.all().collect(Collectors.toMap(one -> one, _ -> gateway.tenant()));
        clients.forEach((one, client) -> underWay.begin(one, () -> ask(one, client)));
    }

    @AfterAll
    void stop() {
        underWay.close();
        threads.close();
    }

    static List<Case> cases() {
        var all = Case.all().toList();
        assertThat(all.stream().map(Case::publicCode).distinct()).hasSize(24);
        assertThat(all).hasSize(24 * 3 + 8);
        return all;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void reachesTheCaller(Case one) throws Throwable {
        assertThat(underWay.result(one)).isTrue();
    }

    private boolean ask(Case one, Client client) throws Exception {
        var prompts = IntStream.range(0, PROMPTS).mapToObj(one::prompt).toList();
        var asked =
                prompts.stream()
                        .<Future<?>>map(prompt -> threads.submit(() -> ask(one, client, prompt)))
                        .toList();
        for (var future : asked) {
            future.get();
        }
        assertThat(client.credits()).isEqualTo(UNTOUCHED);
        var kept = client.get("/api/v1/generations").json().get("data");
        assertThat(kept.size()).isEqualTo(one.refusedAtTheDoor() ? 0 : PROMPTS);
        return true;
    }

    private static void ask(Case one, Client client, String prompt) {
        switch (one.way()) {
            case POLLED -> poll(one, client, prompt);
            case WAITED -> await(one, client, prompt);
            case STREAMED -> stream(one, client, prompt);
            case SPOKEN -> speak(one, client, prompt);
        }
    }

    private static void poll(Case one, Client client, String prompt) {
        var sample = Sample.of(one.family());
        var accepted = client.post(sample.path(), sample.input(prompt));
        if (one.refusedAtTheDoor()) {
            checkError(one, accepted);
            return;
        }
        assertThat(accepted.status()).as(accepted.toString()).isEqualTo(202);
        assertThat(accepted.state()).isEqualTo("IN_QUEUE");
        assertThat(accepted.header("location")).contains("/api/v1/generation/" + accepted.id());
        assertThat(accepted.header("retry-after").orElse("")).matches("[1-9]\\d*");
        checkFailed(one, client.ended(accepted.id()));
    }

    private static void await(Case one, Client client, String prompt) {
        var sample = Sample.of(one.family());
        var answer = client.post(sample.path(), sample.input(prompt), "Prefer", "wait=60");
        checkError(one, answer);
        if (!one.refusedAtTheDoor()) {
            assertThat(answer.header("preference-applied")).contains("wait=60");
            checkFailed(one, client.read(answer.header("x-generation-id").orElseThrow()));
        }
    }

    private static void stream(Case one, Client client, String prompt) {
        var sample = Sample.of(one.family());
        if (one.refusedAtTheDoor()) {
            checkError(one, client.post(sample.streamPath(), sample.input(prompt)));
            return;
        }
        try (var stream = client.createStream(sample, prompt)) {
            var frames = stream.rest();
            assertThat(frames.subList(0, frames.size() - 1)).noneMatch(EventStream.Frame::terminal);
            var last = frames.getLast().json();
            assertThat(last.get("status").stringValue()).isEqualTo("FAILED");
            assertThat(last.get("code").stringValue()).isEqualTo(one.publicCode());
            checkMessage(one, last.get("message").stringValue());
            var id = last.get("id").stringValue();
            assertThat(stream.head().header("x-generation-id")).contains(id);
            assertThat(client.read(id).json()).isEqualTo(last);
        }
    }

    private static void speak(Case one, Client client, String prompt) {
        var answer = client.post("/api/ai/tts/generate", Sample.spoken(prompt));
        checkError(one, answer);
        if (!one.refusedAtTheDoor()) {
            checkFailed(one, client.read(answer.header("x-generation-id").orElseThrow()));
        }
    }

    private static void checkError(Case one, Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(one.code().status());
        assertThat(answer.text("/code")).isEqualTo(one.publicCode());
        checkMessage(one, answer.text("/message"));
    }

    private static void checkFailed(Case one, Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        var json = answer.json();
        assertThat(answer.state()).isEqualTo("FAILED");
        assertThat(answer.text("/code")).isEqualTo(one.publicCode());
        checkMessage(one, answer.text("/message"));
        assertThat(json.get("data").isNull()).isTrue();
        assertThat(json.get("usage").toString())
                .isEqualTo("{\"total\":0,\"subscription\":0,\"permanent\":0}");
        assertThat(json.get("livemode").asBoolean()).isFalse();
        assertThat(json.get("finished_at").isString()).isTrue();
    }

    private static void checkMessage(Case one, String message) {
        if (!one.refusedAtTheDoor()) {
            assertThat(Leaks.in(message)).as(message).isEmpty();
        }
        switch (one.code()) {
            case RATE_LIMITED, TIMEOUT, PROVIDER_UNAVAILABLE, UNSUPPORTED_MODEL ->
                    assertThat(message).isEqualTo(one.code().message());
            case INSUFFICIENT_CREDITS ->
                    assertThat(message)
                            .matches(
                                    "Insufficient credits for this generation: it costs \\d+"
                                            + " credits and 10000 are left\\.");
            default -> assertThat(message).isNotBlank().endsWith(".").hasSizeLessThan(300);
        }
    }
}
